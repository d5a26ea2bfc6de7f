package dev.rondo.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CancelledError;
import dev.rondo.EventLoop;
import dev.rondo.ExceptionContext;
import dev.rondo.Handle;
import dev.rondo.LoopFuture;
import dev.rondo.Promise;
import dev.rondo.Rondo;
import dev.rondo.Task;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future.State;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.function.Executable;

/// What futures promise: their states, their callbacks, and what those who wait see.
///
/// Over 500 lines because a future is asked in so many ways.
abstract class FutureRules {
    private static final int LOOKS = 300;

    private final ArithmeticException failure = new ArithmeticException("boom");
    private final List<String> seen = new ArrayList<>();

    @Rule(
            id = "FUTURE-1",
            text = "A loop refuses to run until a future of another loop is done.",
            rows = "loop.foreign-future-rejected")
    void refusesToRunForAForeignFuture(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Integer> foreign = subject.newLoop().createFuture();
        foreign.setResult(42);

        assertThrows(
                IllegalArgumentException.class,
                () -> loop.runUntilComplete(foreign),
                "runUntilComplete accepted a future of another loop");
        assertFalse(loop.isRunning(), "the refused run must not have started");
    }

    @Rule(
            id = "FUTURE-2",
            text = "A new future is pending, neither done nor cancelled, until it is completed.",
            rows = "future.initial-state")
    void isPendingAtFirst(Subject subject) {
        Promise<Integer> future = subject.loop().createFuture();

        assertFalse(future.isDone(), "a new future must not be done");
        assertFalse(future.isCancelled(), "a new future must not be cancelled");
        assertEquals(State.RUNNING, future.state(), "state of a new future");
        assertTrue(future.cancel(), "cancel() of a pending future must be true");
        assertTrue(future.isCancelled(), "isCancelled() after cancel()");
    }

    @Rule(
            id = "FUTURE-3",
            text = "The result and the exception of a pending future are an error, not a wait.",
            rows = "future.result-while-pending")
    void hasNeitherResultNorExceptionWhilePending(Subject subject) {
        Promise<Integer> future = subject.loop().createFuture();

        assertRefused("is not done", future::resultNow);
        assertRefused("is not done", future::exceptionNow);
        assertFalse(future.isDone(), "asking must not complete the future");
    }

    @Rule(
            id = "FUTURE-4",
            text = "get() of a pending future suspends a coroutine, for its limit at most.",
            rows = "future.result-while-pending")
    void getSuspendsACoroutine(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Integer> future = loop.createFuture();

        loop.runUntilComplete(() -> {
            loop.callLater(Duration.ofMillis(2), () -> seen.add("turn of another"));
            assertThrows(TimeoutException.class, () -> future.get(3, TimeUnit.MILLISECONDS));
            assertEquals(List.of("turn of another"), seen, "get() must give up the turn");
            assertFalse(future.isDone(), "a get() that gives up must leave the future alone");
            loop.callSoon(() -> future.setResult(42));
            assertEquals(42, future.get(), "get() once the future was completed");
        });
    }

    @Rule(
            id = "FUTURE-5",
            text =
                    "get() of a pending future blocks a thread outside of the loop until it is done.",
            rows = "future.result-while-pending")
    void getBlocksAnotherThread(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Integer> future = loop.createFuture();
        CompletableFuture<Integer> got = new CompletableFuture<>();
        subject.startThread(() -> completeWithGet(got, future));

        loop.runUntilComplete(() -> {
            Rondo.sleep(Duration.ofMillis(1));
            assertFalse(got.isDone(), "get() returned before the future was done");
            future.setResult(42);
            assertEquals(42, loop.wrap(got).await(), "get() on another thread");
        });
    }

    @Rule(
            id = "FUTURE-6",
            text = "A result is set once: it then stays, and nothing else can be set.",
            rows = "future.set-result-once")
    void takesAResultOnce(Subject subject) {
        Promise<Integer> future = subject.loop().createFuture();
        future.setResult(42);

        assertTrue(future.isDone(), "isDone() after setResult");
        assertFalse(future.isCancelled(), "isCancelled() after setResult");
        assertEquals(42, future.resultNow(), "resultNow() after setResult");
        assertRefused("has a result", future::exceptionNow);
        assertCannotBeCompleted(future);
        assertEquals(42, future.resultNow(), "the result must stay what it was");
    }

    @Rule(
            id = "FUTURE-7",
            text =
                    "An exception is set once: who waits gets that very object, nothing replaces it.",
            rows = "future.set-exception-once")
    void takesAnExceptionOnce(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Integer> future = loop.createFuture();
        future.setException(failure);

        assertTrue(future.isDone(), "isDone() after setException");
        assertFalse(future.isCancelled(), "isCancelled() after setException");
        assertSame(failure, future.exceptionNow(), "exceptionNow() after setException");
        assertRefused("has failed", future::resultNow);
        assertSame(
                failure,
                assertThrows(ArithmeticException.class, () -> loop.runUntilComplete(future)),
                "what who waits gets");
        assertCannotBeCompleted(future);
        assertSame(failure, future.exceptionNow(), "the exception must stay what it was");
    }

    @Rule(
            id = "FUTURE-8",
            text = "A checked exception reaches who waits as the cause of an unchecked one.",
            rows = "future.set-exception-once")
    void aCheckedExceptionArrivesAsACause(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Integer> future = loop.createFuture();
        IOException checked = new IOException("boom");
        future.setException(checked);

        assertSame(
                checked,
                assertThrows(CompletionException.class, () -> loop.runUntilComplete(future::await))
                        .getCause(),
                "cause of what await() throws");
        assertSame(
                checked,
                assertThrows(ExecutionException.class, future::get).getCause(),
                "cause of what get() throws");
        assertSame(checked, future.exceptionNow(), "exceptionNow()");
    }

    @Rule(
            id = "FUTURE-9",
            text = "A CancelledError is refused as an exception of a future.",
            rows = "future.set-exception-once")
    void refusesACancellationAsAnException(Subject subject) {
        Promise<Integer> future = subject.loop().createFuture();
        CancelledError cancelled = new CancelledError("enough");

        for (Executable set :
                List.<Executable>of(
                        () -> future.setException(cancelled),
                        () -> future.trySetException(cancelled))) {
            String message = assertThrows(IllegalArgumentException.class, set).getMessage();
            assertTrue(message.contains("use cancel()"), "the way out in: " + message);
        }
        assertFalse(future.isDone(), "a refused exception must leave the future pending");
    }

    @Rule(
            id = "FUTURE-10",
            text = "A cancel of a pending future is final: whatever is asked for is cancelled.",
            rows = "future.cancel-terminal")
    void aCancelIsFinal(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Integer> future = loop.createFuture();
        assertTrue(future.cancel(), "cancel() of a pending future must be true");

        assertTrue(future.isDone(), "isDone() after cancel()");
        assertTrue(future.isCancelled(), "isCancelled() after cancel()");
        assertThrows(CancelledError.class, () -> loop.runUntilComplete(future::await));
        assertThrows(CancellationException.class, future::get);
        assertRefused("was cancelled", future::resultNow);
        assertRefused("was cancelled", future::exceptionNow);
        assertCannotBeCompleted(future);
        assertTrue(future.isCancelled(), "the future must stay cancelled");
    }

    @Rule(
            id = "FUTURE-11",
            text = "The message of a cancel is the message of the error that who waits sees.",
            rows = "future.cancel-message")
    void theMessageOfACancelReachesWhoWaits(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Integer> future = loop.createFuture();
        Promise<Integer> silent = loop.createFuture();
        future.cancel("enough");
        silent.cancel();

        assertEquals("enough", cancelledBy(loop, future).getMessage(), "message at await()");
        assertNull(cancelledBy(loop, silent).getMessage(), "no message was given");
        assertEquals(
                "enough",
                assertThrows(CancellationException.class, future::get).getMessage(),
                "message at get()");
    }

    @Rule(
            id = "FUTURE-12",
            text =
                    "Done callbacks run in a later iteration than the call that completes the"
                            + " future, in the order of adding.",
            rows = "future.callbacks-never-inline")
    void callbacksRunLaterInOrder(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Integer> succeeds = loop.createFuture();
        Promise<Integer> fails = loop.createFuture();
        for (Promise<Integer> future : List.of(succeeds, fails)) {
            future.addDoneCallback(_ -> seen.add("a"));
            future.addDoneCallback(_ -> seen.add("b"));
        }
        loop.callSoon(() -> complete(succeeds, fails));

        subject.turns(1);
        assertEquals(List.of("set"), seen, "callbacks must not run inside the completing call");
        subject.turns(1);
        assertEquals(List.of("set", "a", "b", "a", "b", "late"), seen, "order of the callbacks");
    }

    private void complete(Promise<Integer> succeeds, Promise<Integer> fails) {
        succeeds.setResult(42);
        fails.setException(failure);
        assertSame(failure, fails.exceptionNow(), "taken, lest it be reported");
        succeeds.addDoneCallback(_ -> seen.add("late"));
        seen.add("set");
    }

    @Rule(
            id = "FUTURE-13",
            text = "A coroutine that waits has its place among the done callbacks.",
            rows = "future.callbacks-never-inline")
    void whoAwaitsTakesHisTurnAmongTheCallbacks(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Integer> future = loop.createFuture();
        future.addDoneCallback(_ -> seen.add("a"));
        loop.createTask(() -> seen.add("await " + future.await()));
        subject.turns(1);
        future.addDoneCallback(_ -> seen.add("b"));

        future.setResult(42);
        subject.turns(1);

        assertEquals(List.of("a", "await 42", "b"), seen, "order of those who waited");
    }

    @Rule(
            id = "FUTURE-14",
            text = "A done callback that throws is reported and keeps no other one from its call.",
            rows = "future.callbacks-never-inline")
    void aCallbackThatThrowsDoesNotStopTheOthers(Subject subject) {
        Promise<Integer> future = subject.loop().createFuture();
        Handle throwing =
                future.addDoneCallback(_ -> {
                    throw failure;
                });
        future.addDoneCallback(_ -> seen.add("next"));

        future.setResult(42);
        subject.turns(1);

        assertEquals(List.of("next"), seen, "calls after the one that threw");
        List<ExceptionContext> reports = subject.takeReports();
        assertEquals(1, reports.size(), "reports of the callback that threw");
        assertSame(failure, reports.getFirst().exception(), "the reported exception");
        assertSame(future, reports.getFirst().future(), "the reported future");
        assertSame(throwing, reports.getFirst().handle(), "the reported handle");
    }

    @Rule(
            id = "FUTURE-15",
            text =
                    "A cancelled handle removes its own done callback, and leaves the others in order.",
            rows = "future.remove-callback-count")
    void aRemovedCallbackIsNotCalled(Subject subject) {
        Promise<Integer> future = subject.loop().createFuture();
        Consumer<LoopFuture<Integer>> same = _ -> seen.add("same");
        List<Handle> handles =
                List.of(
                        future.addDoneCallback(same),
                        future.addDoneCallback(_ -> seen.add("b")),
                        future.addDoneCallback(same),
                        future.addDoneCallback(_ -> seen.add("d")),
                        future.addDoneCallback(_ -> seen.add("e")));

        handles.get(0).cancel();
        handles.get(1).cancel();
        handles.get(1).cancel();
        future.setResult(42);
        handles.get(3).cancel();
        subject.turns(1);

        assertEquals(List.of("same", "e"), seen, "callbacks that were not removed");
        assertEquals(
                List.of(true, true, false, true, false),
                handles.stream().map(Handle::isCancelled).toList(),
                "handles that are cancelled");
    }

    @Rule(
            id = "FUTURE-16",
            text =
                    "A done callback may add and remove others of the same future while they are due.",
            rows = "future.callback-list-mutation")
    void aCallbackMayAddAndRemoveOthers(Subject subject) {
        Promise<Integer> future = subject.loop().createFuture();
        Handle[] third = new Handle[1];
        future.addDoneCallback(_ -> {
            seen.add("first");
            third[0].cancel();
            future.addDoneCallback(_ -> seen.add("added"));
        });
        future.addDoneCallback(_ -> seen.add("second"));
        third[0] = future.addDoneCallback(_ -> seen.add("third"));

        future.setResult(42);
        subject.turns(2);

        assertEquals(List.of("first", "second", "added"), seen, "callbacks that ran");
    }

    @Rule(
            id = "FUTURE-17",
            text =
                    "A future belongs to the loop that has made it, for a coroutine the running one.",
            rows = "future.loop-binding")
    void belongsToTheLoopThatMadeIt(Subject subject) {
        EventLoop loop = subject.loop();
        CompletableFuture<Integer> stage = CompletableFuture.completedFuture(42);
        assertSame(loop, loop.createFuture().loop(), "loop of createFuture()");

        loop.runUntilComplete(() -> {
            List<LoopFuture<?>> futures =
                    List.of(
                            Rondo.createTask(() -> 42),
                            Rondo.ensureFuture(stage),
                            Rondo.shield(Rondo.ensureFuture(() -> 42)),
                            Rondo.currentTask());
            futures.forEach(future -> assertSame(loop, future.loop(), "loop of " + future));
            Rondo.gather(futures.subList(0, 3)).await();
        });
    }

    @Rule(
            id = "FUTURE-18",
            text = "Where no loop runs and none is named, no future can be made.",
            rows = "future.loop-binding")
    void needsALoop(Subject subject) {
        CompletableFuture<Integer> stage = CompletableFuture.completedFuture(42);

        for (Executable make :
                List.<Executable>of(
                        () -> Rondo.createTask(() -> 42),
                        () -> Rondo.ensureFuture(() -> 42),
                        () -> Rondo.ensureFuture(stage),
                        () -> Rondo.shield(Rondo.ensureFuture(() -> 42)))) {
            assertRefused("no loop is running here", make);
        }
        assertEquals(List.of(), subject.loop().tasks(), "tasks of a loop that does not run");
    }

    @Rule(
            id = "FUTURE-19",
            text = "Only a coroutine of its own loop can await a future that is pending.",
            rows = "future.loop-binding")
    void onlyACoroutineOfItsLoopMayAwait(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Integer> future = loop.createFuture();
        Promise<Integer> foreign = subject.newLoop().createFuture();

        assertRefused("cannot await", future::await);
        loop.callSoon(() -> assertRefused("cannot await in a callback", future::await));
        loop.callSoon(() -> assertRefused("in a callback", future::get));
        loop.runUntilComplete(() -> {
            Rondo.sleep(Duration.ZERO);
            assertRefused("of another loop", foreign::await);
        });
    }

    @Rule(
            id = "FUTURE-20",
            text = "A future that is done answers every await at once, without giving up the turn.",
            rows = "future.await-twice")
    void anAwaitOfADoneFutureDoesNotSuspend(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Integer> future = loop.createFuture();

        loop.runUntilComplete(() -> {
            future.setResult(42);
            loop.callSoon(() -> seen.add("turn of another"));
            assertEquals(42, future.await(), "first await()");
            assertEquals(42, future.await(), "second await()");
            assertEquals(List.of(), seen, "await() of a done future must not give up the turn");
        });
        assertEquals(42, future.await(), "await() outside of the loop");
    }

    @Rule(
            id = "FUTURE-21",
            text =
                    "A future that mirrors another one ends with its result, exception or cancellation.",
            rows = "future.copy-state")
    void aMirrorEndsAsItsOrigin(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Integer> succeeds = loop.createFuture();
        Promise<Integer> fails = loop.createFuture();
        Promise<Integer> cancelled = loop.createFuture();
        List<LoopFuture<Integer>> copies =
                List.of(Rondo.shield(succeeds), Rondo.shield(fails), Rondo.shield(cancelled));

        succeeds.setResult(42);
        fails.setException(failure);
        cancelled.cancel("enough");
        subject.turns(1);

        assertEquals(42, copies.get(0).resultNow(), "result of the copy");
        assertSame(failure, copies.get(1).exceptionNow(), "exception of the copy");
        assertEquals("enough", cancelledBy(loop, copies.get(2)).getMessage(), "cancel message");
    }

    @Rule(
            id = "FUTURE-22",
            text = "The way to a future of the JDK and back keeps how a future has ended.",
            rows = "future.copy-state")
    void theJdksFutureEndsAlike(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Integer> succeeds = loop.createFuture();
        Promise<Integer> fails = loop.createFuture();
        Promise<Integer> cancelled = loop.createFuture();
        List<CompletableFuture<Integer>> bridges =
                List.of(
                        succeeds.toCompletableFuture(),
                        fails.toCompletableFuture(),
                        cancelled.toCompletableFuture());
        List<LoopFuture<Integer>> back = bridges.stream().map(loop::wrap).toList();

        succeeds.setResult(42);
        fails.setException(failure);
        cancelled.cancel();
        subject.turns(2);

        assertEquals(42, bridges.get(0).resultNow(), "result of the JDK's future");
        assertEquals(42, back.get(0).resultNow(), "result on the way back");
        assertSame(failure, bridges.get(1).exceptionNow(), "exception of the JDK's future");
        assertSame(failure, back.get(1).exceptionNow(), "exception on the way back");
        assertTrue(bridges.get(2).isCancelled(), "the JDK's future must be cancelled");
        assertTrue(back.get(2).isCancelled(), "on the way back it must be cancelled");
    }

    @Rule(
            id = "FUTURE-23",
            text = "Copying a failure over any number of futures adds nothing to its trace.",
            rows = "future.copy-state")
    void aCopyDoesNotGrowTheTrace(Subject subject) {
        EventLoop loop = subject.loop();
        int frames = failure.getStackTrace().length;
        Promise<Integer> future = loop.createFuture();
        LoopFuture<Integer> copy =
                Rondo.shield(Rondo.shield(loop.wrap(Rondo.shield(future).toCompletableFuture())));

        future.setException(failure);
        subject.turns(5);

        assertSame(failure, copy.exceptionNow(), "exception of the last copy");
        assertEquals(
                frames,
                failure.getStackTrace().length,
                "frames of an exception that was copied and never thrown");
        assertEquals(0, failure.getSuppressed().length, "suppressed exceptions");
        assertNull(failure.getCause(), "cause");
    }

    @Rule(
            id = "FUTURE-24",
            text = "trySetResult and trySetException leave a future that is done as it is.",
            rows = "future.set-unless-cancelled")
    void aLateResultIsNoErrorForWhoOnlyTries(Subject subject) {
        Promise<Integer> future = subject.loop().createFuture();
        future.cancel();

        assertFalse(future.trySetResult(42), "trySetResult on a cancelled future");
        assertFalse(future.trySetException(failure), "trySetException on a cancelled future");
        assertTrue(future.isCancelled(), "the future must stay cancelled");
        Promise<Integer> pending = subject.loop().createFuture();
        assertTrue(pending.trySetResult(42), "trySetResult on a pending future");
        assertEquals(42, pending.resultNow(), "the result that was tried");
    }

    @Rule(
            id = "FUTURE-25",
            text =
                    "A failure that nobody asked for is reported once, when its future is collected.",
            rows = "future.unretrieved-exception-log")
    void aFailureThatNobodyRetrievedIsReportedOnce(Subject subject) {
        forgetAFailure(subject.loop());

        ExceptionContext report = subject.awaitReport();

        assertSame(failure, report.exception(), "the reported exception");
        assertTrue(report.message().contains("never retrieved"), report.message());
        subject.turns(1);
        assertEquals(List.of(), subject.takeReports(), "a failure must be reported once");
    }

    @Rule(
            id = "FUTURE-26",
            text = "What was asked for, cancelled, or has a result is not reported when collected.",
            rows = "future.unretrieved-exception-log")
    void whatWasRetrievedIsNotReported(Subject subject) {
        EventLoop loop = subject.loop();
        Consumer<Promise<Integer>> fail = future -> future.setException(new IOException("seen"));
        List<WeakReference<?>> forgotten =
                List.of(
                        forget(loop, fail.andThen(Promise::exceptionNow)),
                        forget(
                                loop,
                                fail.andThen(done -> assertThrows(Exception.class, done::get))),
                        forget(loop, Promise::cancel),
                        forget(loop, future -> future.setResult(42)));
        forgotten.forEach(subject::awaitCollected);
        forgetAFailure(loop);

        assertSame(failure, subject.awaitReport().exception(), "the one that was forgotten");
        assertEquals(List.of(), subject.takeReports(), "reports besides the expected one");
    }

    @Rule(
            id = "FUTURE-27",
            text =
                    "In debug mode the report of a forgotten failure says where its future was made.",
            rows = "future.unretrieved-exception-log")
    void theReportSaysWhereTheFutureWasMade(Subject subject) {
        EventLoop loop = subject.loop();
        loop.setDebug(true);
        loop.setSlowCallbackDuration(Duration.ofDays(1)); // a busy machine is no fault
        forgetAFailure(loop);

        ExceptionContext report = subject.awaitReport();

        assertTrue(
                hasFrame(report.creationSite(), "forgetAFailure"),
                "creation site of " + report.message() + ": " + report.creationSite());
    }

    @Rule(
            id = "FUTURE-28",
            text = "Each await of the same failure shows the line of that await, once.",
            rows = "future.rethrow-does-not-grow-trace")
    void everyAwaitShowsItsOwnLineOnce(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Integer> future = loop.createFuture();
        future.setException(failure);

        for (int round = 1; round <= 5; round++) {
            assertThrows(
                    ArithmeticException.class,
                    () -> loop.runUntilComplete(() -> awaitHere(future)));
            long lines =
                    Arrays.stream(failure.getStackTrace())
                            .filter(frame -> frame.getMethodName().equals("awaitHere"))
                            .count();
            assertEquals(1, lines, "lines of the awaiting method after await " + round);
        }
        assertEquals(0, failure.getSuppressed().length, "suppressed exceptions");
    }

    @Rule(
            id = "FUTURE-29",
            text = "An exception object that task after task throws does not grow for ever.",
            rows = "future.rethrow-does-not-grow-trace")
    void anExceptionThatIsThrownAgainAndAgainStaysSmall(Subject subject) {
        subject.loop()
                .runUntilComplete(() ->
                        IntStream.range(0, 300)
                                .forEach(_ ->
                                        assertThrows(
                                                ArithmeticException.class, this::failInATask)));

        int length = failure.getStackTrace().length;
        assertTrue(length < 2048, "frames after three hundred awaits: " + length);
    }

    @Rule(
            id = "FUTURE-30",
            text =
                    "A cancellation shows the line where the task waited, and the line that awaits it.",
            rows = "future.rethrow-does-not-grow-trace")
    void aCancellationShowsWhereItCameFrom(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Integer> future = loop.createFuture();
        Task<Integer> waiting = loop.createTask(() -> awaitHere(future));
        Task<Integer> awaiting = loop.createTask(() -> awaitThere(waiting));
        subject.turns(1);
        waiting.cancel();

        CancelledError thrown = cancelledBy(loop, awaiting);

        for (String method : List.of("awaitHere", "awaitThere")) {
            assertTrue(
                    isInChain(thrown, method),
                    method + " is missing in the traces of the cancellation and its causes");
        }
    }

    @Rule(
            id = "FUTURE-31",
            text = "ensureFuture gives a future of a loop as it is.",
            rows = "future.wrap-loop-future-identity")
    void aLoopFutureIsTakenAsItIs(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Integer> future = loop.createFuture();

        assertSame(future, Rondo.ensureFuture(future), "outside of the loop");
        loop.runUntilComplete(() -> {
            assertSame(future, Rondo.ensureFuture(future), "inside of the loop");
            Task<Integer> task = Rondo.createTask(() -> 42);
            assertSame(task, Rondo.ensureFuture(task), "a task");
            assertEquals(42, task.await(), "result of the task");
        });
    }

    @Rule(
            id = "FUTURE-32",
            text = "ensureFuture makes a task of a coroutine, and adapts a stage of the JDK.",
            rows = "future.wrap-loop-future-identity")
    void whatIsNoLoopFutureIsAdapted(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    CompletableFuture<Integer> stage = new CompletableFuture<>();
                    LoopFuture<Integer> adapted = Rondo.ensureFuture(stage);
                    assertInstanceOf(
                            Task.class,
                            Rondo.ensureFuture(() -> stage.complete(42)),
                            "what is made of a coroutine");
                    assertEquals(42, adapted.await(), "result of the adapted stage");
                });
    }

    @Rule(
            id = "FUTURE-33",
            text =
                    "A task that is cancelled while it waits in get() is cancelled and has not failed.",
            rows = "future.cancel-terminal")
    void aTaskCancelledInGetIsCancelled(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Integer> future = loop.createFuture();
        Task<Integer> task = loop.createTask(() -> future.get());
        Promise<Integer> other = loop.createFuture();
        Task<Integer> limited = loop.createTask(() -> other.get(1, TimeUnit.DAYS));
        Promise<Integer> third = loop.createFuture();
        loop.callSoon(third::cancel);
        subject.turns(1);

        limited.cancel();
        task.cancel();

        cancelledBy(loop, task);
        cancelledBy(loop, limited);
        assertTrue(task.isCancelled(), "task in get(): " + task);
        assertTrue(limited.isCancelled(), "task in get() with a limit: " + limited);
        loop.runUntilComplete(() -> assertThrows(CancellationException.class, third::get));
    }

    @Rule(
            id = "FUTURE-34",
            text = "A cancellation that ends a future as its exception is one for the JDK, too.",
            rows = "future.copy-state")
    void aCancellationNeverLeaksIntoTheJdkAsAFailure(Subject subject) {
        Promise<Integer> child = subject.loop().createFuture();
        LoopFuture<List<Integer>> gathered = Rondo.gather(child);
        CompletableFuture<List<Integer>> bridge = gathered.toCompletableFuture();

        child.cancel();
        subject.turns(2);

        assertTrue(bridge.isCancelled(), "bridge of a gather with a cancelled child: " + bridge);
        assertThrows(CancellationException.class, gathered::get);
    }

    @Rule(
            id = "FUTURE-35",
            text = "A failure that another thread looks at as soon as it is there is not reported.",
            rows = "future.unretrieved-exception-log")
    void aFailureThatAnotherThreadSawIsNotReported(Subject subject) throws InterruptedException {
        EventLoop loop = subject.loop();
        BlockingQueue<Promise<Integer>> handedOver = new SynchronousQueue<>();
        CompletableFuture<Integer> looked = new CompletableFuture<>();
        subject.startThread(() -> {
            try {
                looked.complete(lookAtFailures(handedOver));
            } catch (InterruptedException e) {
                looked.completeExceptionally(e);
            }
        });
        for (int i = 0; i < LOOKS; i++) {
            Promise<Integer> future = loop.createFuture();
            handedOver.put(future); // comes back when the thread has it
            future.setException(new ArithmeticException("seen"));
        }
        subject.await(looked);
        assertEquals(LOOKS, looked.join(), "failures that the thread has seen");

        forgetAFailure(loop);

        ExceptionContext report = subject.awaitReport(); // of that one at least
        List<@Nullable Throwable> others =
                Stream.concat(Stream.of(report), subject.takeReports().stream())
                        .map(ExceptionContext::exception)
                        .filter(each -> each != failure)
                        .toList();
        assertEquals(List.of(), others, "reports of failures that were seen");
    }

    private static int lookAtFailures(BlockingQueue<Promise<Integer>> handedOver)
            throws InterruptedException {
        int seen = 0;
        for (int i = 0; i < LOOKS; i++) {
            Promise<Integer> future = handedOver.take();
            while (!future.isDone()) {
                Thread.onSpinWait();
            }
            seen += future.exceptionNow() instanceof ArithmeticException ? 1 : 0;
        }
        return seen;
    }

    @Rule(
            id = "FUTURE-36",
            text = "The view for the JDK of a future that is done is done at once.",
            rows = "future.copy-state")
    void theJdksFutureOfADoneOneIsDone(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Integer> succeeded = loop.createFuture();
        succeeded.setResult(42);
        Promise<Integer> failed = loop.createFuture();
        failed.setException(failure);
        Promise<Integer> cancelled = loop.createFuture();
        cancelled.cancel();

        assertEquals(42, succeeded.toCompletableFuture().getNow(0), "result, done at once");
        assertSame(
                failure,
                failed.toCompletableFuture().exceptionNow(),
                "exception of a view that is done at once");
        assertTrue(
                cancelled.toCompletableFuture().isCancelled(),
                "the view of a cancelled future must be cancelled at once");
    }

    @Rule(
            id = "FUTURE-37",
            text = "A thread that is interrupted in get() leaves nothing behind at the future.",
            rows = "future.cancel-terminal")
    void anInterruptedGetLeavesNothingBehind(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Integer> future = loop.createFuture();
        String before = loop.runUntilComplete(() -> future.toString());
        CompletableFuture<Integer> given = new CompletableFuture<>();
        Thread waiting =
                subject.startThread(() -> {
                    assertThrows(InterruptedException.class, future::get);
                    given.complete(1);
                });
        Patience.untilWaiting(waiting);
        subject.turns(1);

        waiting.interrupt();
        subject.await(given);
        subject.turns(1);

        assertEquals(before, loop.runUntilComplete(() -> future.toString()), "the future, printed");
    }

    private static void assertRefused(String reason, Executable call) {
        String expected = "a refusal that says '" + reason + "'";
        String message = assertThrows(IllegalStateException.class, call, expected).getMessage();
        assertTrue(message.contains(reason), expected + ", not: " + message);
    }

    private void assertCannotBeCompleted(Promise<Integer> done) {
        assertRefused("done already", () -> done.setResult(43));
        assertRefused("done already", () -> done.setException(new IOException("second")));
        assertFalse(done.cancel(), "cancel() of a future that is done must be false");
    }

    private static CancelledError cancelledBy(EventLoop loop, LoopFuture<?> future) {
        return assertThrows(
                CancelledError.class,
                () -> loop.runUntilComplete(future::await),
                "await() of a cancelled future");
    }

    private static void completeWithGet(
            CompletableFuture<Integer> result, LoopFuture<Integer> future) {
        try {
            result.complete(future.get());
        } catch (Throwable e) {
            result.completeExceptionally(e); // the rule waits for it
        }
    }

    private static int awaitHere(LoopFuture<Integer> awaited) {
        return awaited.await();
    }

    private static int awaitThere(LoopFuture<Integer> awaited) {
        return awaited.await();
    }

    private void failInATask() {
        Rondo.createTask(
                        () -> {
                            throw failure;
                        })
                .await();
    }

    private void forgetAFailure(EventLoop loop) {
        loop.createFuture().setException(failure);
    }

    private static WeakReference<?> forget(EventLoop loop, Consumer<Promise<Integer>> use) {
        Promise<Integer> future = loop.createFuture();
        use.accept(future);
        return new WeakReference<>(future);
    }

    private static boolean hasFrame(List<StackTraceElement> trace, String method) {
        return trace.stream().anyMatch(frame -> frame.getMethodName().equals(method));
    }

    private static boolean isInChain(Throwable thrown, String method) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (hasFrame(Arrays.asList(each.getStackTrace()), method)) {
                return true;
            }
        }
        return false;
    }
}
