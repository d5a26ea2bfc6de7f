package dev.rondo.looptests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.Action;
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
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A loop that runs on a thread of its own, while the test's thread is the peer.
///
/// Whatever was reported to the exception handler, and not taken by the test, fails it, and so does
/// a descriptor, a thread or a child process that is left when the loop is closed.
public final class RunningLoop implements AfterEachCallback {
    private final Leftovers before = Leftovers.now();
    private final EventLoop loop;
    private final BlockingQueue<ExceptionContext> reports = new LinkedBlockingQueue<>();
    private final Thread runner;
    private boolean isClosed;

    /// Starts a loop.
    ///
    /// @param backend the backend's name
    public RunningLoop(String backend) {
        loop = EventLoops.create(backend);
        loop.setExceptionHandler((_, context) -> reports.add(context));
        runner = Thread.ofPlatform().daemon().name("runner of the loop").start(loop::runForever);
    }

    /// {@return the loop}
    public EventLoop loop() {
        return loop;
    }

    /// Runs a coroutine on the loop and waits for its result.
    public <T> T call(Coroutine<T> body) throws Exception {
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
            return result.get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception exception ? exception : e;
        }
    }

    /// Runs a coroutine on the loop and waits for its end.
    public void run(Action body) throws Exception {
        call(() -> {
            body.run();
            return true;
        });
    }

    /// Waits until something holds; asks on the loop.
    ///
    /// @param what the thing and what is there instead, for the message
    /// @param question whether it holds
    public void until(Supplier<String> what, Coroutine<Boolean> question) throws Exception {
        Patience.until(() -> what.get() + "; reported: " + reports, () -> call(question));
    }

    /// {@return the next report, which the test thereby expects}
    public ExceptionContext awaitReport() throws InterruptedException {
        ExceptionContext report = reports.poll(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertTrue(report != null, "nothing was reported");
        return report;
    }

    /// Stops the run, closes the loop, and wants nothing to be left.
    public void close() throws Exception {
        if (!isClosed) {
            isClosed = true;
            loop.stop();
            runner.join();
            loop.close();
            assertEquals(List.of(), List.copyOf(reports), "reported to the exception handler");
            before.assertNothing();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        close();
    }
}
