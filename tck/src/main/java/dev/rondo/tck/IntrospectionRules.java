package dev.rondo.tck;

import static dev.rondo.Rondo.createTask;
import static dev.rondo.Rondo.currentTask;
import static dev.rondo.Rondo.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.Action;
import dev.rondo.Context;
import dev.rondo.Coroutine;
import dev.rondo.EventLoop;
import dev.rondo.ExceptionContext;
import dev.rondo.Promise;
import dev.rondo.Rondo;
import dev.rondo.Task;
import dev.rondo.TaskOptions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/// What a loop and its tasks tell about themselves.
abstract class IntrospectionRules {
    private static final TaskOptions EAGER = TaskOptions.DEFAULT.withEagerStart(true);

    @Rule(
            id = "INTROSPECT-1",
            text = "In a coroutine the current task is its own, also when others run in between.",
            rows = "task.current")
    void knowsTheCurrentTask(Subject subject) {
        EventLoop loop = subject.loop();
        List<Task<?>> seen = new ArrayList<>();
        Action body =
                () -> {
                    for (int i = 0; i < 3; i++) {
                        seen.add(currentTask());
                        sleep(Duration.ZERO);
                    }
                };
        Task<Void> first = loop.createTask("first", body);
        Task<Void> second = loop.createTask("second", body);

        loop.runUntilComplete(second);

        assertEquals(
                List.of(first, second, first, second, first, second),
                seen,
                "the current tasks of two that take turns");
        subject.turns(1);
    }

    @Rule(
            id = "INTROSPECT-2",
            text =
                    "Between the steps of tasks, in a callback, there is no current task: asking throws.",
            rows = "task.current")
    void hasNoCurrentTaskInACallback(Subject subject) {
        EventLoop loop = subject.loop();
        loop.createTask(() -> sleep(Duration.ZERO));
        loop.callSoon(Rondo::currentTask);

        subject.turns(2);

        List<ExceptionContext> reports = subject.takeReports();
        assertEquals(1, reports.size(), "reports of a callback that asks for the current task");
        String answer = String.valueOf(reports.getFirst().exception());
        assertTrue(answer.startsWith(IllegalStateException.class.getName()), answer);
    }

    @Rule(
            id = "INTROSPECT-3",
            text = "Where no loop runs, asking for the current task throws.",
            rows = "task.current")
    void hasNoCurrentTaskWithoutALoop(Subject subject) {
        EventLoop loop = subject.loop();

        assertThrows(IllegalStateException.class, Rondo::currentTask, "before the run");
        loop.runUntilComplete(() -> sleep(Duration.ZERO));
        assertThrows(IllegalStateException.class, Rondo::currentTask, "after the run");
    }

    @Rule(
            id = "INTROSPECT-4",
            text =
                    "A loop lists its tasks that are not done, in the order of creation, and no others.",
            rows = "task.all-tasks-excludes-done")
    void listsPendingTasks(Subject subject) {
        EventLoop loop = subject.loop();
        EventLoop other = subject.newLoop();
        Promise<Void> gate = loop.createFuture();
        Task<Void> first = loop.createTask("first", () -> sleep(Duration.ofDays(1)));
        Task<Void> short1 = loop.createTask("short", () -> {});
        Task<Void> last = loop.createTask("last", gate::await);
        Task<Void> foreign = other.createTask("foreign", () -> {});
        assertEquals(List.of(first, short1, last), loop.tasks(), "before the first step");

        loop.runUntilComplete(short1);
        assertEquals(List.of(first, last), loop.tasks(), "when one is done");
        first.cancel();
        subject.turns(2);
        assertEquals(List.of(last), loop.tasks(), "when one was cancelled");
        assertEquals(List.of(foreign), other.tasks(), "of the other loop");

        gate.setResult(null);
        loop.runUntilComplete(last);
        other.runUntilComplete(foreign);
        assertEquals(List.of(), loop.tasks(), "in the end");
    }

    @Rule(
            id = "INTROSPECT-5",
            text =
                    "Other threads may list the tasks of a running loop while it creates more, and miss"
                            + " none that was there before.",
            rows = "task.all-tasks-from-other-thread")
    void listsTasksToOtherThreads(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Void> gate = loop.createFuture();
        Queue<Task<?>> created = new ConcurrentLinkedQueue<>();
        AtomicBoolean isDone = new AtomicBoolean();
        CountDownLatch haveLooked = new CountDownLatch(10);
        for (int i = 0; i < 10; i++) {
            subject.startThread(() -> lookUntil(isDone, loop, created, haveLooked));
        }

        loop.runUntilComplete(() -> {
            for (int i = 0; i < 1000 || haveLooked.getCount() > 0; i++) {
                if (i < 1000) {
                    created.add(createTask(gate::await));
                }
                if (i % 10 == 0) {
                    sleep(Duration.ZERO);
                }
            }
            isDone.set(true);
            gate.setResult(null);
            sleep(Duration.ZERO);
            sleep(Duration.ZERO);
        });

        assertEquals(List.of(), loop.tasks(), "tasks in the end");
    }

    private static void lookUntil(
            AtomicBoolean isDone,
            EventLoop loop,
            Queue<Task<?>> created,
            CountDownLatch haveLooked) {
        while (!isDone.get()) {
            List<Task<?>> before = List.copyOf(created);
            Set<Task<?>> listed = new HashSet<>(loop.tasks());
            haveLooked.countDown();
            if (isDone.get()) {
                return; // they may have ended in between
            }
            List<Task<?>> missing = before.stream().filter(task -> !listed.contains(task)).toList();
            assertEquals(List.of(), missing, "tasks that were there before and are not listed");
        }
    }

    @Rule(
            id = "INTROSPECT-6",
            text = "Loops that run at the same time list exactly their own tasks.",
            rows = "task.all-tasks-from-other-thread")
    void listsNoTasksOfOtherLoops(Subject subject) {
        CountDownLatch allThere = new CountDownLatch(10);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            EventLoop loop = subject.newLoop();
            threads.add(
                    subject.startThread(
                            () -> loop.runUntilComplete(() -> listWithOthers(loop, allThere))));
        }

        threads.forEach(IntrospectionRules::join);
    }

    private static void listWithOthers(EventLoop loop, CountDownLatch allThere) throws Exception {
        Promise<Void> gate = loop.createFuture();
        Set<Task<?>> own = new HashSet<>();
        own.add(currentTask());
        for (int i = 0; i < 100; i++) {
            own.add(createTask(gate::await));
        }
        allThere.countDown();
        allThere.await();
        List<Task<?>> listed = loop.tasks();
        gate.setResult(null);
        sleep(Duration.ZERO);
        sleep(Duration.ZERO);

        assertEquals(101, listed.size(), "tasks of a loop with a hundred and one");
        assertEquals(own, new HashSet<>(listed), "its tasks");
    }

    @Rule(
            id = "INTROSPECT-7",
            text =
                    "A suspended task shows the stack of its body, the innermost frame first, without"
                            + " frames of the loop.",
            rows = "task.get-stack")
    void showsTheStackOfASuspendedTask(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Void> gate = loop.createFuture();
        Task<Void> task = loop.createTask(() -> outer(gate));
        assertEquals(List.of(), task.stack(), "the stack before the start");
        subject.turns(1);

        List<StackTraceElement> stack = task.stack();
        gate.setResult(null);
        loop.runUntilComplete(task);

        assertEquals(List.of("inner", "outer"), methods(stack).subList(0, 2), stack::toString);
        assertFalse(
                stack.stream().anyMatch(frame -> frame.getClassName().contains(".kernel.")),
                () -> "frames of the loop in " + stack);
        assertEquals(List.of(), task.stack(), "the stack in the end");
    }

    private static void outer(Promise<Void> gate) {
        inner(gate);
    }

    private static void inner(Promise<Void> gate) {
        gate.await();
    }

    @Rule(
            id = "INTROSPECT-8",
            text = "A running task shows its stack, where it asks for it.",
            rows = "task.get-stack")
    void showsTheStackOfARunningTask(Subject subject) {
        List<StackTraceElement> stack = subject.loop().runUntilComplete(() -> askingForOwnStack());

        assertEquals("askingForOwnStack", stack.getFirst().getMethodName(), stack::toString);
    }

    private static List<StackTraceElement> askingForOwnStack() {
        return currentTask().stack();
    }

    @Rule(
            id = "INTROSPECT-9",
            text = "The stack of a task may be limited to its innermost frames.",
            rows = "task.get-stack")
    void limitsTheStack(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Void> gate = loop.createFuture();
        Task<Void> task = loop.createTask(() -> outer(gate));
        subject.turns(1);

        List<StackTraceElement> whole = task.stack();
        assertEquals(whole.subList(0, 1), task.stack(1), "one frame");
        assertEquals(whole, task.stack(1000), "more frames than there are");
        assertEquals(List.of(), task.stack(0), "no frames");
        assertThrows(IllegalArgumentException.class, () -> task.stack(-1), "a negative limit");
        gate.setResult(null);
        loop.runUntilComplete(task);
    }

    @Rule(
            id = "INTROSPECT-10",
            text = "A task prints itself and its stack, a line for each frame.",
            rows = "task.get-stack")
    void printsTheStack(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Void> gate = loop.createFuture();
        Task<Void> task = loop.createTask("printed", () -> outer(gate));
        subject.turns(1);
        int frames = task.stack().size();

        String text = printed(task);
        gate.setResult(null);
        loop.runUntilComplete(task);

        List<String> lines = text.lines().toList();
        assertEquals(1 + frames, lines.size(), text);
        assertTrue(lines.get(0).contains("name='printed'"), text);
        assertTrue(lines.get(1).contains("inner(IntrospectionRules.java:"), text);
        assertEquals(1, printed(task).lines().count(), "lines of a task that is done");
    }

    private static String printed(Task<?> task) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        task.printStack(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Rule(
            id = "INTROSPECT-11",
            text =
                    "A task that has failed shows the stack of its exception, which does not count as"
                            + " seen by that.",
            rows = "task.get-stack")
    void showsTheStackOfAFailure(Subject subject) {
        EventLoop loop = subject.loop();
        showFailure(loop);

        assertTrue(
                subject.awaitReport().message().contains("never retrieved"),
                "the failure was not reported, as if it had been seen");
    }

    /// In a method of its own, so that nothing holds the task afterwards.
    private static void showFailure(EventLoop loop) {
        Task<Void> task = loop.createTask(IntrospectionRules::fail);
        loop.stop();
        loop.runForever();

        assertEquals(List.of("fail"), methods(task.stack(1)), "the frame that threw");
    }

    private static void fail() {
        throw new ArithmeticException("deliberate");
    }

    @Rule(
            id = "INTROSPECT-12",
            text =
                    "A task shows the body that it was created with, and the context that it was given.",
            rows = "task.get-stack")
    void showsBodyAndContext(Subject subject) {
        EventLoop loop = subject.loop();
        Coroutine<Integer> coroutine = () -> 1;
        Action action = () -> {};
        Context context = Context.empty();
        Task<Integer> first = loop.createTask(coroutine);
        Task<Void> second = loop.createTask(TaskOptions.DEFAULT.withContext(context), action);

        assertSame(coroutine, first.body(), "the body of a task with a result");
        assertSame(action, second.body(), "the body of a task without");
        assertEquals(Optional.of(context), second.context(), "the context that was given");
        assertEquals(Optional.empty(), first.context(), "the context of a task with its own");
        subject.turns(1);
    }

    @Rule(
            id = "INTROSPECT-13",
            text =
                    "During the eager first step the new task is the current one, and the creator is it"
                            + " again afterwards.",
            rows = "eager.current-task")
    void knowsTheCurrentTaskOfAnEagerStep(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    Task<?> creator = currentTask();
                    Promise<Void> gate = Rondo.currentLoop().createFuture();
                    List<Task<?>> seen = new ArrayList<>();
                    Task<Boolean> inline = createTask(EAGER, () -> seen.add(currentTask()));
                    assertSame(creator, currentTask(), "current after an eager task has ended");
                    Task<Void> waiting =
                            createTask(
                                    EAGER,
                                    () -> {
                                        seen.add(currentTask());
                                        gate.await();
                                        seen.add(currentTask());
                                    });
                    assertSame(creator, currentTask(), "current after an eager task has begun");
                    gate.setResult(null);
                    waiting.await();

                    assertEquals(
                            List.of(inline, waiting, waiting), seen, "current in the eager tasks");
                    assertSame(creator, currentTask(), "current in the end");
                });
    }

    @Rule(
            id = "INTROSPECT-14",
            text =
                    "An eager task is listed during its first step and while it is suspended, and not"
                            + " when it was done at once.",
            rows = "eager.current-task")
    void listsEagerTasks(Subject subject) {
        EventLoop loop = subject.loop();

        loop.runUntilComplete(() -> {
            Promise<Void> gate = loop.createFuture();
            List<Boolean> isListed = new ArrayList<>();
            Action asking = () -> isListed.add(loop.tasks().contains(currentTask()));
            Task<Void> inline = createTask(EAGER, asking);
            assertEquals(List.of(true), isListed, "listed during the eager step");
            assertFalse(loop.tasks().contains(inline), "listed although it is done");
            Task<Void> waiting = createTask(EAGER, gate::await);
            assertTrue(loop.tasks().contains(waiting), "not listed although it waits");
            gate.setResult(null);
            waiting.await();
            assertFalse(loop.tasks().contains(waiting), "listed although it has ended");
        });
    }

    private static List<String> methods(List<StackTraceElement> stack) {
        return stack.stream().map(StackTraceElement::getMethodName).toList();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError("the rule was interrupted", e);
        }
    }
}
