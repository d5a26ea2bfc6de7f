package dev.rondo.tck;

import static dev.rondo.Rondo.createTask;
import static dev.rondo.Rondo.currentTask;
import static dev.rondo.Rondo.generate;
import static dev.rondo.Rondo.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CancelledError;
import dev.rondo.ContextVariable;
import dev.rondo.EventLoop;
import dev.rondo.ExceptionContext;
import dev.rondo.Generated;
import dev.rondo.Promise;
import dev.rondo.Task;
import dev.rondo.Yielder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.function.Executable;

/// Generators: how the turn passes between body and consumer, and how they end. asyncio's tests
/// have little on them; PEP 525 is the model.
abstract class GeneratorRules {
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final ArithmeticException failure = new ArithmeticException("boom");
    private final List<String> seen = new ArrayList<>();

    @Rule(
            id = "SHUTDOWN-17",
            text = "A generator that was left open is closed with its loop: its clean-up runs.",
            rows = "asyncgen.finalised")
    void isClosedWithItsLoop(Subject subject) {
        subject.loop().runUntilComplete(() -> cleaning().iterator().next());
        assertEquals(List.of(), seen, "clean-up before the close");

        subject.loop().close();

        assertEquals(List.of("clean"), seen, "clean-up of the generator that was left open");
    }

    @Rule(id = "SHUTDOWN-18", text = "What a generator throws when its loop closes it is reported.")
    void isReportedWhenItFailsAtTheEnd(Subject subject) {
        subject.loop()
                .runUntilComplete(() ->
                        generate(
                                        out -> {
                                            try {
                                                out.yield(0);
                                            } finally {
                                                raise();
                                            }
                                        })
                                .iterator()
                                .next());

        subject.loop().close();

        List<ExceptionContext> reports = subject.takeReports();
        assertEquals(1, reports.size(), "reports of the generator that failed");
        assertSame(failure, reports.getFirst().exception(), "the exception of the report");
    }

    @Rule(
            id = "SHUTDOWN-19",
            text =
                    "The turn passes straight between consumer and body; nothing else runs meanwhile.")
    void passesTheTurnDirectly(Subject subject) {
        EventLoop loop = subject.loop();

        loop.runUntilComplete(() -> {
            loop.callSoon(() -> seen.add("callback"));
            createTask(() -> seen.add("task"));
            for (int value : counting(3)) {
                seen.add("took " + value);
            }
        });
        subject.turns(1);

        assertEquals(
                List.of(
                        "gave 0",
                        "took 0",
                        "gave 1",
                        "took 1",
                        "gave 2",
                        "took 2",
                        "callback",
                        "task"),
                seen,
                "order of body, consumer and the rest");
    }

    @Rule(
            id = "SHUTDOWN-20",
            text = "A body starts when the first value is asked for, and gives each value once.")
    void startsWithTheFirstStep(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    Iterator<Integer> iterator = counting(1).iterator();
                    sleep(Duration.ZERO);
                    assertEquals(List.of(), seen, "values before anybody asked");
                    assertTrue(iterator.hasNext(), "hasNext() before the first value");
                    assertTrue(iterator.hasNext(), "hasNext(), asked again");
                    assertEquals(List.of("gave 0"), seen, "values after hasNext()");
                    assertEquals(0, iterator.next(), "the first value");
                    assertThrows(NoSuchElementException.class, iterator::next);
                    assertFalse(iterator.hasNext(), "hasNext() after the end");
                });
    }

    @Rule(
            id = "SHUTDOWN-21",
            text = "A body waits on behalf of the task that asks, while other things run.")
    void waitsForWhoAsks(Subject subject) {
        EventLoop loop = subject.loop();
        Generated<String> values =
                generate(out -> {
                    Task<?> asking = currentTask();
                    sleep(MILLI.multipliedBy(2));
                    assertSame(asking, currentTask(), "the task after a wait in the body");
                    out.yield(asking.name());
                });
        loop.callLater(MILLI, () -> seen.add("meanwhile"));

        Task<String> asking = loop.createTask("asking", () -> values.iterator().next());

        assertEquals("asking", loop.runUntilComplete(asking), "the task in the body");
        assertEquals(List.of("meanwhile"), seen, "what ran while the body waited");
        loop.runUntilComplete(values::close);
    }

    @Rule(
            id = "SHUTDOWN-22",
            text = "Tasks may take turns in asking one generator; its body then runs for each.")
    void canBeAskedByTasksInTurn(Subject subject) {
        EventLoop loop = subject.loop();
        Iterator<String> names =
                generate(
                                (Yielder<String> out) -> {
                                    for (int i = 0; i < 3; i++) {
                                        sleep(Duration.ZERO);
                                        out.yield(currentTask().name());
                                    }
                                })
                        .iterator();

        for (String name : List.of("a", "b", "c")) {
            Task<String> asking = loop.createTask(name, names::next);
            assertEquals(name, loop.runUntilComplete(asking), "the task in the body");
        }
        assertFalse(loop.runUntilComplete(() -> names.hasNext()), "hasNext() after the end");
    }

    @Rule(
            id = "SHUTDOWN-23",
            text = "What a body throws reaches the one who asks, and ends the generator.")
    void passesFailuresOn(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    Generated<String> values =
                            generate(out -> {
                                out.yield("first");
                                raise();
                            });
                    Iterator<String> iterator = values.iterator();
                    assertEquals("first", iterator.next(), "the first value");
                    assertSame(failure, assertThrows(ArithmeticException.class, iterator::hasNext));
                    assertFalse(iterator.hasNext(), "hasNext() after the failure");
                    values.close();
                });
    }

    @Rule(
            id = "SHUTDOWN-24",
            text = "A cancellation of the task that asks arrives in the body, where it waits.")
    void passesCancellationsOn(Subject subject) {
        EventLoop loop = subject.loop();
        Generated<String> values =
                generate(out -> {
                    try {
                        sleep(DAY);
                    } catch (CancelledError e) {
                        seen.add("body: " + e.getMessage());
                        throw e;
                    }
                });
        Task<String> asking = loop.createTask(() -> values.iterator().next());
        subject.turns(1);

        asking.cancel("enough");

        assertThrows(CancelledError.class, () -> loop.runUntilComplete(asking));
        assertEquals(List.of("body: enough"), seen, "what the body saw");
        assertTrue(asking.isCancelled(), () -> "not cancelled: " + asking);
    }

    @Rule(
            id = "SHUTDOWN-25",
            text = "Closing a generator runs its clean-up before close() comes back.")
    void runsTheCleanUp(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    try (Generated<Integer> values = cleaning()) {
                        assertEquals(0, values.iterator().next(), "the first value");
                    }
                    seen.add("closed");
                });

        assertEquals(List.of("clean", "closed"), seen, "order of the end");
    }

    @Rule(id = "SHUTDOWN-26", text = "forEach closes the generator when its action throws.")
    void isClosedByForEach(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    assertThrows(ArithmeticException.class, () -> cleaning().forEach(_ -> raise()));
                    assertEquals(List.of("clean"), seen, "clean-up after the action threw");
                });
    }

    @Rule(
            id = "SHUTDOWN-27",
            text = "To close a generator that has not begun, or has ended, changes nothing.")
    void mayBeClosedAtAnyTime(Subject subject) {
        Generated<Integer> unstarted = counting(1);
        unstarted.close();

        subject.loop()
                .runUntilComplete(() -> {
                    assertFalse(unstarted.iterator().hasNext(), "a value of a closed generator");
                    Generated<Integer> ended = counting(1);
                    ended.forEach(_ -> {});
                    ended.close();
                    ended.close();
                });

        assertEquals(List.of("gave 0"), seen, "values that were produced");
    }

    @Rule(id = "SHUTDOWN-28", text = "A body that yields when it is closed is refused.")
    void mayNotYieldWhenClosed(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    Generated<String> values =
                            generate(out -> {
                                try {
                                    out.yield("first");
                                } finally {
                                    out.yield("second");
                                }
                            });
                    values.iterator().next();
                    assertRefused("yielded a value when it was closed", values::close);
                    values.close();
                });
    }

    @Rule(id = "SHUTDOWN-29", text = "A generator is iterated once, by coroutines alone.")
    void isIteratedOnceByCoroutines(Subject subject) {
        Generated<Integer> values = counting(2);
        Iterator<Integer> iterator = values.iterator();
        assertRefused("can be iterated once", values::iterator);
        assertRefused("no loop is running here", iterator::next);
        assertEquals(0, subject.loop().runUntilComplete(() -> iterator.next()), "the first value");
        assertRefused("no loop is running here", iterator::next);
        assertRefused("no loop is running here", values::close);
        subject.loop()
                .callSoon(() -> {
                    assertRefused("in a callback", iterator::next);
                    seen.add("refused");
                });

        subject.turns(1);

        assertEquals(List.of("gave 0", "refused"), seen, "what a callback got");
        assertEquals(1, subject.loop().runUntilComplete(() -> iterator.next()), "the second value");
        subject.loop().runUntilComplete(values::close);
    }

    @Rule(id = "SHUTDOWN-30", text = "While a body runs for one task no other can ask or close.")
    void runsForOneTaskAtATime(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Void> gate = loop.createFuture();
        Generated<String> values =
                generate(out -> {
                    gate.await();
                    out.yield("first");
                    out.yield("second");
                });
        Iterator<String> iterator = values.iterator();
        Task<List<String>> asking =
                loop.createTask(() -> List.of(iterator.next(), iterator.next()));
        subject.turns(1);

        loop.runUntilComplete(() -> {
            assertRefused("is running already", iterator::next);
            assertRefused("is running already", values::close);
        });

        loop.callSoon(() -> gate.setResult(null));
        assertEquals(List.of("first", "second"), loop.runUntilComplete(asking), "the values");
        loop.runUntilComplete(values::close);
    }

    @Rule(id = "SHUTDOWN-31", text = "Only the body may yield.")
    void yieldsInItsBodyAlone(Subject subject) {
        subject.loop()
                .runUntilComplete(() ->
                        generate(
                                        (Yielder<String> out) -> {
                                            Task<Void> other =
                                                    createTask(() -> out.yield("other's"));
                                            assertRefused("own body", other::await);
                                            out.yield("own");
                                        })
                                .forEach(seen::add));

        assertEquals(List.of("own"), seen, "values");
    }

    @Rule(id = "SHUTDOWN-32", text = "Generators may consume generators, and wait in between.")
    void mayBeNested(Subject subject) {
        subject.loop()
                .runUntilComplete(() ->
                        generate((Yielder<String> out) ->
                                        counting(2)
                                                .forEach(value -> {
                                                    sleep(MILLI);
                                                    out.yield("outer " + value);
                                                }))
                                .forEach(seen::add));

        assertEquals(
                List.of("gave 0", "outer 0", "gave 1", "outer 1"), seen, "order of the two bodies");
    }

    @Rule(
            id = "SHUTDOWN-33",
            text = "Body and consumer share the context: each sees what the other has set.")
    void sharesTheContext(Subject subject) {
        ContextVariable<String> variable = ContextVariable.of("variable", "initial");
        subject.loop()
                .runUntilComplete(() -> {
                    Generated<String> values =
                            generate(out -> {
                                out.yield(variable.get());
                                variable.set("the body's");
                                out.yield(variable.get());
                            });
                    variable.set("the consumer's");
                    values.forEach(value -> seen.add(value + "/" + variable.get()));
                });

        assertEquals(
                List.of("the consumer's/the consumer's", "the body's/the body's"),
                seen,
                "the variable in the body and at the consumer");
    }

    private void raise() {
        throw failure;
    }

    private Generated<Integer> counting(int count) {
        return generate(out ->
                IntStream.range(0, count)
                        .forEach(value -> {
                            seen.add("gave " + value);
                            out.yield(value);
                        }));
    }

    private Generated<Integer> cleaning() {
        return generate(out -> {
            try {
                out.yield(0);
                out.yield(1);
            } finally {
                seen.add("clean");
            }
        });
    }

    private static void assertRefused(String fragment, Executable call) {
        String message = assertThrows(IllegalStateException.class, call, fragment).getMessage();
        assertTrue(
                message.contains(fragment),
                () -> "no '%s' in the message: %s".formatted(fragment, message));
    }
}
