package dev.rondo.nio.traps;

import static dev.rondo.Rondo.createTask;
import static dev.rondo.Rondo.generate;
import static dev.rondo.Rondo.sleep;
import static dev.rondo.Rondo.timeout;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.Protocol;
import dev.rondo.Transport;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Code of the program never runs on the bare carrier, where a lock that it wants could stop the
/// loop for good: whatever calls it is a virtual thread.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UserCodeThreadsTest {
    @RegisterExtension final LoopWatch watch = new LoopWatch();

    private final EventLoop loop = EventLoops.create("nio");

    /// Which code ran on a virtual thread, by name.
    private final Map<String, Boolean> seen = new TreeMap<>();

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    private void look(String where) {
        seen.put(where, Thread.currentThread().isVirtual());
    }

    private void assertVirtual(String... places) {
        assertEquals(List.of(places), List.copyOf(seen.keySet()));
        assertEquals(List.of(), seen.keySet().stream().filter(place -> !seen.get(place)).toList());
    }

    @Test
    void callbacksDo() {
        loop.callSoon(() -> look("callSoon"));
        loop.callLater(Duration.ofNanos(1), () -> look("callLater"));
        loop.callSoonThreadSafe(() -> look("callSoonThreadSafe"));
        loop.<Void>createFuture().addDoneCallback(done -> {});
        loop.runUntilComplete(() -> sleep(Duration.ofMillis(1)));

        assertVirtual("callLater", "callSoon", "callSoonThreadSafe");
    }

    @Test
    void doneCallbacksDo() {
        loop.runUntilComplete(() -> {
            var future = loop.<Void>createFuture();
            future.addDoneCallback(done -> look("future"));
            future.setResult(null);
            createTask(() -> {}).addDoneCallback(done -> look("task"));
            loop.runInExecutor(() -> 1).addDoneCallback(done -> look("executor"));
            future.addDoneCallback(done -> look("done future"));
            sleep(Duration.ofMillis(20));
        });

        assertVirtual("done future", "executor", "future", "task");
    }

    @Test
    void coroutinesAndGeneratorsDo() {
        loop.asExecutor().execute(() -> look("command"));
        loop.runUntilComplete(() -> {
            look("coroutine");
            var _ = generate(out -> look("generator")).iterator().hasNext();
            sleep(Duration.ofMillis(1));
        });

        assertVirtual("command", "coroutine", "generator");
    }

    @Test
    void theExceptionHandlerDoes() {
        loop.setExceptionHandler((_, context) -> look(context.message().substring(0, 12)));
        loop.callSoon(() -> {
            throw new IllegalArgumentException();
        });
        loop.callExceptionHandler(new dev.rondo.ExceptionContext("by hand, from a thread", null));
        loop.runUntilComplete(() -> sleep(Duration.ofMillis(1)));

        assertVirtual("by hand, fro", "exception in");
    }

    @Test
    void stagesThatDependOnAWrappedOneDoWhenItsFutureIsCancelled() {
        var stage = new CompletableFuture<Void>();
        stage.whenComplete((_, _) -> look("dependent"));
        loop.runUntilComplete(() -> {
            var future = loop.wrap(stage);
            future.cancel();
            sleep(Duration.ofMillis(1));
            assertThrows(
                    TimeoutException.class,
                    () -> timeout(Duration.ofNanos(1), () -> wrapAnother().await()));
            sleep(Duration.ofMillis(1));
        });

        assertTrue(stage.isCancelled());
        assertVirtual("dependent", "dependent of another");
    }

    private dev.rondo.LoopFuture<Void> wrapAnother() {
        var stage = new CompletableFuture<Void>();
        stage.whenComplete((_, _) -> look("dependent of another"));
        return loop.wrap(stage);
    }

    @Test
    void stagesThatDependOnAFutureOfTheLoopDo() {
        loop.runUntilComplete(() -> {
            var done = createTask(() -> sleep(Duration.ofMillis(1)));
            done.toCompletableFuture().thenRun(() -> look("of a result"));
            var cancelled = createTask(() -> sleep(Duration.ofDays(1)));
            cancelled
                    .toCompletableFuture()
                    .exceptionally(e -> {
                        look("of a " + e.getClass().getSimpleName());
                        return null;
                    });
            sleep(Duration.ofMillis(1));
            cancelled.cancel();
            done.await();
            sleep(Duration.ofMillis(1));
        });

        assertVirtual("of a " + CancellationException.class.getSimpleName(), "of a result");
    }

    @Test
    void executorsOfTheProgramAreCalledFromOne() {
        Executor executor =
                command -> {
                    look("execute");
                    command.run();
                };
        assertEquals(1, loop.runUntilComplete(() -> loop.runInExecutor(executor, () -> 1).await()));

        assertVirtual("execute");
    }

    private final class Looking implements Protocol {
        private final String name;

        Looking(String name) {
            this.name = name;
            look(name + " factory");
        }

        @Override
        public void connectionMade(Transport transport) {
            look(name + " made");
            transport.write(ByteBuffer.wrap(new byte[] {1}));
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            look(name + " received");
        }

        @Override
        public boolean eofReceived() {
            look(name + " eof");
            return false;
        }

        @Override
        public void connectionLost(Exception exception) {
            look(name + " lost");
        }
    }

    @Test
    void protocolsDo() {
        loop.runUntilComplete(() -> {
            var server = loop.createServer(() -> new Looking("server"), "127.0.0.1", 0).await();
            var client =
                    loop.createConnection(() -> new Looking("client"), "127.0.0.1", server.port())
                            .await();
            Limit.until("bytes have come", () -> turn(() -> seen.containsKey("client received")));
            client.transport().close();
            Limit.until("both ends are lost", () -> turn(() -> seen.containsKey("server lost")));
            server.close();
        });

        assertVirtual(
                "client factory",
                "client lost",
                "client made",
                "client received",
                "server eof",
                "server factory",
                "server lost",
                "server made",
                "server received");
    }

    private static boolean turn(java.util.function.BooleanSupplier condition) {
        sleep(Duration.ZERO);
        return condition.getAsBoolean();
    }
}
