package dev.rondo.iouring;

import dev.rondo.netty.DeferredHandle;
import dev.rondo.netty.NettyDriver;
import io.netty.channel.IoEvent;
import io.netty.channel.uring.IoUringIoEvent;
import io.netty.channel.uring.IoUringIoHandle;

/// A channel of Netty's on this loop.
final class IoUringDeferredHandle extends DeferredHandle implements IoUringIoHandle {
    IoUringDeferredHandle(NettyDriver driver, IoUringIoHandle handle) {
        super(driver, handle);
    }

    @Override
    protected IoEvent kept(IoEvent event) {
        IoUringIoEvent completion = (IoUringIoEvent) event;
        return new IoUringIoEvent(
                completion.res(), completion.flags(), completion.opcode(), completion.userData());
    }

    @Override
    protected boolean isEachTold() {
        return true;
    }
}
