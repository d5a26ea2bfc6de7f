package dev.rondo.epoll;

import dev.rondo.netty.Descriptor;
import dev.rondo.netty.ReadinessDriver;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;

/// A socket that epoll watches.
final class EpollDescriptor extends Descriptor implements EpollIoHandle {
    /// What epoll is to tell, by what is wanted. It tells ends and failures whatever is wanted;
    /// when that is nothing, edge-triggered, which is once: otherwise it would tell them for ever.
    /// (To take the socket out is no way: Netty cannot put it back.)
    private static final EpollIoOps[] OPERATIONS = {
        EpollIoOps.EPOLLET,
        EpollIoOps.EPOLLIN,
        EpollIoOps.EPOLLOUT,
        EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLOUT)
    };

    private static final int IN = EpollIoOps.EPOLLIN.value();
    private static final int OUT = EpollIoOps.EPOLLOUT.value();

    EpollDescriptor(ReadinessDriver driver, FileDescriptor file) {
        super(driver, file);
    }

    @Override
    public FileDescriptor fd() {
        return file();
    }

    @Override
    public void handle(IoRegistration registration, IoEvent event) {
        int told = ((EpollIoEvent) event).ops().value();
        if ((told & ~(IN | OUT)) != 0) {
            found(INPUT | OUTPUT | END); // an end or a failure, which reading or writing will name
        } else {
            found(((told & IN) != 0 ? INPUT : 0) | ((told & OUT) != 0 ? OUTPUT : 0));
        }
    }

    @Override
    protected void watch(IoRegistration handle, int before, int now) {
        handle.submit(OPERATIONS[now & (INPUT | OUTPUT)]); // ends are told anyway
    }
}
