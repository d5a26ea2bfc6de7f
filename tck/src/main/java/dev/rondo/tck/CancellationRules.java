package dev.rondo.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CancelledError;
import dev.rondo.EventLoop;
import dev.rondo.LoopFuture;
import dev.rondo.Promise;
import dev.rondo.Rondo;
import dev.rondo.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future.State;
import java.util.stream.IntStream;

/// How a task is cancelled, and what it may answer. Over 500 lines because there are many ways, and
/// each is a rule of a few lines.
abstract class CancellationRules {
    private static final Duration LONG = Duration.ofDays(1);
    private static final Duration MOMENT = Duration.ofMillis(10);

    @Rule(
            id = "TASK-19",
            text =
                    "cancel() of a task is a request: it returns true, and the task sees"
                            + " CancelledError at its next step; of a task that is done it returns"
                            + " false and changes nothing.",
            rows = "cancel.delivered-at-suspension")
    void cancelIsARequest(Subject subject) {
        List<String> seen = new ArrayList<>();
        Task<Void> task =
                subject.loop()
                        .createTask(() -> {
                            try {
                                Rondo.sleep(LONG);
                            } catch (CancelledError e) {
                                seen.add("cancelled");
                                throw e;
                            }
                        });
        subject.turns(1);

        assertTrue(task.cancel(), "what cancel() of a pending task returns");
        assertFalse(task.isDone(), "done before it has seen the cancellation");
        assertEquals(List.of(), seen, "seen before the next step");

        subject.turns(1);
        assertEquals(List.of("cancelled"), seen, "seen at the next step");
        assertTrue(task.isCancelled(), "not cancelled after the next step");
        assertFalse(task.cancel(), "what cancel() of a task that is done returns");
        assertEquals(1, task.cancelling(), "requests, after one to a task that was done");
    }

    @Rule(
            id = "TASK-20",
            text = "Code that catches every Exception does not swallow a cancellation.",
            rows = "cancel.delivered-at-suspension")
    void isNoException(Subject subject) {
        Task<String> task =
                subject.loop()
                        .createTask(() -> {
                            try {
                                Rondo.sleep(LONG);
                            } catch (Exception e) {
                                return "swallowed";
                            }
                            return "slept";
                        });
        subject.turns(1);

        task.cancel();
        subject.turns(1);

        assertEquals(State.CANCELLED, task.state(), "the end of the task");
    }

    @Rule(
            id = "TASK-21",
            text =
                    "A task that is ready, because what it awaits is done, sees a cancellation at that"
                            + " step; what it awaited keeps its result.",
            rows = "cancel.delivered-at-suspension")
    void cancelsAReadyTask(Subject subject) {
        Promise<Integer> future = subject.loop().createFuture();
        Task<Integer> task = subject.loop().createTask(() -> future.await());
        subject.turns(1);

        future.setResult(42);
        task.cancel("enough");
        subject.turns(1);

        assertEquals(State.CANCELLED, task.state(), "the end of the task");
        assertEquals(42, future.resultNow(), "the result of what it awaited");
    }

    @Rule(
            id = "TASK-22",
            text = "A cancel() from another thread is carried out by the loop.",
            rows = "cancel.delivered-at-suspension")
    void isCancelledByAnotherThread(Subject subject) {
        EventLoop loop = subject.loop();
        CompletableFuture<Void> outside = new CompletableFuture<>();
        Task<Void> task = loop.createTask(() -> loop.wrap(outside).await());
        loop.callSoon(
                () -> subject.startThread(() -> assertTrue(task.cancel("from another thread"))));

        assertEquals("from another thread", cancelled(subject, task).getMessage(), "the message");

        subject.turns(1);
        assertTrue(outside.isCancelled(), "what the task awaited was not cancelled");
    }

    @Rule(
            id = "TASK-23",
            text =
                    "A task that is cancelled before its first step ends so, and its body never runs.",
            rows = "cancel.before-first-step")
    void cancelledBeforeItsFirstStep(Subject subject) {
        List<String> seen = new ArrayList<>();
        Task<Boolean> task = subject.loop().createTask(() -> seen.add("body"));

        task.cancel("enough");

        assertEquals("enough", cancelled(subject, task).getMessage(), "the message");
        assertEquals(List.of(), seen, "the body ran");
    }

    @Rule(
            id = "TASK-24",
            text =
                    "Cancelling a task cancels what it waits for at once, through any number of tasks"
                            + " down to the innermost future.",
            rows = "cancel.cancels-awaited-future")
    void cancelsTheInnermostFuture(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Integer> future = loop.createFuture();
        Task<Integer> inner = loop.createTask(() -> future.await());
        Task<Integer> outer = loop.createTask(() -> inner.await());
        subject.turns(1);

        outer.cancel("enough");

        assertTrue(future.isCancelled(), "the innermost future is not cancelled at once");
        assertFalse(inner.isDone(), "the inner task is done before its step");
        assertEquals(1, inner.cancelling(), "requests to the inner task");
        assertEquals("enough", cancelled(subject, outer).getMessage());
        assertEquals("enough", cancelled(subject, inner).getMessage());
    }

    @Rule(
            id = "TASK-25",
            text = "A chain of tasks that await each other may be longer than a stack is deep.",
            rows = "cancel.cancels-awaited-future")
    void cancelsLongChains(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Void> future = loop.createFuture();
        LoopFuture<Void> last = future;
        for (int i = 0; i < 10_000; i++) {
            LoopFuture<Void> awaited = last;
            last = loop.createTask(() -> awaited.await());
        }
        subject.turns(1);

        try {
            last.cancel();

            assertTrue(future.isCancelled(), "the innermost future is not cancelled");
        } finally {
            future.cancel(); // all of them end in any case: closing takes longer
            cancelled(subject, last);
        }
    }

    @Rule(
            id = "TASK-26",
            text = "Tasks that await each other in a circle can be cancelled.",
            rows = "cancel.cancels-awaited-future")
    void cancelsCircles(Subject subject) {
        EventLoop loop = subject.loop();
        List<Task<?>> circle = new ArrayList<>();
        IntStream.range(0, 3)
                .forEach(i -> circle.add(loop.createTask(() -> circle.get((i + 1) % 3).await())));
        circle.add(loop.createTask(() -> Rondo.gather(circle.get(4)).await()));
        circle.add(loop.createTask(() -> Rondo.gather(circle.get(3)).await()));
        subject.turns(1);

        circle.getFirst().cancel();
        circle.getLast().cancel();
        subject.turns(5);

        for (Task<?> task : circle) {
            assertEquals(State.CANCELLED, task.state(), () -> "not cancelled: " + task);
        }
    }

    @Rule(
            id = "TASK-27",
            text =
                    "A task whose awaited future is cancelled ends as cancelled, without a request of"
                            + " its own.",
            rows = "cancel.inner-future-cancelled")
    void endsWithACancelledFuture(Subject subject) {
        Promise<Integer> future = subject.loop().createFuture();
        Task<Integer> task = subject.loop().createTask(() -> future.await());
        subject.turns(1);

        future.cancel("enough");

        assertEquals("enough", cancelled(subject, task).getMessage(), "the message");
        assertEquals(0, task.cancelling(), "requests to the task");
    }

    @Rule(
            id = "TASK-28",
            text =
                    "It makes no difference whether a task or the future that it awaits is cancelled"
                            + " first.",
            rows = "cancel.inner-future-cancelled")
    void orderOfCancellingBothIsFree(Subject subject) {
        EventLoop loop = subject.loop();
        for (boolean isTaskFirst : List.of(true, false)) {
            Promise<Integer> future = loop.createFuture();
            Task<Integer> task = loop.createTask(() -> future.await());
            subject.turns(1);

            (isTaskFirst ? task : future).cancel("first");
            (isTaskFirst ? future : task).cancel("second");
            subject.turns(1);

            String order = isTaskFirst ? "task, then future" : "future, then task";
            assertEquals(State.CANCELLED, task.state(), order);
            assertEquals(State.CANCELLED, future.state(), order);
        }
    }

    @Rule(
            id = "TASK-29",
            text = "A task that catches its cancellation and returns has succeeded.",
            rows = "cancel.caught-and-returned")
    void mayAnswerWithAResult(Subject subject) {
        Task<Integer> task =
                subject.loop()
                        .createTask(() -> {
                            try {
                                Rondo.sleep(LONG);
                                return 0;
                            } catch (CancelledError e) {
                                return 42;
                            }
                        });
        subject.turns(1);

        task.cancel();
        subject.turns(1);

        assertEquals(State.SUCCESS, task.state(), "the end of the task");
        assertEquals(42, task.resultNow(), "its result");
    }

    @Rule(
            id = "TASK-30",
            text =
                    "A task that swallows its cancellation goes on, and what it awaits next is not"
                            + " cancelled.",
            rows = "cancel.caught-and-ignored")
    void maySwallowACancellation(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Integer> first = loop.createFuture();
        Promise<Integer> second = loop.createFuture();
        Task<Integer> task =
                loop.createTask(() -> {
                    try {
                        return first.await();
                    } catch (CancelledError e) {
                        return second.await();
                    }
                });
        subject.turns(1);

        task.cancel();
        subject.turns(1);
        assertFalse(second.isCancelled(), "what the task awaits next was cancelled, too");
        second.setResult(42);

        assertEquals(42, loop.runUntilComplete(task), "the result of the task");
    }

    @Rule(
            id = "TASK-31",
            text =
                    "A task that cancels itself goes on, and sees the cancellation at its next wait,"
                            + " which ends at once.",
            rows = "cancel.self")
    void cancelsItself(Subject subject) {
        EventLoop loop = subject.loop();
        for (Duration wait : List.of(LONG, Duration.ZERO)) {
            List<String> seen = new ArrayList<>();
            Task<Void> task =
                    loop.createTask(() -> {
                        assertTrue(Rondo.currentTask().cancel());
                        seen.add("still here");
                        Rondo.sleep(wait);
                        seen.add("slept");
                    });

            subject.turns(3);

            assertEquals(List.of("still here"), seen, () -> "before and after a sleep of " + wait);
            assertEquals(State.CANCELLED, task.state(), () -> "the end, with a sleep of " + wait);
        }
    }

    @Rule(
            id = "TASK-32",
            text =
                    "A task that cancels itself and returns ends as cancelled; its result is dropped.",
            rows = "cancel.self-then-return")
    void cancelsItselfAndReturns(Subject subject) {
        Task<Integer> task =
                subject.loop()
                        .createTask(() -> {
                            Rondo.currentTask().cancel("enough");
                            return 42;
                        });
        subject.turns(1);

        assertEquals(State.CANCELLED, task.state(), "the end of the task");
        assertEquals("enough", cancelled(subject, task).getMessage(), "the message");
    }

    @Rule(
            id = "TASK-33",
            text =
                    "A task that cancels itself and then awaits a child cancels the child, and what"
                            + " that waits for.",
            rows = "cancel.self-then-await-child")
    void cancelsWhatItAwaitsNext(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Void> future = loop.createFuture();
        Task<Void> child = loop.createTask(() -> future.await());
        Task<Void> task =
                loop.createTask(() -> {
                    Rondo.currentTask().cancel();
                    child.await();
                });

        subject.turns(4);

        assertEquals(State.CANCELLED, future.state(), "what the child waits for");
        assertEquals(State.CANCELLED, child.state(), "the child");
        assertEquals(State.CANCELLED, task.state(), "the task");
    }

    @Rule(
            id = "TASK-34",
            text =
                    "Each cancel() adds one to cancelling(), each uncancel() takes one away, down to"
                            + " zero, and returns what is left; neither changes a task that is done.",
            rows = "cancel.counter")
    void countsRequests(Subject subject) {
        Task<Void> task = subject.loop().createTask(() -> Rondo.sleep(LONG));
        subject.turns(1);

        assertEquals(0, task.cancelling(), "cancelling() before any request");
        assertTrue(task.cancel(), "what the first cancel() returns");
        assertTrue(task.cancel(), "what the second cancel() returns");
        assertEquals(2, task.cancelling(), "cancelling() after two requests");
        assertEquals(1, task.uncancel(), "what the first uncancel() returns");
        assertEquals(0, task.uncancel(), "what the second uncancel() returns");
        assertEquals(0, task.uncancel(), "what one uncancel() too many returns");

        subject.turns(1);
        assertEquals(State.CANCELLED, task.state(), "the end, for its wait was cancelled already");
        task.uncancel();
        assertEquals(State.CANCELLED, task.state(), "the end, after an uncancel()");
    }

    @Rule(
            id = "TASK-35",
            text =
                    "A request that was not delivered yet is taken back when uncancel() reaches zero,"
                            + " and not before.",
            rows = "cancel.uncancel-clears-pending")
    void takesRequestsBack(Subject subject) {
        EventLoop loop = subject.loop();
        Task<Integer> task =
                loop.createTask(() -> {
                    Task<?> self = Rondo.currentTask();
                    self.cancel();
                    self.cancel();
                    self.uncancel();
                    self.uncancel();
                    Rondo.sleep(Duration.ZERO);
                    return 42;
                });
        Task<Integer> stillCancelled =
                loop.createTask(() -> {
                    Task<?> self = Rondo.currentTask();
                    self.cancel();
                    self.cancel();
                    self.uncancel();
                    Rondo.sleep(Duration.ZERO);
                    return 42;
                });

        subject.turns(2);

        assertEquals(State.SUCCESS, task.state(), "the end after all requests were taken back");
        assertEquals(
                State.CANCELLED, stillCancelled.state(), "the end after one of two was taken back");
    }

    @Rule(
            id = "TASK-36",
            text =
                    "The message of a cancellation reaches the body, the result and all who await the"
                            + " task; without a message the error has none.",
            rows = "cancel.message-roundtrip")
    void messageArrives(Subject subject) {
        EventLoop loop = subject.loop();
        List<String> seen = new ArrayList<>();
        Task<Void> task =
                loop.createTask(() -> {
                    try {
                        Rondo.sleep(LONG);
                    } catch (CancelledError e) {
                        seen.add("body: " + e.getMessage());
                        throw e;
                    }
                });
        Task<Void> awaiting = loop.createTask(() -> task.await());
        Task<Void> silent = loop.createTask(() -> Rondo.sleep(LONG));
        subject.turns(1);

        task.cancel("enough");
        silent.cancel();
        subject.turns(3);

        assertEquals(List.of("body: enough"), seen, "what the body saw");
        assertEquals("enough", cancelled(subject, task).getMessage(), "of the result");
        assertEquals("enough", cancelled(subject, awaiting).getMessage(), "of who awaits");
        CancellationException ofGet = assertThrows(CancellationException.class, task::get);
        assertEquals("enough", ofGet.getMessage(), "of get()");
        assertNull(cancelled(subject, silent).getMessage(), "without a message");
    }

    @Rule(
            id = "TASK-37",
            text =
                    "A task that answers its cancellation with another exception has failed with it.",
            rows = "cancel.fatal-during-cancel")
    void mayAnswerWithAFailure(Subject subject) {
        AssertionError answer = new AssertionError("boom");
        Task<Void> task = subject.loop().createTask(() -> answerWith(answer));
        subject.turns(1);

        task.cancel();
        subject.turns(1);

        assertEquals(State.FAILED, task.state(), "the end of the task");
        assertSame(answer, task.exceptionNow(), "its exception");
    }

    @Rule(
            id = "TASK-38",
            text =
                    "A fatal error with which a task answers its cancellation leaves the run of the"
                            + " loop, and is recorded: the task has failed with it.",
            rows = "cancel.fatal-during-cancel")
    void fatalAnswerEndsTheRun(Subject subject) {
        InternalError answer = new InternalError("fatal");
        Task<Void> task = subject.loop().createTask(() -> answerWith(answer));
        subject.turns(1);

        task.cancel();
        InternalError escaped =
                assertThrows(
                        InternalError.class,
                        () -> subject.turns(1),
                        "the fatal error did not leave the run");

        assertSame(answer, escaped, "what left the run");
        assertEquals(State.FAILED, task.state(), "the end of the task");
        assertSame(answer, task.exceptionNow(), "its exception");
    }

    private static void answerWith(Error answer) {
        try {
            Rondo.sleep(LONG);
        } catch (CancelledError e) {
            throw answer;
        }
    }

    @Rule(
            id = "TASK-109",
            text =
                    "A task that is cancelled while it runs, and then blocks in a call of the JDK, has"
                            + " not failed with what ends that call.",
            rows = "cancel.delivered-at-suspension")
    void aCancellationBeforeABlockingCallIsNoFailure(Subject subject) {
        Task<Void> task =
                subject.loop()
                        .createTask(() -> {
                            Rondo.currentTask().cancel("enough");
                            Thread.sleep(MOMENT); // interrupted, where the engine can
                        });

        assertEquals("enough", cancelled(subject, task).getMessage(), "the message");
    }

    /// {@return what who awaits a task sees, which must have been cancelled}
    private static CancelledError cancelled(Subject subject, LoopFuture<?> task) {
        CancelledError seen =
                assertThrows(
                        CancelledError.class,
                        () -> subject.loop().runUntilComplete(task),
                        () -> "not cancelled: " + task);
        assertTrue(task.isCancelled(), () -> "not cancelled: " + task);
        return seen;
    }
}
