package dev.rondo.tck;

import static dev.rondo.Rondo.sleep;
import static dev.rondo.Rondo.timeout;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.Barrier;
import dev.rondo.Condition;
import dev.rondo.Event;
import dev.rondo.EventLoop;
import dev.rondo.Handle;
import dev.rondo.Lock;
import dev.rondo.LoopFuture;
import dev.rondo.Promise;
import dev.rondo.Queue;
import dev.rondo.Semaphore;
import dev.rondo.Stdio;
import dev.rondo.Subprocess;
import dev.rondo.Task;
import dev.rondo.TimerHandle;
import dev.rondo.spi.Capability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// What things look like in logs and debuggers.
abstract class StringFormRules {
    private static final Duration DAY = Duration.ofDays(1);

    /// Code of the program that has a name.
    private record Named(String name) implements Runnable, Consumer<LoopFuture<Integer>> {
        @Override
        public void run() {}

        @Override
        public void accept(LoopFuture<Integer> done) {}

        @Override
        public String toString() {
            return name;
        }
    }

    @Rule(
            id = "DEBUG-21",
            text =
                    "The string form of a handle shows what it calls or that it is cancelled, and in"
                            + " debug mode the place of scheduling.",
            rows = "debug.string-forms")
    void ofHandles(Subject subject) {
        EventLoop loop = subject.loop();
        loop.setDebug(false);
        Handle handle = loop.callSoon(new Named("noop"));
        assertEquals("Handle[noop]", handle.toString(), "a handle");
        handle.cancel();
        assertEquals("Handle[cancelled]", handle.toString(), "a cancelled handle");
        Handle lambda = loop.callSoon(() -> {});
        assertShows(lambda, "lambda of " + StringFormRules.class.getName());

        loop.setDebug(true);
        Handle traced = loop.callSoon(new Named("noop"));
        assertShows(traced, "Handle[noop, created at ", ".ofHandles(StringFormRules.java:");
        traced.cancel();
        assertShows(traced, "Handle[cancelled, created at ", ".ofHandles(");
    }

    @Rule(
            id = "DEBUG-22",
            text =
                    "The string form of a timer shows the deadline, what it calls or that it is"
                            + " cancelled, and in debug mode the place of scheduling.",
            rows = "debug.string-forms")
    void ofTimers(Subject subject) {
        EventLoop loop = subject.loop();
        loop.setDebug(false);
        TimerHandle timer = loop.callLater(DAY, new Named("noop"));
        String when = "TimerHandle[when=" + timer.when();
        assertEquals(when + ", noop]", timer.toString(), "a timer");
        timer.cancel();
        assertEquals(when + ", cancelled]", timer.toString(), "a cancelled timer");

        loop.setDebug(true);
        TimerHandle traced = loop.callLater(DAY, new Named("noop"));
        assertShows(traced, ", noop, created at ", ".ofTimers(StringFormRules.java:");
        traced.cancel();
    }

    @Rule(
            id = "DEBUG-23",
            text =
                    "The string form of a future shows that it is pending or cancelled, or how it"
                            + " finished, and in debug mode the place of creation.",
            rows = "debug.string-forms")
    void ofFutures(Subject subject) {
        EventLoop loop = subject.loop();
        loop.setDebug(false);
        Promise<Integer> done = loop.createFuture();
        assertEquals("Future[pending]", done.toString(), "a future that nobody waits for");
        done.setResult(42);
        assertEquals("Future[finished, result=42]", done.toString(), "a future with a result");
        Promise<Integer> failed = loop.createFuture();
        failed.setException(new ArithmeticException("boom"));
        assertEquals(
                "Future[finished, exception=java.lang.ArithmeticException: boom]",
                failed.toString(),
                "a future that has failed");
        failed.exceptionNow();
        Promise<Integer> cancelled = loop.createFuture();
        cancelled.cancel();
        assertEquals("Future[cancelled]", cancelled.toString(), "a cancelled future");

        loop.setDebug(true);
        assertShows(
                loop.createFuture(),
                "Future[pending, created at ",
                ".ofFutures(StringFormRules.java:");
    }

    @Rule(
            id = "DEBUG-24",
            text =
                    "The string form of a future shows who waits, of many only the first, the number in"
                            + " between, and the last.",
            rows = "debug.string-forms")
    void abbreviatesCallbacks(Subject subject) {
        EventLoop loop = subject.loop();
        loop.setDebug(false);
        Promise<Integer> future = loop.createFuture();
        future.addDoneCallback(new Named("first"));
        assertEquals("Future[pending, callbacks=[first]]", future.toString(), "with one");
        Handle last = future.addDoneCallback(new Named("second"));
        assertEquals("Future[pending, callbacks=[first, second]]", future.toString(), "with two");
        last.cancel();
        for (int i = 0; i < 8; i++) {
            future.addDoneCallback(new Named("callback " + i));
        }
        future.addDoneCallback(new Named("last"));

        assertEquals(
                "Future[pending, callbacks=[first, <8 more>, last]]",
                future.toString(),
                "with ten");
        loop.setDebug(true);
        future.addDoneCallback(new Named("traced"));
        assertShows(future, "<9 more>, traced at ", ".abbreviatesCallbacks(");
    }

    @Rule(
            id = "DEBUG-25",
            text =
                    "The string form of a task shows its state, from pending over cancelling to how it"
                            + " ended, its name, its body, and what it waits for.",
            rows = "debug.string-forms")
    void ofTasks(Subject subject) {
        EventLoop loop = subject.loop();
        loop.setDebug(false);
        Promise<Integer> future = loop.createFuture();
        Task<Integer> task = loop.createTask("reader", future::await);
        Task<Integer> outer = loop.createTask("outer", task::await);
        assertShows(task, "Task[pending, name='reader', body=lambda of ");
        subject.turns(1);
        assertShows(task, "awaits Future[pending, callbacks=[task 'reader']]");
        assertShows(task, ", callbacks=[task 'outer']]");
        assertShows(outer, "Task[pending, name='outer'", "awaits task 'reader'");

        task.cancel();
        assertShows(task, "Task[cancelling, name='reader'");
        subject.turns(3);
        assertShows(task, "Task[cancelled, name='reader'");
        Task<Integer> done = loop.createTask("done", () -> 7);
        loop.runUntilComplete(done);
        assertShows(done, "Task[finished, result=7, name='done'");
        Task<Void> failed = loop.createTask("failed", StringFormRules::fail);
        assertThrows(ArithmeticException.class, () -> loop.runUntilComplete(failed));
        assertShows(failed, "Task[finished, exception=java.lang.ArithmeticException: boom, name=");

        loop.setDebug(true);
        Task<Void> traced = loop.createTask(() -> {});
        assertShows(traced, ", created at ", ".ofTasks(StringFormRules.java:");
        loop.runUntilComplete(traced);
    }

    private static void fail() {
        throw new ArithmeticException("boom");
    }

    @Rule(
            id = "DEBUG-26",
            text = "The string form of a task or future whose state refers to itself ends.",
            rows = "future.repr-recursion-safe")
    void endsWhereStateRefersToItself(Subject subject) {
        EventLoop loop = subject.loop();
        List<Object> self = new ArrayList<>();
        Task<List<Object>> task = loop.createTask("itself", () -> self);
        self.add(task);
        self.add(loop.tasks());
        assertShows(task, "Task[pending, name='itself'");
        loop.runUntilComplete(task);

        String text =
                assertDoesNotThrow(task::toString, "the string form of a task with itself in it");
        assertTrue(
                text.startsWith("Task[finished, result=[Task[..., name='itself'"),
                () -> "the result that is the task itself: " + text);
    }

    @Rule(
            id = "DEBUG-27",
            text =
                    "The string form of a timeout shows whether it is active, with its deadline,"
                            + " expiring, expired or finished.",
            rows = "debug.string-forms")
    void ofTimeouts(Subject subject) {
        EventLoop loop = subject.loop();

        loop.runUntilComplete(() -> {
            List<Object> kept = new ArrayList<>();
            timeout(
                    DAY,
                    limit -> {
                        kept.add(limit);
                        assertEquals(
                                "Timeout[is active, when=" + limit.when().getAsLong() + "]",
                                limit.toString(),
                                "an active timeout");
                        limit.disable();
                        assertEquals(
                                "Timeout[is active, no deadline]",
                                limit.toString(),
                                "a timeout without deadline");
                    });
            assertEquals("[Timeout[has finished]]", kept.toString(), "a timeout that was left");
            kept.clear();
            assertThrows(
                    TimeoutException.class,
                    () ->
                            timeout(
                                    Duration.ZERO,
                                    limit -> {
                                        kept.add(limit);
                                        sleep(DAY);
                                    }));
            assertEquals("[Timeout[has expired]]", kept.toString(), "a timeout that was over");
        });
    }

    @Rule(
            id = "DEBUG-28",
            text =
                    "The string form of a lock, event, condition, semaphore or barrier shows its state"
                            + " and how many wait.",
            rows = "debug.string-forms")
    void ofLocks(Subject subject) {
        EventLoop loop = subject.loop();

        loop.runUntilComplete(() -> {
            Lock lock = new Lock();
            Event event = new Event();
            Condition condition = new Condition();
            Semaphore semaphore = new Semaphore(1);
            Barrier barrier = new Barrier(2);
            assertEquals("Lock[unlocked]", lock.toString());
            assertEquals("Event[unset]", event.toString());
            assertEquals("Condition[unlocked]", condition.toString());
            assertEquals("Semaphore[unlocked, permits=1]", semaphore.toString());
            assertEquals("Barrier[filling, waiters=0/2]", barrier.toString());

            lock.acquire();
            semaphore.acquire();
            List<Task<?>> waiting =
                    List.of(
                            loop.createTask(lock::acquire),
                            loop.createTask(event::await),
                            loop.createTask(() -> {
                                condition.acquire();
                                condition.await();
                            }),
                            loop.createTask(semaphore::acquire),
                            loop.createTask(() -> barrier.await()));
            sleep(Duration.ZERO);

            assertEquals("Lock[locked, waiters=1]", lock.toString());
            assertEquals("Event[unset, waiters=1]", event.toString());
            assertEquals("Condition[unlocked, waiters=1]", condition.toString());
            assertEquals("Semaphore[locked, waiters=1]", semaphore.toString());
            assertEquals("Barrier[filling, waiters=1/2]", barrier.toString());
            waiting.forEach(Task::cancel);
            event.set();
            assertShows(event, "Event[set");
            sleep(Duration.ofMillis(1));
        });
    }

    @Rule(
            id = "DEBUG-29",
            text = "The string form of a queue shows its size, its bound, and how many wait.",
            rows = "debug.string-forms")
    void ofQueues(Subject subject) {
        EventLoop loop = subject.loop();

        loop.runUntilComplete(() -> {
            Queue<String> queue = Queue.fifo(1);
            Task<String> getter = loop.createTask(() -> queue.get());
            sleep(Duration.ZERO);
            assertShows(queue, "size=0, maxSize=1, getters=1");
            queue.putNoWait("a");
            getter.await();
            queue.putNoWait("b");
            Task<Void> putter = loop.createTask(() -> queue.put("c"));
            sleep(Duration.ZERO);
            assertShows(queue, "size=1, maxSize=1, putters=1, unfinished=2");
            putter.cancel();
            sleep(Duration.ofMillis(1));
        });
    }

    @Requires(Capability.SUBPROCESSES)
    @Rule(
            id = "DEBUG-30",
            text =
                    "The string form of a child process shows its number, its program, and that it runs"
                            + " or its exit code.",
            rows = "debug.string-forms")
    void ofChildren(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    Subprocess child =
                            Subprocess.exec("sort").stdin(Stdio.PIPE).stdout(Stdio.PIPE).start();
                    String name = "child process " + child.pid() + " (sort, ";
                    assertEquals(name + "running)", child.toString(), "a child that waits");
                    child.communicate();
                    assertEquals(name + "exit code 0)", child.toString(), "a child that has ended");
                });
    }

    private static void assertShows(Object shown, String... fragments) {
        String text = shown.toString();
        for (String fragment : fragments) {
            assertTrue(
                    text.contains(fragment), () -> "'%s' is not in: %s".formatted(fragment, text));
        }
    }
}
