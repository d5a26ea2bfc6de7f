package dev.rondo.kernel;

import dev.rondo.Protocol;
import dev.rondo.Transport;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The protocol under one pipe of a child: passes on to the child's protocol, with the number of
/// the stream.
final class PipeProtocol implements Protocol {
    private final ChildTransport child;
    private final int descriptor;

    PipeProtocol(ChildTransport child, int descriptor) {
        this.child = child;
        this.descriptor = descriptor;
    }

    @Override
    public void connectionMade(Transport transport) {
        // the child's protocol hears of the child
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        child.protocol().pipeDataReceived(descriptor, data);
    }

    @Override
    public void pauseWriting() {
        child.protocol().pauseWriting();
    }

    @Override
    public void resumeWriting() {
        child.protocol().resumeWriting();
    }

    @Override
    public void connectionLost(@Nullable Exception exception) {
        child.pipeLost(descriptor, exception);
    }

    @Override
    public String toString() {
        return child.protocol().toString();
    }
}
