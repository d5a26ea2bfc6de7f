package dev.rondo.epoll;

import dev.rondo.netty.DeferredHandle;
import dev.rondo.netty.Descriptor;
import dev.rondo.netty.ReadinessDriver;
import dev.rondo.netty.StreamSocket;
import dev.rondo.spi.LoopHost;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoHandler;

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
    protected Descriptor describe(StreamSocket socket) {
        return new EpollDescriptor(this, socket);
    }

    @Override
    protected DeferredHandle defer(IoHandle handle) {
        if (handle instanceof EpollIoHandle ours) {
            return new EpollDeferredHandle(this, ours);
        }
        throw new IllegalArgumentException("not for epoll: " + handle.getClass().getName());
    }
}
