package dev.rondo.kqueue;

import dev.rondo.netty.DeferredHandle;
import dev.rondo.netty.NettyDriver;
import io.netty.channel.IoEvent;
import io.netty.channel.kqueue.KQueueIoEvent;
import io.netty.channel.kqueue.KQueueIoHandle;

/// A channel of Netty's on this loop.
final class KQueueDeferredHandle extends DeferredHandle implements KQueueIoHandle {
    private final KQueueIoHandle handle;

    KQueueDeferredHandle(NettyDriver driver, KQueueIoHandle handle) {
        super(driver, handle);
        this.handle = handle;
    }

    @Override
    public int ident() {
        return handle.ident();
    }

    /// Netty has one event for each registration, and fills it anew.
    @Override
    protected IoEvent kept(IoEvent event) {
        KQueueIoEvent told = (KQueueIoEvent) event;
        return KQueueIoEvent.newEvent(
                told.ident(),
                told.filter(),
                told.flags(),
                told.fflags(),
                told.data(),
                told.udata());
    }
}
