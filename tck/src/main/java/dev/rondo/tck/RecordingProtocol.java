package dev.rondo.tck;

import dev.rondo.Protocol;
import dev.rondo.Transport;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A protocol that writes down what it is told, and does more where a rule wants it.
final class RecordingProtocol implements Protocol {
    /// The calls in order; `data` stands for any number of them in a row.
    final List<String> events = new ArrayList<>();

    /// What connectionLost was given.
    @Nullable Exception lostWith;

    boolean keepsOpenAtEof;
    private @Nullable Transport transport;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final Map<String, Runnable> reactions = new HashMap<>();

    /// Has a call do something after it was written down.
    void on(String event, Runnable reaction) {
        reactions.put(event, reaction);
    }

    Transport transport() {
        return Objects.requireNonNull(transport, "connectionMade was not called");
    }

    String text() {
        return received.toString(StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        return received.toByteArray();
    }

    boolean has(String event) {
        return events.contains(event);
    }

    private void record(String event) {
        if (!event.equals("data") || events.isEmpty() || !events.getLast().equals("data")) {
            events.add(event);
        }
        reactions.getOrDefault(event, () -> {}).run();
    }

    @Override
    public void connectionMade(Transport made) {
        transport = made;
        record("made");
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        byte[] copy = new byte[data.remaining()];
        data.get(copy);
        received.writeBytes(copy);
        record("data");
    }

    @Override
    public boolean eofReceived() {
        record("eof");
        return keepsOpenAtEof;
    }

    @Override
    public void connectionLost(@Nullable Exception exception) {
        lostWith = exception;
        record("lost");
    }

    @Override
    public void pauseWriting() {
        record("pause");
    }

    @Override
    public void resumeWriting() {
        record("resume");
    }
}
