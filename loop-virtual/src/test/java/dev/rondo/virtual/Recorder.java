package dev.rondo.virtual;

import dev.rondo.spi.StreamHandler;
import dev.rondo.spi.StreamPort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Keeps what a stream tells.
class Recorder implements StreamHandler {
    final StreamPort port;
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final List<String> events = new ArrayList<>();
    final List<IOException> failures = new ArrayList<>();

    Recorder(StreamPort port) {
        this.port = port;
        port.setHandler(this);
    }

    @Override
    public void readable(ByteBuffer data) {
        byte[] copy = new byte[data.remaining()];
        data.get(copy);
        bytes.writeBytes(copy);
    }

    @Override
    public void endOfInput() {
        events.add("endOfInput");
    }

    @Override
    public void writable() {
        events.add("writable");
    }

    @Override
    public void written(long count) {
        events.add("written");
    }

    @Override
    public void failed(IOException exception) {
        failures.add(exception);
        events.add("failed");
    }

    @Override
    public void closed() {
        events.add("closed");
    }
}
