package dev.rondo.epoll;

import dev.rondo.netty.DeferredHandle;
import dev.rondo.netty.NettyDriver;
import io.netty.channel.IoEvent;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;

/// A channel of Netty's on this loop.
final class EpollDeferredHandle extends DeferredHandle implements EpollIoHandle {
    private record Kept(EpollIoOps ops) implements EpollIoEvent {}

    private final EpollIoHandle handle;

    EpollDeferredHandle(NettyDriver driver, EpollIoHandle handle) {
        super(driver, handle);
        this.handle = handle;
    }

    @Override
    public FileDescriptor fd() {
        return handle.fd();
    }

    @Override
    protected IoEvent kept(IoEvent event) {
        return new Kept(((EpollIoEvent) event).ops());
    }
}
