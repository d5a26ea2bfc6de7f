package dev.rondo.memory.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CancelledError;
import dev.rondo.ContextVariable;
import dev.rondo.EventLoop;
import dev.rondo.Generated;
import dev.rondo.Promise;
import dev.rondo.Rondo;
import dev.rondo.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Generators. The catalogue has no rows for them; PEP 525 is the model.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class GeneratorSemanticsTest {
    private static final Duration DAY = Duration.ofDays(1);

    @RegisterExtension final LoopFixture fixture = new LoopFixture();

    private final EventLoop loop = fixture.loop;
    private final ArithmeticException failure = new ArithmeticException("boom");
    private final List<String> seen = new ArrayList<>();

    @Test
    void bodyAndConsumerAlternateWithoutGivingUpTheTurn() {
        loop.runUntilComplete(() -> {
            loop.callSoon(() -> seen.add("turn"));
            Rondo.createTask(() -> seen.add("task"));
            for (int value : counting(3)) {
                seen.add("took " + value);
            }
            assertEquals(List.of("gave 0", "took 0", "gave 1", "took 1", "gave 2", "took 2"), seen);
        });

        assertEquals(List.of("turn", "task"), seen.subList(6, 8));
    }

    @Test
    void startsWithTheFirstStep() {
        loop.runUntilComplete(() -> {
            Generated<Integer> values = counting(1);
            Iterator<Integer> iterator = values.iterator();
            Rondo.sleep(Duration.ZERO);
            assertEquals(List.of(), seen);
            assertTrue(iterator.hasNext());
            assertTrue(iterator.hasNext());
            assertEquals(List.of("gave 0"), seen);
            assertEquals(0, iterator.next());
            assertThrows(NoSuchElementException.class, iterator::next);
            assertFalse(iterator.hasNext());
        });
    }

    @Test
    void theBodyWaitsOnBehalfOfWhoAsks() {
        Generated<Long> values =
                Rondo.generate(out -> {
                    Task<?> asking = Rondo.currentTask();
                    Rondo.sleep(DAY);
                    assertSame(asking, Rondo.currentTask());
                    out.yield(loop.time());
                });

        loop.runUntilComplete(() -> {
            loop.callLater(Duration.ofSeconds(1), () -> seen.add("meanwhile"));
            assertEquals(DAY, Duration.ofNanos(values.iterator().next()));
            assertEquals(List.of("meanwhile"), seen);
            values.close();
        });
    }

    @Test
    void tasksMayTakeTurnsInAsking() {
        Iterator<String> names =
                Rondo.<String>generate(
                                out -> {
                                    for (int i = 0; i < 3; i++) {
                                        Rondo.sleep(Duration.ofSeconds(1));
                                        out.yield(Rondo.currentTask().name());
                                    }
                                })
                        .iterator();

        for (String name : List.of("a", "b", "c")) {
            Task<String> asking = loop.createTask(name, names::next);
            assertEquals(name, loop.runUntilComplete(asking));
        }
        assertFalse(loop.runUntilComplete(() -> names.hasNext()));
    }

    @Test
    void aFailureOfTheBodyReachesWhoAsks() {
        Generated<String> values =
                Rondo.generate(out -> {
                    out.yield("first");
                    throw failure;
                });

        loop.runUntilComplete(() -> {
            Iterator<String> iterator = values.iterator();
            assertEquals("first", iterator.next());
            assertSame(failure, assertThrows(ArithmeticException.class, iterator::hasNext));
            assertFalse(iterator.hasNext());
            values.close();
        });
    }

    @Test
    void aCancelOfWhoAsksArrivesInTheBody() {
        Generated<String> values =
                Rondo.generate(out -> {
                    try {
                        Rondo.sleep(DAY);
                    } catch (CancelledError e) {
                        seen.add("body: " + e.getMessage());
                        throw e;
                    }
                });
        Task<String> asking = loop.createTask(() -> values.iterator().next());
        fixture.turns(1);

        asking.cancel("enough");

        assertThrows(CancelledError.class, () -> loop.runUntilComplete(asking));
        assertEquals(List.of("body: enough"), seen);
        assertTrue(asking.isCancelled());
    }

    @Test
    void closeRunsTheFinallyBlocks() {
        loop.runUntilComplete(() -> {
            try (Generated<Integer> values = cleaning()) {
                assertEquals(0, values.iterator().next());
            }
            seen.add("closed");
        });

        assertEquals(List.of("clean", "closed"), seen);
    }

    @Test
    void forEachClosesWhenTheActionThrows() {
        loop.runUntilComplete(() -> {
            assertThrows(
                    ArithmeticException.class,
                    () ->
                            cleaning()
                                    .forEach(_ -> {
                                        throw failure;
                                    }));
            assertEquals(List.of("clean"), seen);
        });
    }

    @Test
    void closeHasNoEffectBeforeTheStartAndAfterTheEnd() {
        Generated<Integer> unstarted = counting(1);
        unstarted.close();
        loop.runUntilComplete(() -> {
            assertFalse(unstarted.iterator().hasNext());
            Generated<Integer> ended = counting(1);
            ended.forEach(_ -> {});
            ended.close();
            ended.close();
        });

        assertEquals(List.of("gave 0"), seen);
    }

    @Test
    void aBodyThatYieldsWhenItIsClosedIsRefused() {
        loop.runUntilComplete(() -> {
            Generated<String> values =
                    Rondo.generate(out -> {
                        try {
                            out.yield("first");
                        } finally {
                            out.yield("second");
                        }
                    });
            values.iterator().next();
            assertThrows(IllegalStateException.class, values::close);
            values.close();
        });
    }

    @Test
    void canBeIteratedOnce() {
        Generated<Integer> values = counting(1);
        var _ = values.iterator();

        assertThrows(IllegalStateException.class, values::iterator);
    }

    @Test
    void cannotBeAskedOrClosedWhileItRuns() {
        Promise<Void> gate = loop.createFuture();
        Generated<String> values =
                Rondo.generate(out -> {
                    gate.await();
                    out.yield("first");
                    out.yield("second");
                });
        Iterator<String> iterator = values.iterator();
        Task<List<String>> asking =
                loop.createTask(() -> List.of(iterator.next(), iterator.next()));
        fixture.turns(1);

        loop.runUntilComplete(() -> {
            assertThrows(IllegalStateException.class, iterator::next);
            assertThrows(IllegalStateException.class, values::close);
        });
        loop.callSoon(() -> gate.setResult(null));

        assertEquals(List.of("first", "second"), loop.runUntilComplete(asking));
    }

    @Test
    void cannotBeAskedOrClosedOutsideOfACoroutine() {
        Generated<Integer> values = counting(2);
        Iterator<Integer> iterator = values.iterator();
        assertThrows(IllegalStateException.class, iterator::next);
        loop.runUntilComplete(() -> {
            assertEquals(0, iterator.next());
        });

        assertThrows(IllegalStateException.class, values::close);
        assertThrows(IllegalStateException.class, iterator::next);

        assertEquals(1, loop.runUntilComplete(() -> iterator.next()));
    }

    @Test
    void onlyTheBodyMayYield() {
        loop.runUntilComplete(() ->
                Rondo.generate(
                                out -> {
                                    Task<Void> other = Rondo.createTask(() -> out.yield("other's"));
                                    assertThrows(IllegalStateException.class, other::await);
                                    out.yield("own");
                                })
                        .forEach(value -> seen.add(value.toString())));

        assertEquals(List.of("own"), seen);
    }

    @Test
    void generatorsMayBeNested() {
        loop.runUntilComplete(() ->
                Rondo.<String>generate(out ->
                                counting(2)
                                        .forEach(value -> {
                                            Rondo.sleep(DAY);
                                            out.yield("outer " + value);
                                        }))
                        .forEach(seen::add));

        assertEquals(List.of("gave 0", "outer 0", "gave 1", "outer 1"), seen);
    }

    @Test
    void bodyAndConsumerShareTheContext() {
        ContextVariable<String> variable = ContextVariable.of("variable", "initial");
        loop.runUntilComplete(() -> {
            Generated<String> values =
                    Rondo.generate(out -> {
                        out.yield(variable.get());
                        variable.set("the body's");
                        out.yield(variable.get());
                    });
            variable.set("the consumer's");
            values.forEach(value -> seen.add(value + "/" + variable.get()));
        });

        assertEquals(List.of("the consumer's/the consumer's", "the body's/the body's"), seen);
    }

    @Test
    void whatIsLeftOpenIsClosedWithTheLoop() {
        loop.runUntilComplete(() -> {
            cleaning().iterator().next();
        });
        assertEquals(List.of(), seen);

        loop.close();

        assertEquals(List.of("clean"), seen);
    }

    private Generated<Integer> counting(int count) {
        return Rondo.generate(out ->
                IntStream.range(0, count)
                        .forEach(value -> {
                            seen.add("gave " + value);
                            out.yield(value);
                        }));
    }

    private Generated<Integer> cleaning() {
        return Rondo.generate(out -> {
            try {
                out.yield(0);
                out.yield(1);
            } finally {
                seen.add("clean");
            }
        });
    }
}
