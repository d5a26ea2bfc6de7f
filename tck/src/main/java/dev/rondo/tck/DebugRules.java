package dev.rondo.tck;

import static dev.rondo.Rondo.openConnection;
import static dev.rondo.Rondo.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoop;
import dev.rondo.ExceptionContext;
import dev.rondo.Handle;
import dev.rondo.LoopFuture;
import dev.rondo.Promise;
import dev.rondo.Protocol;
import dev.rondo.Server;
import dev.rondo.Stdio;
import dev.rondo.Subprocess;
import dev.rondo.Task;
import dev.rondo.spi.Capability;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.function.Executable;

/// What debug mode shows, and what is refused without it as well.
///
/// Over 500 lines because debug mode is one table of small promises.
abstract class DebugRules {
    private static final String DEBUG_PROPERTY = "rondo.debug";
    private static final Duration FOREVER = Duration.ofDays(1);
    private static final Pattern TOOK = Pattern.compile("took (\\d+\\.\\d{3}) s");

    /// Code of the program with a name, which a log can show.
    private record Named(String name, Runnable body) implements Runnable {
        @Override
        public void run() {
            body.run();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @Rule(
            id = "DEBUG-1",
            text = "What is to be called back is checked at the call: null is refused by name.",
            rows = "callback.coroutine-rejected")
    void refusesNull(Subject subject) {
        EventLoop loop = subject.loop();
        Map<String, Executable> calls = new LinkedHashMap<>();
        calls.put("callSoon", () -> loop.callSoon(null));
        calls.put("callSoonThreadSafe", () -> loop.callSoonThreadSafe(null));
        calls.put("callLater", () -> loop.callLater(Duration.ZERO, null));
        calls.put("callAt", () -> loop.callAt(0, null));
        calls.put("runInExecutor", () -> loop.runInExecutor(null));

        calls.forEach((name, call) -> {
            NullPointerException refusal =
                    assertThrows(NullPointerException.class, call, name + "(null) was accepted");
            assertTrue(
                    List.of("callback", "work").contains(refusal.getMessage()),
                    () -> name + " does not name the argument: " + refusal.getMessage());
        });
        assertEquals(0, loop.metrics().pendingTimers(), "timers of refused callbacks");
    }

    @Rule(
            id = "DEBUG-2",
            text =
                    "A callback that waits as only a coroutine may is refused where it waits, and told"
                            + " the way out.",
            rows = "callback.coroutine-rejected")
    void refusesCoroutinesAsCallbacks(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Void> pending = loop.createFuture();
        loop.callSoon(pending::await);

        subject.turns(1);

        List<ExceptionContext> reports = subject.takeReports();
        assertEquals(1, reports.size(), () -> "reports of a callback that awaits: " + reports);
        String message = String.valueOf(reports.getFirst().exception());
        assertTrue(message.contains("create a task"), () -> "no way out in: " + message);
    }

    @Rule(
            id = "DEBUG-3",
            text = "In debug mode a handle knows the stack that scheduled it, that line first.",
            rows = "callback.source-traceback")
    void handlesKnowWhoScheduled(Subject subject) {
        EventLoop loop = debugLoop(subject);
        Map<String, Function<EventLoop, Handle>> ways = new LinkedHashMap<>();
        ways.put("soon", DebugRules::soon);
        ways.put("threadSafe", DebugRules::threadSafe);
        ways.put("later", DebugRules::later);
        ways.put("at", DebugRules::at);

        ways.forEach((method, way) -> {
            List<StackTraceElement> site = way.apply(loop).creationSite();
            assertEquals(method, first(site), () -> "the innermost frame of " + site);
            assertContains("handlesKnowWhoScheduled", site);
        });
        subject.turns(1);
    }

    private static Handle soon(EventLoop loop) {
        return loop.callSoon(() -> {});
    }

    private static Handle threadSafe(EventLoop loop) {
        return loop.callSoonThreadSafe(() -> {});
    }

    private static Handle later(EventLoop loop) {
        return loop.callLater(Duration.ZERO, () -> {});
    }

    private static Handle at(EventLoop loop) {
        return loop.callAt(loop.time(), () -> {});
    }

    @Rule(
            id = "DEBUG-4",
            text =
                    "In debug mode a future and a task know the stack that made them, that line first.",
            rows = "callback.source-traceback")
    void futuresKnowWhoMadeThem(Subject subject) {
        EventLoop loop = debugLoop(subject);

        LoopFuture<Void> future = future(loop);
        Task<Void> task = task(loop);
        LoopFuture<Void> work = work(loop);
        loop.runUntilComplete(task);
        loop.runUntilComplete(work);

        assertEquals("future", first(future.creationSite()), "the innermost frame of a future");
        assertEquals("task", first(task.creationSite()), "the innermost frame of a task");
        assertEquals("work", first(work.creationSite()), "the innermost frame of work");
        assertContains("futuresKnowWhoMadeThem", future.creationSite());
    }

    private static LoopFuture<Void> future(EventLoop loop) {
        return loop.createFuture();
    }

    private static Task<Void> task(EventLoop loop) {
        return loop.createTask(() -> {});
    }

    private static LoopFuture<Void> work(EventLoop loop) {
        return loop.runInExecutor(() -> null);
    }

    @Rule(
            id = "DEBUG-5",
            text =
                    "Outside of debug mode no stack is recorded, and a task names the class of its body.",
            rows = "callback.source-traceback")
    void recordsNothingOutsideOfDebugMode(Subject subject) {
        EventLoop loop = subject.loop();
        loop.setDebug(false);

        Task<Void> task = task(loop);
        List<StackTraceElement> site = task.creationSite();
        loop.runUntilComplete(task);

        assertEquals(List.of(), soon(loop).creationSite(), "the site of a handle");
        assertEquals(List.of(), later(loop).creationSite(), "the site of a timer");
        assertEquals(List.of(), future(loop).creationSite(), "the site of a future");
        assertEquals(1, site.size(), () -> "frames of a task's site: " + site);
        assertEquals(DebugRules.class.getName(), site.getFirst().getClassName(), "its class");
        subject.turns(1);
    }

    @Rule(
            id = "DEBUG-6",
            text =
                    "In debug mode the report of a callback that throws says where it was scheduled.",
            rows = "callback.source-traceback")
    void reportsSayWhereItWasScheduled(Subject subject) {
        EventLoop loop = debugLoop(subject);
        scheduleFailure(loop);
        LoopFuture<Void> done = future(loop);
        addFailure(done);
        done.cancel();

        subject.turns(1);

        assertEquals(
                List.of("scheduleFailure", "addFailure"),
                subject.takeReports().stream().map(report -> first(report.creationSite())).toList(),
                "the innermost frames of the reports' sites");
    }

    private static void scheduleFailure(EventLoop loop) {
        loop.callSoon(DebugRules::fail);
    }

    private static void addFailure(LoopFuture<Void> future) {
        future.addDoneCallback(_ -> fail());
    }

    private static void fail() {
        throw new ArithmeticException("deliberate");
    }

    @Rule(
            id = "DEBUG-7",
            text =
                    "In debug mode a callback that takes at least slowCallbackDuration is logged as a"
                            + " warning, with what it calls, where it was scheduled, and the seconds.",
            rows = "debug.slow-callback-log")
    void logsSlowCallbacks(Subject subject) {
        EventLoop loop = debugLoop(subject);
        loop.setSlowCallbackDuration(Duration.ofMillis(2));

        loop.callSoon(new Named("a slow callback", DebugRules::hold3Millis));

        String log = onlySlow(subject, "a slow callback");
        assertTookAtLeast3Millis(log);
        assertTrue(log.contains("logsSlowCallbacks"), () -> "no scheduling line in: " + log);
    }

    @Rule(
            id = "DEBUG-8",
            text =
                    "In debug mode a step of a task that takes at least slowCallbackDuration is logged"
                            + " as a warning, with the task, where it was created, and the seconds.",
            rows = "debug.slow-callback-log")
    void logsSlowSteps(Subject subject) {
        EventLoop loop = debugLoop(subject);
        loop.setSlowCallbackDuration(FOREVER);
        Task<Void> task =
                loop.createTask(
                        "a slow task",
                        () -> {
                            sleep(Duration.ZERO);
                            loop.setSlowCallbackDuration(Duration.ofMillis(2));
                            hold3Millis();
                            sleep(Duration.ZERO);
                            loop.setSlowCallbackDuration(FOREVER);
                        });

        loop.runUntilComplete(task);

        String log = onlySlow(subject, "'a slow task'");
        assertTookAtLeast3Millis(log);
        assertTrue(log.contains("logsSlowSteps"), () -> "no line of creation in: " + log);
    }

    @Rule(
            id = "DEBUG-9",
            text =
                    "slowCallbackDuration is 100 ms at first and may be changed at any time; what takes"
                            + " less is not logged.",
            rows = "debug.slow-callback-log")
    void hasALimitOfSlowness(Subject subject) {
        EventLoop loop = debugLoop(subject);
        assertEquals(Duration.ofMillis(100), loop.slowCallbackDuration(), "at first");
        assertThrows(
                IllegalArgumentException.class,
                () -> loop.setSlowCallbackDuration(Duration.ofNanos(-1)),
                "a negative duration was accepted");

        loop.setSlowCallbackDuration(FOREVER);
        assertEquals(FOREVER, loop.slowCallbackDuration(), "as it was set");
        loop.callSoon(DebugRules::hold3Millis);
        loop.runUntilComplete(DebugRules::hold3Millis);

        subject.turns(2);
        assertEquals(List.of(), subject.takeLogs(), "logs of what is not slow");
    }

    @Rule(
            id = "DEBUG-10",
            text = "Outside of debug mode nothing is logged for being slow.",
            rows = "debug.slow-callback-log")
    void logsNothingOutsideOfDebugMode(Subject subject) {
        EventLoop loop = subject.loop();
        loop.setDebug(false);
        loop.setSlowCallbackDuration(Duration.ZERO);

        loop.callSoon(DebugRules::hold3Millis);
        loop.runUntilComplete(DebugRules::hold3Millis);

        subject.turns(2);
        assertEquals(List.of(), subject.takeLogs(), "logs without debug mode");
    }

    @Rule(
            id = "DEBUG-11",
            text =
                    "Only the time counts for which a step has the turn: a coroutine that blocks in the"
                            + " JDK while the loop goes on is not slow by that.",
            rows = "debug.slow-callback-log")
    void countsOnlyTheTurn(Subject subject) {
        EventLoop loop = debugLoop(subject);
        loop.setSlowCallbackDuration(Duration.ZERO);
        boolean goesOn = loop.engine().equals("scheduled");
        CountDownLatch released = new CountDownLatch(1);
        Task<Void> task = loop.createTask("blocked", () -> block(goesOn, released));
        loop.callSoon(new Named("release", released::countDown));

        loop.runUntilComplete(task);

        List<String> logs = slowLogs(subject);
        List<String> names = logs.stream().map(DebugRules::nameOfStretch).toList();
        if (goesOn) {
            int release = names.indexOf("release");
            assertTrue(
                    names.indexOf("blocked") < release && release < names.lastIndexOf("blocked"),
                    () -> "one stretch before the release and one after it, not " + names);
        } else {
            assertEquals(
                    List.of("blocked"),
                    names.stream().filter("blocked"::equals).toList(),
                    "stretches of a step that keeps the turn");
            assertTookAtLeast3Millis(logs.get(names.indexOf("blocked")));
        }
    }

    @Rule(
            id = "DEBUG-12",
            text =
                    "A callback that blocks in the JDK while the loop goes on is not slow by that, and"
                            + " is watched again when it goes on itself.",
            rows = "debug.slow-callback-log")
    void countsOnlyTheTurnOfCallbacks(Subject subject) {
        EventLoop loop = debugLoop(subject);
        loop.setSlowCallbackDuration(Duration.ZERO);
        boolean goesOn = loop.engine().equals("scheduled");
        CountDownLatch released = new CountDownLatch(1);
        loop.callSoon(new Named("blocked callback", () -> block(goesOn, released)));

        loop.runUntilComplete(released::countDown);

        List<String> logs =
                slowLogs(subject).stream()
                        .filter(log -> log.contains("Handle[blocked callback"))
                        .toList();
        if (goesOn) {
            assertTrue(logs.size() >= 2, () -> "one stretch before and one after, not " + logs);
        } else {
            assertEquals(1, logs.size(), () -> "stretches of one that keeps the turn: " + logs);
            assertTookAtLeast3Millis(logs.getFirst());
        }
    }

    /// Blocks in the JDK until the loop goes on, or for a while where it does not.
    private static void block(boolean goesOn, CountDownLatch released) {
        if (!goesOn) {
            park3Millis();
            return;
        }
        try {
            released.await();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    private static String nameOfStretch(String log) {
        return log.contains("'blocked'")
                ? "blocked"
                : log.contains("Handle[release") ? "release" : "other";
    }

    @Rule(
            id = "DEBUG-13",
            text =
                    "Debug mode is off unless the environment or a system property switches it on, and"
                            + " what the program says counts more.",
            rows = "debug.env-switch")
    void isSwitchedFromOutside(Subject subject) {
        String before = System.getProperty(DEBUG_PROPERTY);
        String environment = System.getenv("RONDO_DEBUG");
        try {
            System.clearProperty(DEBUG_PROPERTY);
            boolean isOnOutside = "1".equals(environment) || "true".equals(environment);
            assertEquals(isOnOutside, subject.newLoop().isDebug(), "without a property");

            System.setProperty(DEBUG_PROPERTY, "true");
            assertTrue(subject.newLoop().isDebug(), "off in spite of the property");
            assertFalse(
                    subject.newLoop(settings -> settings.debug(false)).isDebug(),
                    "on in spite of the builder");

            System.setProperty(DEBUG_PROPERTY, "false");
            EventLoop loop = subject.newLoop(settings -> settings.debug(true));
            assertTrue(loop.isDebug(), "off in spite of the builder");
            loop.setDebug(false);
            assertFalse(loop.isDebug(), "on in spite of setDebug(false)");
        } finally {
            if (before == null) {
                System.clearProperty(DEBUG_PROPERTY);
            } else {
                System.setProperty(DEBUG_PROPERTY, before);
            }
        }
    }

    @Rule(
            id = "DEBUG-14",
            text =
                    "In debug mode a task that is pending when its loop is closed is reported, with"
                            + " where it was created, and is not among the loop's tasks any more.",
            rows = "task.destroyed-pending-log")
    void reportsTasksLeftAtClose(Subject subject) {
        EventLoop loop = debugLoop(subject);
        Task<Void> left = loop.createTask("left", () -> sleep(FOREVER));
        subject.turns(1);

        loop.close();

        ExceptionContext report = onlyReport(subject);
        assertTrue(
                report.message().contains("'left' was pending when its loop was closed"),
                report.message());
        assertEquals(left, report.task(), "the task in the report");
        assertContains("reportsTasksLeftAtClose", report.creationSite());
        assertEquals(List.of(), loop.tasks(), "tasks of the closed loop");
    }

    @Rule(
            id = "DEBUG-15",
            text = "Outside of debug mode closing a loop says nothing of tasks that end by it.",
            rows = "task.destroyed-pending-log")
    void closesSilentlyOutsideOfDebugMode(Subject subject) {
        EventLoop loop = subject.loop();
        loop.setDebug(false);
        Task<Void> left = loop.createTask(() -> sleep(FOREVER));
        subject.turns(1);

        loop.close();

        assertTrue(left.isCancelled(), () -> "did not end: " + left);
        assertEquals(List.of(), subject.takeReports(), "reports without debug mode");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "DEBUG-16",
            text =
                    "In debug mode connections that are open when their loop is closed are reported,"
                            + " with where they were made.",
            rows = "stream.unclosed-warning")
    void reportsConnectionsLeftAtClose(Subject subject) {
        EventLoop loop = debugLoop(subject);
        Server server = loop.runUntilComplete(serve(loop));
        loop.runUntilComplete(() -> {
            dropConnection(server.port());
            closeConnection(server.port());
            sleep(Duration.ofMillis(1));
        });
        server.close();

        loop.close();

        List<ExceptionContext> ofClient =
                subject.takeReports().stream()
                        .filter(report -> first(report.creationSite()).equals("dropConnection"))
                        .toList();
        assertEquals(1, ofClient.size(), () -> "reports of the open connection: " + ofClient);
        ExceptionContext report = ofClient.getFirst();
        assertTrue(
                report.message().contains("was open when its loop was closed"), report.message());
        assertTrue(report.transport() != null, "the report does not name the transport");
    }

    private static LoopFuture<Server> serve(EventLoop loop) {
        return loop.createServer(() -> new Protocol() {}, "127.0.0.1", 0);
    }

    private static void dropConnection(int port) throws Exception {
        openConnection("127.0.0.1", port);
    }

    private static void closeConnection(int port) throws Exception {
        openConnection("127.0.0.1", port).close();
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "DEBUG-17",
            text =
                    "In debug mode a server that is open when its loop is closed is reported, with"
                            + " where it was made.",
            rows = "stream.unclosed-warning")
    void reportsServersLeftAtClose(Subject subject) {
        EventLoop loop = debugLoop(subject);
        Server server = loop.runUntilComplete(serve(loop));
        String address = "server on 127.0.0.1:" + server.port();
        loop.runUntilComplete(serve(loop)).close();

        loop.close();

        ExceptionContext report = onlyReport(subject);
        assertEquals(
                address + " was open when its loop was closed; close it",
                report.message(),
                "the report of an open server");
        assertEquals("serve", first(report.creationSite()), "where the server was made");
    }

    @Requires(Capability.SUBPROCESSES)
    @Rule(
            id = "DEBUG-18",
            text =
                    "A child process that closing the loop kills is reported, in debug mode with where"
                            + " it was started.",
            rows = "stream.unclosed-warning")
    void reportsChildrenLeftAtClose(Subject subject) {
        EventLoop loop = debugLoop(subject);
        loop.runUntilComplete(DebugRules::startChild);

        loop.close();

        ExceptionContext report = onlyReport(subject);
        assertTrue(report.message().contains("was killed"), report.message());
        assertEquals("startChild", first(report.creationSite()), "where the child was started");
    }

    /// Starts a child that waits for input, and leaves it.
    private static void startChild() throws Exception {
        Subprocess.exec("sort").stdin(Stdio.PIPE).stdout(Stdio.PIPE).start();
    }

    @Rule(
            id = "DEBUG-19",
            text =
                    "Scheduling from a thread that does not have the turn of the running loop is refused,"
                            + " whether the loop is in debug mode or not.",
            rows = "debug.thread-check")
    void refusesOtherThreads(Subject subject) {
        EventLoop loop = subject.loop();
        Map<String, Executable> calls = new LinkedHashMap<>();
        calls.put("callSoon", () -> loop.callSoon(() -> {}));
        calls.put("callLater", () -> loop.callLater(Duration.ZERO, () -> {}));
        calls.put("callAt", () -> loop.callAt(0, () -> {}));

        for (boolean isDebug : List.of(false, true)) {
            loop.setDebug(isDebug);
            CountDownLatch running = new CountDownLatch(1);
            loop.callSoon(running::countDown);
            Thread runner = subject.startThread(loop::runForever);
            subject.await(running);
            try {
                calls.forEach((name, call) -> assertRefused(name, call));
            } finally {
                loop.stop();
                join(runner);
            }
        }
    }

    private static void assertRefused(String name, Executable call) {
        IllegalStateException refusal =
                assertThrows(
                        IllegalStateException.class,
                        call,
                        name + " from another thread was accepted");
        assertTrue(
                refusal.getMessage().startsWith(name + " on ")
                        && refusal.getMessage().contains("callSoonThreadSafe"),
                () -> "neither call nor way out in: " + refusal.getMessage());
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError("the rule was interrupted", e);
        }
    }

    private static EventLoop debugLoop(Subject subject) {
        EventLoop loop = subject.loop();
        loop.setDebug(true);
        return loop;
    }

    /// {@return what was logged for being slow; from now on nothing is}
    private static List<String> slowLogs(Subject subject) {
        subject.turns(2);
        subject.loop().setSlowCallbackDuration(FOREVER);
        subject.turns(2);
        return subject.takeLogs().stream().filter(log -> log.startsWith("slow: ")).toList();
    }

    private static String onlySlow(Subject subject, String name) {
        List<String> logs = slowLogs(subject);
        List<String> found = logs.stream().filter(log -> log.contains(name)).toList();
        assertEquals(1, found.size(), () -> "logs of " + name + " among " + logs);
        return found.getFirst();
    }

    private static void assertTookAtLeast3Millis(String log) {
        Matcher took = TOOK.matcher(log);
        assertTrue(took.find(), () -> "no seconds in: " + log);
        assertTrue(Double.parseDouble(took.group(1)) >= 0.003, () -> "less than 3 ms in: " + log);
    }

    private static void hold3Millis() {
        long start = System.nanoTime();
        while (System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(3)) {
            Thread.onSpinWait();
        }
    }

    private static void park3Millis() {
        long start = System.nanoTime();
        while (System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(3)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(3));
        }
    }

    private static ExceptionContext onlyReport(Subject subject) {
        List<ExceptionContext> reports = subject.takeReports();
        assertEquals(
                1,
                reports.size(),
                () ->
                        "reports: "
                                + reports.stream()
                                        .map(ExceptionContext::message)
                                        .collect(Collectors.joining("; ")));
        return reports.getFirst();
    }

    /// {@return the method of the innermost frame}
    private static String first(List<StackTraceElement> site) {
        return site.isEmpty() ? "(no frame)" : site.getFirst().getMethodName();
    }

    private static void assertContains(String method, List<StackTraceElement> site) {
        assertTrue(
                site.stream().anyMatch(frame -> frame.getMethodName().equals(method)),
                () -> "no frame of " + method + " in " + site);
    }
}
