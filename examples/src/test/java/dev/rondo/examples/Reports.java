package dev.rondo.examples;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What loops report: their default exception handler logs to `dev.rondo`.
final class Reports extends Handler {
    /// Kept, for loggers are collected with their handlers when nobody holds them.
    private static final Logger LOGGER = Logger.getLogger("dev.rondo");

    private final List<String> reports = new CopyOnWriteArrayList<>();

    private Reports() {}

    static Reports listen() {
        Reports reports = new Reports();
        LOGGER.addHandler(reports);
        return reports;
    }

    /// Stops listening.
    ///
    /// @return what was reported since the start
    List<String> end() {
        LOGGER.removeHandler(this);
        return List.copyOf(reports);
    }

    @Override
    public void publish(LogRecord logged) {
        if (logged.getLevel().intValue() >= Level.WARNING.intValue()) {
            Throwable thrown = logged.getThrown();
            reports.add(logged.getMessage() + (thrown == null ? "" : ": " + thrown));
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
