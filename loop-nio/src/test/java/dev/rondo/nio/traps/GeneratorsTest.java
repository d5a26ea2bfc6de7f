package dev.rondo.nio.traps;

import static dev.rondo.Rondo.createTask;
import static dev.rondo.Rondo.currentTask;
import static dev.rondo.Rondo.generate;
import static dev.rondo.Rondo.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CancelledError;
import dev.rondo.ContextVariable;
import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.Generated;
import dev.rondo.Task;
import dev.rondo.Yielder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A generator runs on behalf of the task that asks, and within its turn.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GeneratorsTest {
    private static final Duration FOR_EVER = Duration.ofDays(1);

    @RegisterExtension final LoopWatch watch = new LoopWatch();

    private final EventLoop loop = EventLoops.create("nio");
    private final List<String> events = new ArrayList<>();

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    private void note(String event) {
        events.add(event);
    }

    private void count(Yielder<Integer> out) {
        try {
            for (int i = 0; i < 3; i++) {
                note("before " + i);
                out.yield(i);
            }
            note("end");
        } finally {
            note("finally");
        }
    }

    @Test
    void itAlternatesStrictlyWithItsConsumer() {
        loop.runUntilComplete(() -> generate(this::count).forEach(value -> note("value " + value)));

        assertEquals(
                List.of(
                        "before 0",
                        "value 0",
                        "before 1",
                        "value 1",
                        "before 2",
                        "value 2",
                        "end",
                        "finally"),
                events);
    }

    @Test
    void nothingElseRunsBetweenItsSteps() {
        loop.runUntilComplete(() -> {
            loop.callSoon(() -> note("callback"));
            createTask(() -> note("task"));
            loop.callSoonThreadSafe(() -> note("callback"));
            generate(this::count).forEach(value -> note("value"));
            note("awaits");
            sleep(Duration.ZERO);
        });

        assertEquals(List.of("awaits", "callback", "task", "callback"), events.subList(8, 12));
    }

    @Test
    void itDoesNotStartBeforeItIsAsked() {
        loop.runUntilComplete(() -> {
            Generated<Integer> values = generate(this::count);
            Iterator<Integer> iterator = values.iterator();
            sleep(Duration.ZERO);
            note("asks");
            iterator.next();
            values.close();
        });

        assertEquals(List.of("asks", "before 0", "finally"), events);
    }

    @Test
    void itsBodyRunsAsTheTaskThatAsks() {
        loop.runUntilComplete(() -> {
            Task<?> mine = currentTask();
            var iterator = generate(GeneratorsTest::yieldTasks).iterator();
            assertSame(mine, iterator.next());
            createTask(() -> assertSame(currentTask(), iterator.next())).await();
            assertSame(mine, iterator.next());
            assertSame(mine, currentTask());
            assertFalse(iterator.hasNext());
        });
    }

    private static void yieldTasks(Yielder<Task<?>> out) {
        out.yield(currentTask());
        out.yield(currentTask());
        sleep(Duration.ZERO);
        out.yield(currentTask());
    }

    @Test
    void whatItsBodyAwaitsItsConsumerAwaits() {
        loop.runUntilComplete(() -> {
            Task<Void> consumer =
                    createTask(() ->
                            generate((Yielder<Integer> out) -> awaitAndYield(out))
                                    .forEach(value -> note("value " + value)));
            sleep(Duration.ZERO);
            note("others run");
            assertTrue(consumer.awaiting().isPresent());
            consumer.await();
        });

        assertEquals(List.of("others run", "value 1"), events);
    }

    private static void awaitAndYield(Yielder<Integer> out) {
        sleep(Duration.ofMillis(1));
        out.yield(1);
    }

    @Test
    void itSharesTheContextOfItsConsumer() {
        ContextVariable<String> variable = ContextVariable.of("variable", "initial");
        loop.runUntilComplete(() -> {
            variable.set("consumer");
            var iterator =
                    generate(
                                    (Yielder<String> out) -> {
                                        out.yield(variable.get());
                                        variable.set("generator");
                                        out.yield(variable.get());
                                    })
                            .iterator();
            assertEquals("consumer", iterator.next());
            assertEquals("generator", iterator.next());
            assertEquals("generator", variable.get());
        });
    }

    @Test
    void closingItEarlyRunsItsFinallyBlock() {
        loop.runUntilComplete(() -> {
            try (Generated<Integer> values = generate(this::count)) {
                note("value " + values.iterator().next());
            }
            note("closed");
        });

        assertEquals(List.of("before 0", "value 0", "finally", "closed"), events);
    }

    @Test
    void forEachClosesItWhenTheActionThrows() {
        assertThrows(
                IllegalArgumentException.class,
                () -> loop.runUntilComplete(() -> generate(this::count).forEach(this::fail)));

        assertEquals(List.of("before 0", "finally"), events);
    }

    private void fail(int value) {
        throw new IllegalArgumentException("value " + value);
    }

    @Test
    void itsFinallyBlockMayAwaitWhenItIsClosed() {
        loop.runUntilComplete(() -> {
            Generated<Integer> values =
                    generate(out -> {
                        try {
                            out.yield(1);
                        } finally {
                            sleep(Duration.ofMillis(1));
                            note("finally");
                        }
                    });
            values.iterator().next();
            values.close();
            note("closed");
        });

        assertEquals(List.of("finally", "closed"), events);
    }

    @Test
    void closingOneThatDidNotStartOrHasEndedHasNoEffect() {
        loop.runUntilComplete(() -> {
            Generated<Integer> values = generate(this::count);
            values.close();
            values.close();
            assertFalse(values.iterator().hasNext());
        });

        assertEquals(List.of(), events);
    }

    @Test
    void aBodyThatYieldsWhenItIsClosedIsAnError() {
        loop.runUntilComplete(() -> {
            Generated<Integer> values =
                    generate(out -> {
                        try {
                            out.yield(1);
                        } catch (CancelledError e) {
                            out.yield(2);
                        }
                    });
            values.iterator().next();
            var e = assertThrows(IllegalStateException.class, values::close);
            assertEquals("the generator yielded a value when it was closed", e.getMessage());
        });
    }

    @Test
    void aCancellationOfItsConsumerArrivesInItsAwait() {
        Task<Void> consumer =
                loop.createTask(() ->
                        generate(
                                        (Yielder<Integer> out) -> {
                                            try {
                                                out.yield(1);
                                                sleep(FOR_EVER);
                                            } catch (CancelledError e) {
                                                note("generator: " + e.getMessage());
                                                throw e;
                                            }
                                        })
                                .forEach(value -> note("value " + value)));
        loop.runUntilComplete(() -> {
            sleep(Duration.ZERO);
            consumer.cancel("enough");
            assertThrows(CancelledError.class, consumer::await);
        });

        assertEquals(List.of("value 1", "generator: enough"), events);
        assertTrue(consumer.isCancelled());
    }

    @Test
    void whatItsBodyThrowsItsConsumerSees() {
        loop.runUntilComplete(() -> {
            var unchecked = new IllegalArgumentException("unchecked");
            var checked = new java.io.IOException("checked");
            assertSame(unchecked, assertThrows(RuntimeException.class, () -> failWith(unchecked)));
            var wrapped = assertThrows(CompletionException.class, () -> failWith(checked));
            assertSame(checked, wrapped.getCause());
        });
    }

    private static void failWith(Exception exception) {
        Generated<Object> failing =
                generate(out -> {
                    throw exception;
                });
        var _ = failing.iterator().hasNext();
    }

    @Test
    void misuseIsAnError() {
        loop.runUntilComplete(() -> {
            Generated<Integer> values = generate(this::count);
            Iterator<Integer> iterator = values.iterator();
            assertThrows(IllegalStateException.class, values::iterator);
            iterator.forEachRemaining(value -> {});
            assertThrows(NoSuchElementException.class, iterator::next);
        });
        var outside = generate(this::count).iterator();
        assertThrows(IllegalStateException.class, outside::hasNext);
    }

    @Test
    void aCallbackMayNotAskForAValue() {
        var iterator = generate(this::count).iterator();
        loop.callSoon(
                () -> note(assertThrows(RuntimeException.class, iterator::next).getMessage()));
        loop.runUntilComplete(() -> sleep(Duration.ofMillis(1)));

        assertTrue(events.getFirst().startsWith("cannot step a generator in a callback"));
    }

    @Test
    void twoTasksMayNotAskAtOnce() {
        loop.runUntilComplete(() -> {
            var iterator = generate(GeneratorsTest::sleepAndYield).iterator();
            Task<Integer> first = createTask(iterator::next);
            sleep(Duration.ZERO);
            var e = assertThrows(RuntimeException.class, iterator::next);
            assertInstanceOf(IllegalStateException.class, e);
            assertEquals(1, first.await());
        });
    }

    private static void sleepAndYield(Yielder<Integer> out) {
        sleep(Duration.ofMillis(1));
        out.yield(1);
    }

    @Test
    void oneGeneratorMayConsumeAnother() {
        Generated<Integer> inner = generate(this::count);
        List<Integer> seen = new ArrayList<>();
        loop.runUntilComplete(() ->
                generate((Yielder<Integer> out) -> inner.forEach(v -> out.yield(v * 10)))
                        .forEach(seen::add));

        assertEquals(List.of(0, 10, 20), seen);
    }

    @Test
    void aGeneratorMayBlockInTheJdk() {
        List<Integer> seen = new ArrayList<>();
        loop.runUntilComplete(() ->
                generate(
                                (Yielder<Integer> out) -> {
                                    Thread.sleep(1);
                                    out.yield(1);
                                    Thread.sleep(1);
                                })
                        .forEach(seen::add));

        assertEquals(List.of(1), seen);
    }
}
