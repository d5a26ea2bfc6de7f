package dev.rondo.nio.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.Coroutine;
import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.ExceptionContext;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A loop that runs on a thread of its own, while the test's thread is the peer.
///
/// Whatever was reported to the exception handler, and not taken by the test, fails it.
final class RunningLoop implements AfterEachCallback {
    private static final long LIMIT_SECONDS = 60;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /// A question about something that changes on the loop.
    interface Question {
        boolean isSo();
    }

    final EventLoop loop = EventLoops.create("nio");
    private final BlockingQueue<ExceptionContext> reports = new LinkedBlockingQueue<>();
    private final Thread runner;
    private boolean isClosed;

    RunningLoop() {
        loop.setExceptionHandler((_, context) -> reports.add(context));
        runner = Thread.ofPlatform().daemon().name("runner of the loop").start(loop::runForever);
    }

    /// Runs a coroutine on the loop and waits for its result.
    <T> T call(Coroutine<T> body) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.asExecutor()
                .execute(() -> {
                    try {
                        result.complete(body.run());
                    } catch (Throwable e) {
                        result.completeExceptionally(e);
                    }
                });
        try {
            return result.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception exception ? exception : e;
        }
    }

    /// Waits until something holds; asks on the loop.
    void until(Question question) throws Exception {
        long start = System.nanoTime();
        while (!call(question::isSo)) {
            long passed = System.nanoTime() - start;
            if (passed > TimeUnit.SECONDS.toNanos(LIMIT_SECONDS)) {
                throw new TimeoutException("it never came about; reported: " + reports);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /// {@return the next report, which the test thereby expects}
    ExceptionContext awaitReport() throws InterruptedException {
        ExceptionContext report = reports.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertTrue(report != null, "nothing was reported");
        return report;
    }

    /// Stops the run and closes the loop.
    void close() throws InterruptedException {
        if (!isClosed) {
            isClosed = true;
            loop.stop();
            runner.join();
            loop.close();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws InterruptedException {
        close();
        assertEquals(List.of(), List.copyOf(reports), "reported to the exception handler");
    }
}
