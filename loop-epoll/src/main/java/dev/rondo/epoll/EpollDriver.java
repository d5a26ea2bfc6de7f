package dev.rondo.epoll;

import dev.rondo.netty.DeferredHandle;
import dev.rondo.netty.Descriptor;
import dev.rondo.netty.ReadinessDriver;
import dev.rondo.spi.DescriptorHandler;
import dev.rondo.spi.DescriptorWatch;
import dev.rondo.spi.LoopHost;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;

/// The driver over [EpollIoHandler].
///
/// An echo costs what it costs a plain server in C: a wait for all that have something, a read and
/// a write for each. Timers are exact to the nanosecond by `epoll_pwait2`, or by a timer descriptor
/// where the kernel has no such call.
final class EpollDriver extends ReadinessDriver {
    EpollDriver(LoopHost host) {
        super(host);
    }

    @Override
    protected IoHandlerFactory factory() {
        return EpollIoHandler.newFactory();
    }

    @Override
    protected Descriptor describe(FileDescriptor file) {
        return new EpollDescriptor(this, file);
    }

    @Override
    public DescriptorWatch watch(int descriptor, DescriptorHandler handler) throws IOException {
        return watchForeign(descriptor, handler);
    }

    @Override
    protected DeferredHandle defer(IoHandle handle) {
        if (handle instanceof EpollIoHandle ours) {
            return new EpollDeferredHandle(this, ours);
        }
        throw new IllegalArgumentException("not for epoll: " + handle.getClass().getName());
    }
}
