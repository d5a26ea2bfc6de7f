package dev.rondo.bench.load;

import dev.rondo.Protocol;
import dev.rondo.Transport;
import java.nio.ByteBuffer;

/// The client's side of an echo on a loop: sends back what comes, and counts it.
final class BounceProtocol implements Protocol {
    private final Count count;

    @SuppressWarnings("NullAway.Init") // set by connectionMade, before anything else is called
    private Transport transport;

    /// The bytes that all connections of a loop have received. For the loop's thread.
    static final class Count {
        private long bytes;

        long bytes() {
            return bytes;
        }
    }

    BounceProtocol(Count count) {
        this.count = count;
    }

    @Override
    public void connectionMade(Transport made) {
        transport = made;
    }

    /// Sends the first message; all others are its echoes.
    void start(byte[] message) {
        transport.write(message);
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        count.bytes += data.remaining();
        transport.write(data);
    }
}
