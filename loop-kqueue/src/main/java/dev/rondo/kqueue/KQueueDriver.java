package dev.rondo.kqueue;

import dev.rondo.netty.DeferredHandle;
import dev.rondo.netty.Descriptor;
import dev.rondo.netty.ReadinessDriver;
import dev.rondo.spi.LoopHost;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.kqueue.KQueueIoHandle;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.unix.FileDescriptor;

/// The driver over [KQueueIoHandler]. What is wanted goes to the system with the call that waits.
final class KQueueDriver extends ReadinessDriver {
    KQueueDriver(LoopHost host) {
        super(host);
    }

    @Override
    protected IoHandlerFactory factory() {
        return KQueueIoHandler.newFactory();
    }

    @Override
    protected Descriptor describe(FileDescriptor file) {
        return new KQueueDescriptor(this, file);
    }

    @Override
    protected DeferredHandle defer(IoHandle handle) {
        if (handle instanceof KQueueIoHandle ours) {
            return new KQueueDeferredHandle(this, ours);
        }
        throw new IllegalArgumentException("not for kqueue: " + handle.getClass().getName());
    }
}
