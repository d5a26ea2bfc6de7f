package dev.rondo.nio.traps;

import static dev.rondo.Rondo.createTask;
import static dev.rondo.Rondo.generate;
import static dev.rondo.Rondo.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.Action;
import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.Generated;
import dev.rondo.Rondo;
import dev.rondo.TaskOptions;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A wait below a class initialiser or a native frame, where a virtual thread cannot leave its
/// carrier. Under `scheduled` the carrier is the loop's only thread, and the wait is refused. Under
/// `handoff` it is one of the JDK's, and the wait holds it.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PinnedTest {
    /// What the initialisers below do.
    private static volatile Action initialiser;

    /// What came of it.
    private static volatile String outcome;

    @RegisterExtension final LoopWatch watch = new LoopWatch();

    private final EventLoop loop = EventLoops.create("nio");
    private final List<String> events = new ArrayList<>();

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    private static void tryInitialiser() {
        try {
            initialiser.run();
            outcome = "waited";
        } catch (IllegalStateException e) {
            outcome = e.getMessage();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void assertRefusedOrDone() {
        if (Engine.isScheduled()) {
            assertTrue(
                    outcome.startsWith(
                            "cannot wait here: a class initialiser or a native frame is on the"
                                    + " stack"),
                    outcome);
        } else {
            assertEquals("waited", outcome);
        }
    }

    private void assertLoopGoesOn() {
        loop.runUntilComplete(() -> {
            var task = createTask(() -> sleep(Duration.ofMillis(1)));
            loop.callSoon(() -> events.add("callback"));
            sleep(Duration.ZERO);
            events.add("turn");
            task.await();
        });
        assertEquals(List.of("callback", "turn"), events);
    }

    static final class InitialisedWithASleep {
        static final String OUTCOME;

        static {
            tryInitialiser();
            OUTCOME = outcome;
        }
    }

    @Test
    void aSleepInAClassInitialiserIsRefusedWhereItWouldStopTheLoop() {
        initialiser = () -> sleep(Duration.ofMillis(1));

        loop.runUntilComplete(() -> outcome = InitialisedWithASleep.OUTCOME);

        assertRefusedOrDone();
        assertLoopGoesOn();
    }

    static final class InitialisedWithATurn {
        static final String OUTCOME;

        static {
            tryInitialiser();
            OUTCOME = outcome;
        }
    }

    @Test
    void givingUpATurnInAClassInitialiserIsRefusedWhereItWouldStopTheLoop() {
        initialiser = () -> sleep(Duration.ZERO);

        loop.runUntilComplete(() -> outcome = InitialisedWithATurn.OUTCOME);

        assertRefusedOrDone();
        assertLoopGoesOn();
    }

    static final class InitialisedWithAGenerator {
        static final String OUTCOME;

        static {
            tryInitialiser();
            OUTCOME = outcome;
        }
    }

    @Test
    void aGeneratorThatCouldNotStartInAClassInitialiserStartsLater() {
        Generated<Integer> values = generate(out -> out.yield(42));
        var iterator = values.iterator();
        initialiser = () -> assertEquals(42, iterator.next());

        loop.runUntilComplete(() -> {
            outcome = InitialisedWithAGenerator.OUTCOME;
            sleep(Duration.ofMillis(1));
            if (Engine.isScheduled()) {
                assertEquals(42, iterator.next());
            }
            assertFalse(iterator.hasNext());
        });

        assertRefusedOrDone();
        assertLoopGoesOn();
    }

    static final class InitialisedInAGenerator {
        static final String OUTCOME;

        static {
            tryInitialiser();
            OUTCOME = outcome;
        }
    }

    @Test
    void aGeneratorThatCouldNotYieldInAClassInitialiserYieldsLater() {
        Generated<Integer> values =
                generate(out -> {
                    initialiser = () -> out.yield(1);
                    outcome = InitialisedInAGenerator.OUTCOME;
                    out.yield(2);
                });
        List<Integer> seen = new ArrayList<>();

        loop.runUntilComplete(() -> values.forEach(seen::add));

        assertRefusedOrDone();
        assertEquals(Engine.isScheduled() ? List.of(2) : List.of(1, 2), seen);
        assertLoopGoesOn();
    }

    static final class InitialisedWithAnEagerTask {
        static final String OUTCOME;

        static {
            tryInitialiser();
            OUTCOME = outcome;
        }
    }

    @Test
    void anEagerTaskThatCannotStartInAClassInitialiserIsNotLeft() {
        TaskOptions eager = TaskOptions.DEFAULT.withEagerStart(true);
        initialiser = () -> createTask(eager, () -> events.add("body"));

        loop.runUntilComplete(() -> {
            outcome = InitialisedWithAnEagerTask.OUTCOME;
            assertEquals(List.of(Rondo.currentTask()), loop.tasks());
            createTask(eager, () -> events.add("later")).resultNow();
        });

        assertRefusedOrDone();
        assertEquals(Engine.isScheduled() ? List.of("later") : List.of("body", "later"), events);
        events.clear();
        assertLoopGoesOn();
    }

    static final class InitialisedWithABlockingCall {
        static final String OUTCOME;

        static {
            tryInitialiser();
            OUTCOME = outcome;
        }
    }

    @Test
    void aBlockingCallInAClassInitialiserKeepsTheTurn() {
        initialiser =
                () -> {
                    loop.callSoon(() -> events.add("callback"));
                    Thread.sleep(2);
                };

        loop.runUntilComplete(() -> {
            outcome = InitialisedWithABlockingCall.OUTCOME;
            assertEquals(List.of(), events);
        });

        assertEquals("waited", outcome);
    }

    @Test
    void aSleepBelowANativeFrameIsRefusedWhereItWouldStopTheLoop() {
        initialiser = () -> sleep(Duration.ofMillis(1));

        int[] sorted = loop.runUntilComplete(() -> sort(3, 1, 2));

        assertEquals(List.of(1, 2, 3), java.util.Arrays.stream(sorted).boxed().toList());
        assertRefusedOrDone();
        assertLoopGoesOn();
    }

    /// Sorts with the C library, which calls back to compare.
    @SuppressWarnings("restricted") // the build enables native access
    private static int[] sort(int... values) throws ReflectiveOperationException {
        Linker linker = Linker.nativeLinker();
        var qsort =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("qsort"),
                        FunctionDescriptor.ofVoid(
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.ADDRESS));
        var pointer = ValueLayout.ADDRESS.withTargetLayout(ValueLayout.JAVA_INT);
        var comparison = FunctionDescriptor.of(ValueLayout.JAVA_INT, pointer, pointer);
        var compare =
                MethodHandles.lookup()
                        .findStatic(PinnedTest.class, "compare", comparison.toMethodType());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment array = arena.allocateFrom(ValueLayout.JAVA_INT, values);
            MemorySegment callback = linker.upcallStub(compare, comparison, arena);
            qsort.invoke(array, (long) values.length, ValueLayout.JAVA_INT.byteSize(), callback);
            return array.toArray(ValueLayout.JAVA_INT);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static int compare(MemorySegment left, MemorySegment right) {
        tryInitialiser(); // an exception that escaped from here would end the JVM
        return Integer.compare(
                left.get(ValueLayout.JAVA_INT, 0), right.get(ValueLayout.JAVA_INT, 0));
    }

    static final class FailsToInitialise {
        static final String NEVER;

        static {
            sleep(Duration.ofMillis(1));
            NEVER = "initialised";
        }
    }

    @Test
    void aRefusalThatAClassInitialiserLetsPassIsItsError() {
        Engine.assumeScheduled("the wait is not refused");

        var error =
                assertThrows(
                        ExceptionInInitializerError.class,
                        () -> loop.runUntilComplete(() -> FailsToInitialise.NEVER));

        assertTrue(error.getCause() instanceof IllegalStateException, error::toString);
        assertLoopGoesOn();
    }
}
