package dev.rondo.memory.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CancelledError;
import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.ExceptionContext;
import dev.rondo.Handle;
import dev.rondo.LoopFuture;
import dev.rondo.Promise;
import dev.rondo.Rondo;
import dev.rondo.Task;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future.State;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Futures: their states, callbacks and awaits.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class FutureSemanticsTest {
    @RegisterExtension final LoopFixture fixture = new LoopFixture();

    private final EventLoop loop = fixture.loop;
    private final ArithmeticException failure = new ArithmeticException("boom");
    private final List<String> seen = new ArrayList<>();

    // loop.foreign-future-rejected
    @Test
    void refusesToRunForAFutureOfAnotherLoop() {
        Promise<Integer> future = loop.createFuture();
        try (EventLoop other = EventLoops.create("memory")) {
            assertThrows(IllegalArgumentException.class, () -> other.runUntilComplete(future));
        }
    }

    // future.initial-state
    @Test
    void isPendingAtFirst() {
        Promise<Integer> future = loop.createFuture();
        assertFalse(future.isDone());
        assertFalse(future.isCancelled());
        assertEquals(State.RUNNING, future.state());
        assertTrue(future.cancel());
        assertTrue(future.isCancelled());
    }

    // future.result-while-pending
    @Test
    void hasNeitherResultNorExceptionWhilePending() {
        Promise<Integer> future = loop.createFuture();
        assertThrows(IllegalStateException.class, future::resultNow);
        assertThrows(IllegalStateException.class, future::exceptionNow);
    }

    // future.set-result-once
    @Test
    void takesAResultOnce() {
        Promise<Integer> future = loop.createFuture();
        future.setResult(42);

        assertTrue(future.isDone());
        assertFalse(future.isCancelled());
        assertEquals(42, future.resultNow());
        assertThrows(IllegalStateException.class, future::exceptionNow);
        assertThrows(IllegalStateException.class, () -> future.setResult(43));
        assertThrows(IllegalStateException.class, () -> future.setException(failure));
        assertFalse(future.cancel());
        assertEquals(42, future.resultNow());
    }

    // future.set-exception-once
    @Test
    void takesAnExceptionOnce() {
        Promise<Integer> future = loop.createFuture();
        future.setException(failure);

        assertTrue(future.isDone());
        assertFalse(future.isCancelled());
        assertSame(failure, future.exceptionNow());
        assertSame(failure, assertThrows(ArithmeticException.class, () -> run(future)));
        assertThrows(IllegalStateException.class, () -> future.setResult(43));
        assertThrows(IllegalStateException.class, () -> future.setException(failure));
        assertFalse(future.cancel());
    }

    // future.set-exception-once
    @Test
    void aCheckedExceptionArrivesAsACause() {
        Promise<Integer> future = loop.createFuture();
        IOException checked = new IOException("boom");
        future.setException(checked);

        assertSame(checked, assertThrows(CompletionException.class, () -> run(future)).getCause());
        assertSame(checked, future.exceptionNow());
    }

    // future.set-exception-once
    @Test
    void refusesACancellationAsAnException() {
        Promise<Integer> future = loop.createFuture();
        assertThrows(
                IllegalArgumentException.class, () -> future.setException(new CancelledError()));
        assertFalse(future.isDone());
    }

    // future.cancel-terminal
    @Test
    void aCancelIsFinal() {
        Promise<Integer> future = loop.createFuture();
        assertTrue(future.cancel());

        assertTrue(future.isDone());
        assertTrue(future.isCancelled());
        assertThrows(CancelledError.class, () -> run(future));
        assertThrows(CancellationException.class, future::get);
        assertThrows(IllegalStateException.class, () -> future.setResult(43));
        assertThrows(IllegalStateException.class, () -> future.setException(failure));
        assertFalse(future.cancel());
    }

    // future.cancel-message
    @Test
    void theMessageOfACancelReachesWhoAwaits() {
        Promise<Integer> future = loop.createFuture();
        future.cancel("enough");

        assertEquals("enough", assertThrows(CancelledError.class, () -> run(future)).getMessage());
        assertEquals("enough", assertThrows(CancellationException.class, future::get).getMessage());
    }

    // future.callbacks-never-inline
    @Test
    void callbacksRunInALaterIterationInTheOrderOfAdding() {
        Promise<Integer> future = loop.createFuture();
        future.addDoneCallback(_ -> seen.add("a"));
        future.addDoneCallback(_ -> seen.add("b"));
        loop.callSoon(() -> {
            future.setResult(42);
            future.addDoneCallback(_ -> seen.add("c"));
            seen.add("set");
        });

        fixture.turns(1);
        assertEquals(List.of("set"), seen);
        fixture.turns(1);
        assertEquals(List.of("set", "a", "b", "c"), seen);
    }

    // future.callbacks-never-inline
    @Test
    void whoAwaitsTakesHisTurnAmongTheCallbacks() {
        Promise<Integer> future = loop.createFuture();
        future.addDoneCallback(_ -> seen.add("a"));
        loop.createTask(() -> seen.add("await " + future.await()));
        fixture.turns(1);
        future.addDoneCallback(_ -> seen.add("b"));

        future.setResult(42);
        fixture.turns(1);

        assertEquals(List.of("a", "await 42", "b"), seen);
    }

    // future.remove-callback-count
    @Test
    void aRemovedCallbackIsNotCalledAndTheOthersKeepTheirOrder() {
        Promise<Integer> future = loop.createFuture();
        Consumer<LoopFuture<Integer>> same = _ -> seen.add("same");
        List<Handle> handles =
                List.of(
                        future.addDoneCallback(same),
                        future.addDoneCallback(_ -> seen.add("b")),
                        future.addDoneCallback(same),
                        future.addDoneCallback(_ -> seen.add("d")));

        handles.get(0).cancel();
        handles.get(1).cancel();
        handles.get(1).cancel();
        future.setResult(42);
        handles.get(3).cancel();
        fixture.turns(1);

        assertEquals(List.of("same"), seen);
        assertTrue(handles.get(0).isCancelled());
        assertFalse(handles.get(2).isCancelled());
    }

    // future.callback-list-mutation
    @Test
    void aCallbackMayAddAndRemoveOthers() {
        Promise<Integer> future = loop.createFuture();
        Handle[] third = new Handle[1];
        future.addDoneCallback(_ -> {
            seen.add("first");
            third[0].cancel();
            future.addDoneCallback(_ -> seen.add("added"));
        });
        future.addDoneCallback(_ -> seen.add("second"));
        third[0] = future.addDoneCallback(_ -> seen.add("third"));

        future.setResult(42);
        fixture.turns(2);

        assertEquals(List.of("first", "second", "added"), seen);
    }

    // future.callbacks-never-inline
    @Test
    void aCallbackThatThrowsDoesNotStopTheOthers() {
        Promise<Integer> future = loop.createFuture();
        Handle handle =
                future.addDoneCallback(_ -> {
                    throw failure;
                });
        future.addDoneCallback(_ -> seen.add("next"));

        future.setResult(42);
        fixture.turns(1);

        assertEquals(List.of("next"), seen);
        ExceptionContext report = fixture.takeReports().getFirst();
        assertSame(failure, report.exception());
        assertSame(future, report.future());
        assertSame(handle, report.handle());
    }

    // future.loop-binding
    @Test
    void belongsToItsLoop() {
        Promise<Integer> future = loop.createFuture();
        assertSame(loop, future.loop());
        assertSame(loop, loop.createTask(() -> {}).loop());
        fixture.turns(1);
    }

    // future.await-twice
    @Test
    void anAwaitOfADoneFutureDoesNotSuspend() {
        Promise<Integer> future = loop.createFuture();
        loop.runUntilComplete(() -> {
            future.setResult(42);
            loop.callSoon(() -> seen.add("turn"));
            assertEquals(42, future.await());
            assertEquals(42, future.await());
            assertEquals(List.of(), seen);
        });
    }

    // future.loop-binding
    @Test
    void onlyACoroutineMayAwait() {
        Promise<Integer> future = loop.createFuture();
        assertThrows(IllegalStateException.class, future::await);
        loop.callSoon(() -> {
            assertThrows(IllegalStateException.class, future::await);
            assertThrows(IllegalStateException.class, future::get);
        });

        fixture.turns(1);
    }

    // future.copy-state
    @Test
    void theStateIsCopiedAsItIs() {
        Promise<Integer> future = loop.createFuture();
        Promise<Integer> failed = loop.createFuture();
        Promise<Integer> cancelled = loop.createFuture();
        List<LoopFuture<Integer>> copies =
                List.of(Rondo.shield(future), Rondo.shield(failed), Rondo.shield(cancelled));

        future.setResult(42);
        failed.setException(failure);
        cancelled.cancel("enough");
        fixture.turns(1);

        assertEquals(42, copies.get(0).resultNow());
        assertSame(failure, copies.get(1).exceptionNow());
        assertEquals(
                "enough",
                assertThrows(CancelledError.class, () -> run(copies.get(2))).getMessage());
    }

    // future.set-unless-cancelled
    @Test
    void aLateResultIsNoErrorForWhoOnlyTries() {
        Promise<Integer> future = loop.createFuture();
        future.cancel();

        assertFalse(future.trySetResult(42));
        assertFalse(future.trySetException(failure));

        assertTrue(future.isCancelled());
    }

    // future.unretrieved-exception-log
    @Test
    void aFailureThatNobodyRetrievedIsReportedOnce() {
        forgetAFailedFuture();

        ExceptionContext report = fixture.awaitReport();

        assertSame(failure, report.exception());
        assertTrue(report.message().contains("never retrieved"), report.message());
        assertEquals(List.of(), fixture.takeReports());
    }

    // future.unretrieved-exception-log
    @Test
    void whatWasRetrievedCancelledOrSucceededIsNotReported() {
        Promise<Integer> failed = loop.createFuture();
        failed.setException(failure);
        assertSame(failure, failed.exceptionNow());
        Promise<Integer> cancelled = loop.createFuture();
        cancelled.cancel();
        List<WeakReference<?>> references =
                List.of(new WeakReference<>(failed), new WeakReference<>(cancelled));
        failed = null;
        cancelled = null;
        references.forEach(LoopFixture::awaitCollected);
        forgetAFailedFuture();

        fixture.awaitReport();

        assertEquals(List.of(), fixture.takeReports(), "besides the one that was forgotten");
    }

    // future.rethrow-does-not-grow-trace
    @Test
    void everyAwaitShowsItsOwnLineOnce() {
        Promise<Integer> future = loop.createFuture();
        future.setException(failure);
        IntStream.range(0, 5)
                .forEach(_ ->
                        assertThrows(
                                ArithmeticException.class,
                                () -> loop.runUntilComplete(() -> awaitIt(future))));

        long lines =
                Arrays.stream(failure.getStackTrace())
                        .filter(frame -> frame.getMethodName().equals("awaitIt"))
                        .count();
        assertEquals(1, lines);
        assertEquals(0, failure.getSuppressed().length);
    }

    // future.rethrow-does-not-grow-trace
    @Test
    void anExceptionThatIsThrownAgainAndAgainDoesNotGrowForEver() {
        loop.runUntilComplete(() ->
                IntStream.range(0, 1000)
                        .forEach(_ -> assertThrows(ArithmeticException.class, this::failInATask)));

        assertTrue(failure.getStackTrace().length < 4096);
    }

    // future.rethrow-does-not-grow-trace
    @Test
    void aCancellationShowsWhereTheTaskWaitedAndWhoAwaitsIt() {
        Promise<Integer> future = loop.createFuture();
        Task<Integer> waiting = loop.createTask(() -> awaitIt(future));
        fixture.turns(1);
        waiting.cancel();

        CancelledError seenError =
                assertThrows(CancelledError.class, () -> loop.runUntilComplete(waiting));

        assertTrue(hasFrame(seenError.getCause(), "awaitIt"));
    }

    private static int awaitIt(LoopFuture<Integer> awaited) {
        return awaited.await();
    }

    private void failInATask() {
        loop.createTask(
                        () -> {
                            throw failure;
                        })
                .await();
    }

    private void forgetAFailedFuture() {
        loop.createFuture().setException(failure);
    }

    private static boolean hasFrame(Throwable thrown, String method) {
        return Arrays.stream(thrown.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals(method));
    }

    private int run(LoopFuture<Integer> awaited) {
        return loop.runUntilComplete(awaited::await);
    }
}
