package dev.rondo.netty;

import dev.rondo.spi.DescriptorHandler;
import dev.rondo.spi.DescriptorWatch;
import java.io.IOException;

/// A descriptor of somebody else's, which is no socket: it is watched and closed here, and used
/// there.
///
/// Each watch is for one event. Who arms it again before the system is looked at costs no call.
final class ForeignDescriptor implements DescriptorWatch, Descriptor.Owner {
    private final Descriptor descriptor;
    private final DescriptorHandler handler;

    ForeignDescriptor(Descriptor descriptor, DescriptorHandler handler) {
        this.descriptor = descriptor;
        this.handler = handler;
        descriptor.setOwner(this);
    }

    @Override
    public void arm(int events) {
        descriptor.want(events | END);
    }

    @Override
    public void ready(int events) {
        descriptor.want(0);
        handler.ready(events);
    }

    @Override
    public void failed(IOException exception) {
        if (descriptor.file().isOpen()) {
            handler.failed(exception);
        }
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
