package dev.rondo.tck;

import dev.rondo.EventLoop;
import dev.rondo.Promise;
import dev.rondo.Protocol;
import dev.rondo.Transport;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A protocol that notes what it hears, and lets coroutines wait for it.
final class NotedProtocol implements Protocol {
    /// Done when the connection stands.
    final Promise<Transport> made;

    /// Done when the connection has ended, with the reason if there is one.
    final Promise<Optional<Exception>> lost;

    private final EventLoop loop;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    /// Done with the next bytes, and with the end.
    private Promise<Boolean> news;

    NotedProtocol(EventLoop loop) {
        this.loop = loop;
        made = loop.createFuture();
        lost = loop.createFuture();
        news = loop.createFuture();
    }

    /// {@return the connection, which stands already}
    Transport transport() {
        return made.resultNow();
    }

    /// Waits for as many bytes, or the end of the connection.
    ///
    /// @return all that has come as text
    String await(int count) {
        while (received.size() < count && !lost.isDone()) {
            news.await();
        }
        return received.toString(StandardCharsets.UTF_8);
    }

    /// {@return how many bytes have come}
    int count() {
        return received.size();
    }

    private void tell() {
        Promise<Boolean> told = news;
        news = loop.createFuture();
        told.setResult(true);
    }

    @Override
    public void connectionMade(Transport transport) {
        made.setResult(transport);
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        byte[] copy = new byte[data.remaining()];
        data.get(copy);
        received.writeBytes(copy);
        tell();
    }

    @Override
    public void connectionLost(@Nullable Exception exception) {
        lost.setResult(Optional.ofNullable(exception));
        tell();
    }
}
