package dev.rondo.tck;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What is logged to `dev.rondo` at WARNING or above, kept from the console meanwhile.
final class LogCapture extends Handler {
    /// Kept, for loggers are collected with their handlers when nobody holds them.
    private static final Logger LOGGER = Logger.getLogger("dev.rondo");

    private final BlockingQueue<String> logged = new LinkedBlockingQueue<>();

    private LogCapture() {}

    static LogCapture start() {
        LogCapture capture = new LogCapture();
        LOGGER.addHandler(capture);
        LOGGER.setUseParentHandlers(false);
        return capture;
    }

    List<String> take() {
        List<String> taken = new ArrayList<>();
        logged.drainTo(taken);
        return taken;
    }

    /// Stops listening.
    ///
    /// Two things are left out, for which no rule is to blame. What is said of a failure that
    /// nobody looked at comes when the garbage collector finds it, perhaps that of an earlier rule
    /// whose loop is closed; an open loop tells its exception handler. And on a busy machine any
    /// step may be slow; debug mode says so.
    ///
    /// @return what was logged and not taken
    List<String> end() {
        LOGGER.removeHandler(this);
        LOGGER.setUseParentHandlers(true);
        return take().stream()
                .filter(entry -> !entry.contains("was never retrieved"))
                .filter(entry -> !entry.startsWith("slow: ") && !entry.startsWith("blocked: "))
                .toList();
    }

    @Override
    public void publish(LogRecord entry) {
        if (entry.getLevel().intValue() < Level.WARNING.intValue()) {
            return;
        }
        StringWriter text = new StringWriter();
        text.append(entry.getMessage());
        Throwable thrown = entry.getThrown();
        if (thrown != null) {
            text.append(System.lineSeparator());
            thrown.printStackTrace(new PrintWriter(text, true));
        }
        logged.add(text.toString());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
