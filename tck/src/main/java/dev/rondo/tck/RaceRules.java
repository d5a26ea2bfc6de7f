package dev.rondo.tck;

import static dev.rondo.Rondo.staggeredRace;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CancelledError;
import dev.rondo.ContextVariable;
import dev.rondo.Coroutine;
import dev.rondo.EventLoop;
import dev.rondo.Outcome;
import dev.rondo.Promise;
import dev.rondo.RaceResult;
import dev.rondo.Rondo;
import dev.rondo.Task;
import dev.rondo.TaskFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What `staggeredRace` promises.
abstract class RaceRules {
    private static final Duration SHORT = Duration.ofMillis(2);
    private static final Duration DAY = Duration.ofDays(1);

    private final ArithmeticException failure = new ArithmeticException("boom");
    private final List<String> seen = new ArrayList<>();

    @Rule(
            id = "WAIT-91",
            text =
                    "The next candidate of a race starts after the delay, not before; the first to"
                            + " succeed wins, and the losers are cancelled.",
            rows = "race.staggered-first-success")
    void startsTheNextAfterTheDelay(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<String> never = loop.createFuture();
        long start = loop.time();

        RaceResult<String> result =
                loop.runUntilComplete(
                        () -> staggeredRace(List.of(() -> never.await(), () -> "second"), SHORT));

        long took = loop.time() - start;
        assertTrue(took >= SHORT.toNanos(), () -> "a delay of 2 ms was over in " + took + " ns");
        assertTrue(result.hasWinner());
        assertEquals(1, result.index(), "the candidate that won");
        assertEquals("second", result.winner());
        assertEquals(
                List.of(new Outcome.Cancelled<String>(null), new Outcome.Success<>("second")),
                result.outcomes());
    }

    @Rule(
            id = "WAIT-92",
            text = "The next candidate starts as soon as the last one fails, whatever the delay.",
            rows = "race.staggered-first-success")
    void startsTheNextAfterAFailure(Subject subject) {
        Task<RaceResult<String>> race =
                subject.loop()
                        .createTask(() ->
                                staggeredRace(List.of(this::fail, () -> noting("second")), DAY));

        subject.turns(3); // of the race, of the first candidate, of the second

        assertEquals(List.of("second"), seen, "the candidates that ran after a failure");
        RaceResult<String> result = subject.loop().runUntilComplete(race);
        assertEquals(1, result.index());
        assertEquals(
                List.of(new Outcome.Failure<String>(failure), new Outcome.Success<>("second")),
                result.outcomes());
    }

    @Rule(
            id = "WAIT-93",
            text = "Without a delay the next candidate waits for the last one to fail.",
            rows = "race.staggered-first-success")
    void waitsForAFailureWithoutADelay(Subject subject) {
        Promise<String> first = subject.loop().createFuture();
        Task<RaceResult<String>> race =
                subject.loop()
                        .createTask(() ->
                                staggeredRace(
                                        List.of(() -> first.await(), () -> noting("second"))));
        subject.turns(5);
        assertEquals(List.of(), seen, "started beside a candidate that has not failed");

        first.setException(failure);

        assertEquals("second", subject.loop().runUntilComplete(race).winner());
    }

    @Rule(
            id = "WAIT-94",
            text = "Candidates that were not needed are not started, and not listed.",
            rows = "race.staggered-first-success")
    void listsWhatWasStarted(Subject subject) {
        RaceResult<String> result =
                subject.loop()
                        .runUntilComplete(() -> {
                            RaceResult<String> first =
                                    staggeredRace(List.of(() -> "first", () -> noting("second")));
                            Rondo.sleep(Duration.ZERO);
                            return first;
                        });

        assertEquals(0, result.index(), "the candidate that won");
        assertEquals("first", result.winner());
        assertEquals(List.of(new Outcome.Success<>("first")), result.outcomes());
        assertEquals(List.of(), seen, "started after the race was won");
    }

    @Rule(
            id = "WAIT-95",
            text = "If all candidates fail there is no winner, and all failures are listed.",
            rows = "race.staggered-first-success")
    void hasNoWinnerWhenAllFail(Subject subject) {
        RaceResult<String> result =
                subject.loop()
                        .runUntilComplete(() ->
                                staggeredRace(List.<Coroutine<String>>of(this::fail, this::fail)));

        assertFalse(result.hasWinner(), "a failure has won");
        assertEquals(RaceResult.NO_WINNER, result.index());
        assertNull(result.winner());
        assertEquals(
                List.of(new Outcome.Failure<String>(failure), new Outcome.Failure<String>(failure)),
                result.outcomes(),
                "the failures of a race that nobody won");
    }

    @Rule(
            id = "WAIT-96",
            text = "A race of nobody ends at once, without a winner.",
            rows = "race.staggered-first-success")
    void endsAtOnceWithoutCandidates(Subject subject) {
        RaceResult<String> result =
                subject.loop()
                        .runUntilComplete(() -> staggeredRace(List.<Coroutine<String>>of(), DAY));

        assertFalse(result.hasWinner(), "nobody has won");
        assertNull(result.winner());
        assertEquals(List.of(), result.outcomes(), "the outcomes of nobody");
        assertEquals(0, subject.loop().metrics().pendingTimers(), "timers left by the race");
    }

    @Rule(
            id = "WAIT-97",
            text =
                    "If two candidates could succeed in the same turn the first of them wins, and the"
                            + " other is cancelled.",
            rows = "race.staggered-first-success")
    void hasOneWinner(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<String> gate = loop.createFuture();
        Promise<String> never = loop.createFuture();
        Coroutine<String> opener =
                () -> {
                    gate.setResult("through");
                    return never.await();
                };

        RaceResult<String> result =
                loop.runUntilComplete(() ->
                        staggeredRace(
                                List.of(() -> gate.await(), () -> gate.await(), opener), SHORT));

        assertEquals(0, result.index());
        assertEquals(
                List.of(
                        new Outcome.Success<>("through"),
                        new Outcome.Cancelled<String>(null),
                        new Outcome.Cancelled<String>(null)),
                result.outcomes(),
                "two candidates that could succeed in one turn, and one that could not");
    }

    @Rule(
            id = "WAIT-98",
            text =
                    "Each cancellation of a racing task is passed on to the candidates; the last one"
                            + " is raised after they have ended.",
            rows = "race.staggered-cancel-propagates")
    void passesCancellationsOn(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<String> never = loop.createFuture();
        Promise<String> neverEither = loop.createFuture();
        Task<RaceResult<String>> race =
                loop.createTask(() ->
                        staggeredRace(
                                List.of(
                                        () -> {
                                            awaitAndNote(never);
                                            awaitAndNote(neverEither);
                                            return "survived";
                                        },
                                        () -> noting("second"))));
        subject.turns(2);

        race.cancel("once");
        subject.turns(3);
        assertEquals(List.of("once"), seen, "what the candidate saw of the first cancellation");
        assertFalse(race.isDone(), "the race has ended before its candidate");
        race.cancel("twice");

        CancelledError thrown =
                assertThrows(CancelledError.class, () -> loop.runUntilComplete(race));
        assertEquals("twice", thrown.getMessage(), "the cancellation that was raised");
        assertEquals(List.of("once", "twice"), seen, "what the candidates saw");
    }

    @Rule(
            id = "WAIT-99",
            text = "A loser that answers its cancellation with a result does not win.")
    void doesNotCountALateResult(Subject subject) {
        Promise<String> never = subject.loop().createFuture();

        RaceResult<String> result =
                subject.loop()
                        .runUntilComplete(() ->
                                staggeredRace(
                                        List.of(
                                                () -> {
                                                    awaitAndNote(never);
                                                    return "too late";
                                                },
                                                () -> "second"),
                                        SHORT));

        assertEquals(1, result.index(), "the candidate that won");
        assertEquals("second", result.winner());
        assertEquals(
                List.of(new Outcome.Success<>("too late"), new Outcome.Success<>("second")),
                result.outcomes());
    }

    @Rule(
            id = "WAIT-100",
            text =
                    "A candidate runs with the context variables of the racing task, not with what"
                            + " another candidate has set.")
    void keepsCandidatesApart(Subject subject) {
        ContextVariable<String> variable = ContextVariable.of("variable");

        RaceResult<String> result =
                subject.loop()
                        .runUntilComplete(() -> {
                            variable.set("of the race");
                            return staggeredRace(
                                    List.of(
                                            () -> {
                                                variable.set("of a candidate");
                                                return fail();
                                            },
                                            () -> variable.get()));
                        });

        assertEquals("of the race", result.winner(), "what the second candidate has seen");
        assertSame(failure, ((Outcome.Failure<String>) result.outcomes().getFirst()).exception());
    }

    @Rule(
            id = "WAIT-101",
            text =
                    "A race has the same winner and outcomes where tasks start eagerly, with and"
                            + " without a delay.",
            rows = "race.staggered-first-success")
    void isTheSameWithEagerTasks(Subject subject) {
        EventLoop loop = subject.loop();
        loop.setTaskFactory(TaskFactory.EAGER);
        Promise<String> never = loop.createFuture();

        loop.runUntilComplete(() -> {
            RaceResult<String> withDelay =
                    staggeredRace(List.of(() -> never.await(), () -> "second"), SHORT);
            RaceResult<String> withoutDelay = staggeredRace(List.of(this::fail, () -> "second"));
            RaceResult<String> atOnce =
                    staggeredRace(List.of(() -> "first", () -> noting("second")));

            assertEquals(1, withDelay.index(), "the winner after a delay");
            assertEquals(
                    List.of(new Outcome.Cancelled<String>(null), new Outcome.Success<>("second")),
                    withDelay.outcomes());
            assertEquals(1, withoutDelay.index(), "the winner after a failure");
            assertEquals(
                    List.of(new Outcome.Failure<String>(failure), new Outcome.Success<>("second")),
                    withoutDelay.outcomes());
            assertEquals(0, atOnce.index(), "the winner without a wait");
            assertEquals(List.of(new Outcome.Success<>("first")), atOnce.outcomes());
        });
    }

    private String fail() {
        throw failure;
    }

    private String noting(String name) {
        seen.add(name);
        return name;
    }

    private void awaitAndNote(Promise<String> never) {
        try {
            never.await();
        } catch (CancelledError e) {
            seen.add(String.valueOf(e.getMessage()));
        }
    }
}
