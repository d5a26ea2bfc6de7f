package dev.rondo.memory.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.Action;
import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.ExceptionContext;
import dev.rondo.Server;
import dev.rondo.spi.LoopProvider;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A loop for one test and a connection on it; whatever was reported to the exception handler, and
/// not taken by the test, fails it.
final class NetworkFixture implements AfterEachCallback {
    static final String HOST = "127.0.0.1";

    /// More iterations than anything here needs.
    private static final int LIMIT = 100_000;

    final EventLoop loop;

    /// The two ends of the connection that [#connect] makes.
    final Recorder client = new Recorder();

    final Recorder served = new Recorder();
    Server server;
    private final List<ExceptionContext> reports = new ArrayList<>();

    NetworkFixture() {
        this(EventLoops.create("memory"));
    }

    NetworkFixture(LoopProvider provider) {
        this(EventLoops.builder().provider(provider).build());
    }

    private NetworkFixture(EventLoop loop) {
        this.loop = loop;
        loop.setExceptionHandler((_, context) -> reports.add(context));
    }

    /// Makes a server and connects to it.
    void connect() {
        listen();
        loop.runUntilComplete(loop.createConnection(() -> client, HOST, server.port()));
        until(() -> served.has("made"));
    }

    void listen() {
        server = loop.runUntilComplete(loop.createServer(() -> served, HOST, 0));
    }

    /// Runs a coroutine to its end.
    void run(Action body) {
        loop.runUntilComplete(body);
    }

    /// Runs the loop for a number of iterations, without waiting for anything.
    void turns(int count) {
        for (int i = 0; i < count; i++) {
            loop.stop();
            loop.runForever();
        }
    }

    /// Runs the loop until something holds.
    void until(BooleanSupplier condition) {
        for (int i = 0; i < LIMIT && !condition.getAsBoolean(); i++) {
            turns(1);
        }
        assertTrue(condition.getAsBoolean(), "never came about: " + client.events + served.events);
    }

    /// Runs the loop until all that can happen without a timer has happened.
    void settle() {
        turns(100);
    }

    /// {@return what was reported so far, which the test thereby expects}
    List<ExceptionContext> takeReports() {
        List<ExceptionContext> taken = List.copyOf(reports);
        reports.clear();
        return taken;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// {@return bytes that show when one is lost, doubled or moved}
    static byte[] pattern(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (i * 31 + i / 251);
        }
        return bytes;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        loop.close();
        assertEquals(List.of(), reports, "reported to the exception handler");
    }
}
