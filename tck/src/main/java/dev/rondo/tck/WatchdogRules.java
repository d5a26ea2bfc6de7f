package dev.rondo.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoop;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How debug mode names what blocks the loop, while it does.
///
/// What is to be reported blocks until it is, so no rule depends on how fast that is.
abstract class WatchdogRules {
    private static final Duration LIMIT = Duration.ofMillis(10);

    /// Long enough for a watchdog to notice what it should not.
    private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final Pattern LASTED = Pattern.compile("kept the loop for (\\d+\\.\\d{3}) s");

    /// What the class below does when it is initialised.
    static volatile Runnable initialiser = () -> {};

    private final List<String> seen = new ArrayList<>();

    private static EventLoop debugLoop(Subject subject) {
        EventLoop loop = subject.loop();
        loop.setDebug(true);
        loop.setSlowCallbackDuration(LIMIT);
        return loop;
    }

    /// Notes what was reported as blocking the loop.
    private void look(Subject subject) {
        subject.takeLogs().stream().filter(log -> log.startsWith("blocked: ")).forEach(seen::add);
    }

    /// Keeps the processor until as many reports have come, or far too much time is over.
    private void holdUntilReported(Subject subject, int reports) {
        long start = System.nanoTime();
        while (seen.size() < reports && System.nanoTime() - start < RuleLimit.ofWait().toNanos()) {
            Thread.onSpinWait();
            look(subject);
        }
    }

    /// Keeps the processor for a long time.
    private void holdLong(Subject subject) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < LONG_NANOS) {
            Thread.onSpinWait();
        }
        look(subject);
    }

    private void assertReported(String who, String where) {
        assertEquals(1, seen.size(), () -> "reports of what blocks the loop: " + seen);
        String report = seen.getFirst();
        assertTrue(report.startsWith("blocked: " + who), () -> who + " is not named in: " + report);
        assertTrue(report.contains(where), () -> where + " is not in the stack: " + report);
        Matcher lasted = LASTED.matcher(report);
        assertTrue(lasted.find(), () -> "no seconds in: " + report);
        assertTrue(
                Double.parseDouble(lasted.group(1)) >= 0.010,
                () -> "reported before the limit of 10 ms: " + report);
    }

    @Rule(
            id = "DEBUG-31",
            text =
                    "In debug mode a callback that keeps the loop for slowCallbackDuration is reported"
                            + " while it still does, with its stack.")
    void reportsACallbackThatBlocks(Subject subject) {
        debugLoop(subject).callSoon(() -> holdUntilReported(subject, 1));

        subject.turns(1);

        assertReported("Handle[", "holdUntilReported");
    }

    @Rule(
            id = "DEBUG-32",
            text =
                    "In debug mode a coroutine that keeps the loop for slowCallbackDuration is reported"
                            + " while it still does, with its stack.")
    void reportsACoroutineThatBlocks(Subject subject) {
        EventLoop loop = debugLoop(subject);

        loop.runUntilComplete(loop.createTask("culprit", () -> holdUntilReported(subject, 1)));

        assertReported("a step of ", "holdUntilReported");
        assertTrue(seen.getFirst().contains("'culprit'"), seen::toString);
    }

    @Rule(
            id = "DEBUG-33",
            text = "What blocks the loop is reported once each time, however long it lasts.")
    void reportsOncePerIncident(Subject subject) {
        EventLoop loop = debugLoop(subject);
        for (int incident = 1; incident <= 2; incident++) {
            int reports = incident;
            loop.callSoon(() -> {
                holdUntilReported(subject, reports);
                holdLong(subject);
            });

            subject.turns(1);

            assertEquals(reports, seen.size(), () -> "reports of " + reports + ": " + seen);
        }
    }

    @Rule(
            id = "DEBUG-34",
            text =
                    "A blocking call of the JDK in a coroutine is reported where it keeps the loop, with"
                            + " the call, and not where the loop goes on.")
    void reportsBlockingCallsThatKeepTheLoop(Subject subject) {
        EventLoop loop = debugLoop(subject);
        boolean goesOn = loop.engine().equals("scheduled");
        if (goesOn) {
            // A busy machine may give it no time before the call, which is no call that blocks.
            loop.setSlowCallbackDuration(Duration.ofNanos(LONG_NANOS));
        }
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        subject.startThread(() -> {
            subject.await(begun);
            releaseLater(subject, goesOn, released);
        });

        loop.runUntilComplete(
                loop.createTask(
                        "culprit",
                        () -> {
                            begun.countDown();
                            blockInTheJdk(released);
                        }));

        look(subject);
        if (goesOn) {
            assertFalse(
                    seen.toString().contains("'culprit'"),
                    () -> "reported, and the loop went on: " + seen);
        } else {
            assertReported(
                    "a step of ",
                    ", in java.util.concurrent.CountDownLatch.await, called by "
                            + WatchdogRules.class.getName()
                            + ".blockInTheJdk(");
        }
    }

    /// Releases a call that blocks, once it was reported or had the time to be.
    private void releaseLater(Subject subject, boolean goesOn, CountDownLatch released) {
        if (goesOn) {
            LockSupport.parkNanos(4 * LONG_NANOS); // a busy machine wakes the watchdog late
        } else {
            holdUntilReported(subject, 1);
        }
        released.countDown();
    }

    private static void blockInTheJdk(CountDownLatch released) {
        try {
            released.await();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /// Blocks where a virtual thread cannot leave its carrier.
    static final class Pinned {
        static {
            initialiser.run();
        }
    }

    @Rule(
            id = "DEBUG-35",
            text =
                    "A call that blocks under a class initialiser keeps the loop with each engine, and is"
                            + " reported.")
    void reportsPinnedCalls(Subject subject) throws Exception {
        EventLoop loop = debugLoop(subject);
        CountDownLatch released = new CountDownLatch(1);
        initialiser = () -> blockInTheJdk(released);
        MethodHandles.Lookup pinned =
                MethodHandles.lookup().defineHiddenClass(bytesOf(Pinned.class), false);
        subject.startThread(() -> releaseLater(subject, false, released));

        loop.runUntilComplete(
                loop.createTask("culprit", () -> pinned.ensureInitialized(pinned.lookupClass())));

        look(subject);
        assertReported("a step of ", "blockInTheJdk");
    }

    /// {@return the class, to be defined again each time: it is initialised once}
    private static byte[] bytesOf(Class<?> type) throws IOException {
        String name = type.getName();
        String file = name.substring(name.lastIndexOf('.') + 1) + ".class";
        try (InputStream in = type.getResourceAsStream(file)) {
            assertTrue(in != null, () -> file + " is not found");
            return in.readAllBytes();
        }
    }

    @Rule(
            id = "DEBUG-36",
            text = "What keeps the loop for less than slowCallbackDuration is not reported.")
    void reportsNothingBelowTheLimit(Subject subject) {
        EventLoop loop = debugLoop(subject);
        loop.setSlowCallbackDuration(Duration.ofDays(1));
        loop.callSoon(() -> holdLong(subject));

        subject.turns(1);

        assertEquals(List.of(), seen, "reports of what is not too long");
    }

    @Rule(
            id = "DEBUG-37",
            text =
                    "Outside of debug mode nothing that blocks is reported, and nobody watches: the thread"
                            + " that does is there in debug mode alone, and ends with it or with the"
                            + " loop.")
    void watchesInDebugModeAlone(Subject subject) {
        EventLoop loop = subject.newLoop(settings -> settings.debug(false));
        assertEquals(
                List.of(), Patience.untilEmpty(WatchdogRules::watchdogs), "without debug mode");
        loop.setSlowCallbackDuration(Duration.ZERO);
        loop.runUntilComplete(() -> holdLong(subject));
        assertEquals(List.of(), seen, "reports without debug mode");

        loop.setDebug(true);
        assertEquals(1, watchdogs().size(), "who watches in debug mode");
        loop.setDebug(false);
        assertEquals(List.of(), Patience.untilEmpty(WatchdogRules::watchdogs), "after debug mode");

        loop.setDebug(true);
        loop.close();
        assertEquals(List.of(), Patience.untilEmpty(WatchdogRules::watchdogs), "after close");
    }

    private static List<String> watchdogs() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter("rondo-watchdog"::equals)
                .toList();
    }
}
