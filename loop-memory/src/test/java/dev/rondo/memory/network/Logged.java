package dev.rondo.memory.network;

import java.text.MessageFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What the library logs, while this is open; it is kept from the console.
final class Logged extends Handler implements AutoCloseable {
    /// Kept, for loggers are collected with their handlers when nobody holds them.
    private static final Logger LOGGER = Logger.getLogger("dev.rondo");

    private final List<String> messages = new CopyOnWriteArrayList<>();

    Logged() {
        LOGGER.addHandler(this);
        LOGGER.setUseParentHandlers(false);
    }

    List<String> messages() {
        return messages;
    }

    @Override
    public void publish(LogRecord logged) {
        messages.add(MessageFormat.format(logged.getMessage(), logged.getParameters()));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        LOGGER.setUseParentHandlers(true);
        LOGGER.removeHandler(this);
    }

    @Override
    public String toString() {
        return messages.toString();
    }
}
