package dev.rondo.nio.traps;

import static dev.rondo.Rondo.createTask;
import static dev.rondo.Rondo.gather;
import static dev.rondo.Rondo.generate;
import static dev.rondo.Rondo.sleep;
import static dev.rondo.Rondo.taskGroup;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.Action;
import dev.rondo.CancelledError;
import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.ExceptionContext;
import dev.rondo.Generated;
import dev.rondo.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// `close` resumes every coroutine that waits, so that its `finally` blocks run, and reports the
/// ones that do not end. Those that block in the JDK are in [BlockingCallsTest].
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClosingTest {
    private static final Duration FOR_EVER = Duration.ofDays(1);

    @RegisterExtension final LoopWatch watch = new LoopWatch();

    private final EventLoop loop = EventLoops.create("nio");
    private final List<String> events = new ArrayList<>();
    private final List<ExceptionContext> reports = new ArrayList<>();

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    private void note(String event) {
        events.add(event);
    }

    private void collectReports() {
        loop.setExceptionHandler((_, context) -> reports.add(context));
    }

    /// Has a coroutine wait, and closes the loop.
    private Task<Void> closeOver(Action body) {
        Task<Void> task = loop.createTask("waiting", body);
        loop.runUntilComplete(ClosingTest::giveUpTurns);
        assertFalse(task.isDone());
        loop.close();
        return task;
    }

    /// Lets the others come to where they wait.
    private static void giveUpTurns() {
        for (int i = 0; i < 100; i++) {
            sleep(Duration.ZERO);
        }
    }

    @Test
    void aCoroutineInOurSleepIsUnwound() {
        Task<Void> task =
                closeOver(() -> {
                    try {
                        sleep(FOR_EVER);
                    } catch (CancelledError e) {
                        note(e.getMessage());
                        throw e;
                    } finally {
                        note("finally");
                    }
                });

        assertEquals(List.of("the loop is closing", "finally"), events);
        assertTrue(task.isCancelled());
    }

    @Test
    void aCoroutineThatAwaitsAFutureIsUnwound() {
        closeOver(() -> {
            try {
                loop.createFuture().await();
            } finally {
                note("finally");
            }
        });

        assertEquals(List.of("finally"), events);
    }

    @Test
    void aWaitInAFinallyBlockThrowsAgain() {
        closeOver(() -> {
            try {
                sleep(FOR_EVER);
            } finally {
                try {
                    sleep(Duration.ZERO);
                } catch (CancelledError e) {
                    note(e.getMessage());
                }
                note("finally");
            }
        });

        assertEquals(List.of("the loop is closing", "finally"), events);
    }

    @Test
    void anExceptionFromAFinallyBlockIsTheTasksOwn() {
        collectReports();
        Task<Void> task =
                closeOver(() -> {
                    try {
                        sleep(FOR_EVER);
                    } finally {
                        failInFinally();
                    }
                });

        assertEquals("in finally", task.exceptionNow().getMessage());
    }

    private static void failInFinally() {
        throw new IllegalArgumentException("in finally");
    }

    @Test
    void aTaskThatDidNotStartEndsWithoutRunning() {
        Task<Void> task = loop.createTask(() -> note("ran"));

        loop.close();

        assertTrue(task.isCancelled());
        assertEquals(List.of(), events);
    }

    /// Each task waits for the next; the innermost sleeps.
    private void waitForAChain(int length) {
        try {
            if (length == 0) {
                sleep(FOR_EVER);
            } else {
                createTask(() -> waitForAChain(length - 1)).await();
            }
        } finally {
            note("finally " + length);
        }
    }

    @Test
    void aChainOfTasksIsUnwoundFromTheInside() {
        closeOver(() -> waitForAChain(9));

        assertEquals(10, events.size());
        assertEquals("finally 0", events.getFirst());
        assertEquals("finally 9", events.getLast());
    }

    /// Each gather waits for the next.
    private void waitForNestedGathers(int depth) {
        try {
            if (depth == 0) {
                sleep(FOR_EVER);
            } else {
                gather(createTask(() -> waitForNestedGathers(depth - 1))).await();
            }
        } finally {
            note("finally " + depth);
        }
    }

    @Test
    void nestedGathersAreUnwound() {
        closeOver(() -> waitForNestedGathers(9));

        assertEquals(10, events.size());
        assertEquals("finally 9", events.getLast());
    }

    @Test
    void aTaskGroupIsUnwound() {
        closeOver(() ->
                taskGroup(group -> {
                    group.createTask(() -> waitForAChain(0));
                    group.createTask(() -> waitForAChain(0));
                    waitForAChain(0);
                }));

        assertEquals(List.of("finally 0", "finally 0", "finally 0"), events);
    }

    @Test
    void tasksThatAwaitEachOtherAreUnwound() {
        AtomicReference<Task<Void>> first = new AtomicReference<>();
        Task<Void> second = loop.createTask(() -> awaitAndNote(first.get()));
        first.set(loop.createTask(() -> awaitAndNote(second)));
        Task<Void> waiting = closeOver(() -> awaitAndNote(second));

        assertEquals(3, events.size());
        assertTrue(waiting.isCancelled());
        assertTrue(second.isCancelled());
    }

    private void awaitAndNote(Task<Void> other) {
        try {
            other.await();
        } finally {
            note("finally");
        }
    }

    @Test
    void aBodyThatSwallowsEveryCancellationIsReportedAndLeftAlone() {
        collectReports();
        loop.setDebug(true);
        Task<Void> task = closeOver(this::swallowForEver);

        List<String> messages = reports.stream().map(ExceptionContext::message).toList();
        assertEquals(
                List.of(
                        "task 'waiting' was pending when its loop was closed", // in debug mode
                        "task 'waiting' did not end when its loop was closed"),
                messages);
        ExceptionContext report = reports.getLast();
        assertEquals(task, report.task());
        assertTrue(
                report.creationSite().stream()
                        .anyMatch(frame -> frame.getMethodName().equals("closeOver")),
                report::toString);
    }

    private void swallowForEver() {
        while (true) {
            try {
                sleep(FOR_EVER);
            } catch (CancelledError e) {
                // as a bad program does
            }
        }
    }

    @Test
    void withoutDebugModeTheReportNamesTheClassOfTheBody() {
        collectReports();
        closeOver(
                new Action() {
                    @Override
                    public void run() {
                        swallowForEver();
                    }
                });

        String site = reports.getFirst().creationSite().getFirst().toString();
        assertTrue(site.contains(ClosingTest.class.getName()), site);
    }

    @Test
    void theOthersAreUnwoundBesideABodyThatSwallowsEverything() {
        collectReports();
        loop.createTask(this::swallowForEver);
        closeOver(() -> waitForAChain(9));

        assertEquals(10, events.size());
        assertEquals(1, reports.size());
    }

    @Test
    void aGeneratorThatWasLeftOpenIsClosed() {
        Generated<Integer> values = generate(out -> yieldWithFinally(out::yield));

        loop.runUntilComplete(() -> values.iterator().next());
        loop.close();

        assertEquals(List.of("finally"), events);
    }

    private void yieldWithFinally(java.util.function.IntConsumer out) {
        try {
            out.accept(1);
            note("went on");
        } finally {
            note("finally");
        }
    }

    @Test
    void aGeneratorWhoseFinallyBlockFailsIsReported() {
        collectReports();
        Generated<Integer> values =
                generate(out -> {
                    try {
                        out.yield(1);
                    } finally {
                        failInFinally();
                    }
                });

        loop.runUntilComplete(() -> values.iterator().next());
        loop.close();

        assertEquals("a generator failed when its loop closed it", reports.getFirst().message());
        assertInstanceOf(IllegalArgumentException.class, reports.getFirst().exception());
    }

    @Test
    void aGeneratorThatWaitsForItsConsumersSakeIsUnwoundWithIt() {
        collectReports();
        Generated<Integer> values =
                generate(out -> {
                    try {
                        out.yield(1);
                        sleep(FOR_EVER);
                    } finally {
                        note("generator");
                    }
                });
        closeOver(() -> {
            Iterator<Integer> iterator = values.iterator();
            try {
                iterator.next();
                iterator.next();
            } finally {
                note("consumer");
            }
        });

        assertEquals(List.of("generator", "consumer"), events);
        assertEquals(List.of(), reports);
    }

    @Test
    void tasksThatScheduleCallbacksForEverDoNotKeepItFromClosing() {
        collectReports();
        loop.callSoon(this::callAgain);
        closeOver(this::swallowForEver);

        assertEquals(1, reports.size());
    }

    private void callAgain() {
        loop.callSoon(this::callAgain);
    }

    @Test
    void nothingNewStartsWhileItCloses() {
        closeOver(() -> {
            try {
                sleep(FOR_EVER);
            } finally {
                tryToCreateATask();
            }
        });

        assertEquals(List.of("cannot create a task: loop 'nio' is closing"), events);
    }

    private void tryToCreateATask() {
        try {
            createTask(() -> note("started"));
        } catch (IllegalStateException e) {
            note(e.getMessage());
        }
    }
}
