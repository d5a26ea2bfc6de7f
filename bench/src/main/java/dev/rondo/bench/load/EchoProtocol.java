package dev.rondo.bench.load;

import dev.rondo.Protocol;
import dev.rondo.Transport;
import java.nio.ByteBuffer;

/// The echo with callbacks: what comes in goes out, and a slow way out stops the way in.
final class EchoProtocol implements Protocol {
    @SuppressWarnings("NullAway.Init") // set by connectionMade, before anything else is called
    private Transport transport;

    @Override
    public void connectionMade(Transport made) {
        transport = made;
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        transport.write(data);
    }

    @Override
    public void pauseWriting() {
        transport.pauseReading();
    }

    @Override
    public void resumeWriting() {
        transport.resumeReading();
    }
}
