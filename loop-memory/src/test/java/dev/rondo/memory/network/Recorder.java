package dev.rondo.memory.network;

import dev.rondo.Protocol;
import dev.rondo.Transport;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A protocol that writes down what it is told, and does more where a test wants it.
final class Recorder implements Protocol {
    /// The calls in order; `data` stands for any number of them in a row.
    final List<String> events = new ArrayList<>();

    /// What connectionLost was given.
    Exception lostWith;

    Transport transport;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final Map<String, Runnable> reactions = new HashMap<>();

    /// Has a call do something after it was written down.
    Recorder on(String event, Runnable reaction) {
        reactions.put(event, reaction);
        return this;
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
        if (!event.equals("data") || !events.getLast().equals("data")) {
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
        return false;
    }

    @Override
    public void connectionLost(Exception exception) {
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
