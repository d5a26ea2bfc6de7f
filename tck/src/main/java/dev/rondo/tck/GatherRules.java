package dev.rondo.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CancelledError;
import dev.rondo.EventLoop;
import dev.rondo.LoopFuture;
import dev.rondo.Outcome;
import dev.rondo.Promise;
import dev.rondo.Rondo;
import dev.rondo.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future.State;

/// What `gather` and `gatherOutcomes` promise.
abstract class GatherRules {
    private final ArithmeticException failure = new ArithmeticException("boom");

    @Rule(
            id = "WAIT-1",
            text =
                    "The results of a gather come in the order of its arguments, once the last child"
                            + " is done.",
            rows = "gather.results-in-argument-order")
    void givesResultsInTheOrderOfTheArguments(Subject subject) {
        List<Promise<String>> children = futures(subject.loop(), 3);
        LoopFuture<List<String>> gathered = Rondo.gather(children);

        children.get(1).setResult("b");
        children.get(2).setResult("c");
        subject.turns(2);
        assertFalse(gathered.isDone(), "the gather was done before its last child");
        children.get(0).setResult("a");

        assertEquals(
                List.of("a", "b", "c"),
                subject.loop().runUntilComplete(gathered),
                "the results, of children that ended in the order b, c, a");
    }

    @Rule(
            id = "WAIT-2",
            text =
                    "The first failure of a child ends a gather at once, with that very exception;"
                            + " the others go on, and what becomes of them is ignored.",
            rows = "gather.first-exception-propagates")
    void failsWithTheFirstFailure(Subject subject) {
        List<Promise<String>> children = futures(subject.loop(), 4);
        LoopFuture<List<String>> gathered = Rondo.gather(children);

        children.get(1).setException(failure);
        subject.turns(1);

        assertEquals(State.FAILED, gathered.state(), "the gather, one turn after the failure");
        assertSame(failure, gathered.exceptionNow());
        children.get(0).setResult("a");
        children.get(2).cancel();
        assertFalse(children.get(3).isDone(), "another child was touched");
        children.get(3).setException(new ArithmeticException("later"));
        subject.turns(1);
        assertSame(failure, gathered.exceptionNow(), "changed by a later end of another child");
    }

    @Rule(
            id = "WAIT-3",
            text = "A child that fails after its gather has failed is not reported as unseen.",
            rows = "gather.later-child-failure-not-logged")
    void takesTheFailuresThatComeLater(Subject subject) {
        failTwoAndForgetThem(subject);

        assertEquals(List.of(), UnseenFailures.of(subject), "reported as unseen");
    }

    private void failTwoAndForgetThem(Subject subject) {
        List<Promise<String>> children = futures(subject.loop(), 2);
        LoopFuture<List<String>> gathered = Rondo.gather(children);
        children.get(0).setException(failure);
        subject.turns(1);
        children.get(1).setException(new ArithmeticException("later"));
        subject.turns(1);
        assertSame(failure, gathered.exceptionNow());
    }

    @Rule(
            id = "WAIT-4",
            text =
                    "gatherOutcomes waits for every child, and gives failures as values in the"
                            + " places of their children.",
            rows = "gather.return-exceptions")
    void givesFailuresAsOutcomes(Subject subject) {
        List<Promise<Integer>> children = futures(subject.loop(), 4);
        ArithmeticException other = new ArithmeticException("other");
        LoopFuture<List<Outcome<Integer>>> gathered = Rondo.gatherOutcomes(children);

        children.get(3).setException(other);
        children.get(2).setException(failure);
        children.get(0).setResult(3);
        subject.turns(2);
        assertFalse(gathered.isDone(), "gatherOutcomes was done before its last child");
        children.get(1).setResult(1);

        assertEquals(
                List.of(
                        new Outcome.Success<>(3),
                        new Outcome.Success<>(1),
                        new Outcome.Failure<Integer>(failure),
                        new Outcome.Failure<Integer>(other)),
                subject.loop().runUntilComplete(gathered));
    }

    @Rule(
            id = "WAIT-5",
            text =
                    "A cancelled child fails its gather with a CancelledError; the gather does not"
                            + " count as cancelled itself.",
            rows = "gather.child-cancelled")
    void failsWhenAChildIsCancelled(Subject subject) {
        List<Promise<String>> children = futures(subject.loop(), 2);
        LoopFuture<List<String>> gathered = Rondo.gather(children);

        children.get(1).cancel("enough");

        CancelledError thrown =
                assertThrows(CancelledError.class, () -> subject.loop().runUntilComplete(gathered));
        assertEquals("enough", thrown.getMessage());
        assertFalse(gathered.isCancelled(), "the gather counts as cancelled");
        assertEquals(State.FAILED, gathered.state());
        assertFalse(children.get(0).isDone(), "the other child was touched");
    }

    @Rule(
            id = "WAIT-6",
            text = "gatherOutcomes gives a cancelled child as a value, and waits for the others.",
            rows = "gather.child-cancelled-return-exceptions")
    void givesACancelledChildAsAnOutcome(Subject subject) {
        List<Promise<String>> children = futures(subject.loop(), 2);
        LoopFuture<List<Outcome<String>>> gathered = Rondo.gatherOutcomes(children);

        children.get(0).cancel("enough");
        subject.turns(2);
        assertFalse(gathered.isDone(), "gatherOutcomes did not wait for the other child");
        children.get(1).setResult("b");

        assertEquals(
                List.of(new Outcome.Cancelled<String>("enough"), new Outcome.Success<>("b")),
                subject.loop().runUntilComplete(gathered));
    }

    @Rule(
            id = "WAIT-7",
            text =
                    "Cancelling a task that awaits a gather cancels the unfinished children and what"
                            + " they wait for; the gather then refuses to be cancelled.",
            rows = "gather.cancel-outer-cancels-children")
    void passesACancellationToItsChildren(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<String> done = loop.createFuture();
        Promise<String> awaited = loop.createFuture();
        Task<String> child = loop.createTask(() -> awaited.await());
        LoopFuture<List<String>> gathered = Rondo.gather(done, child);
        Task<List<String>> caller = loop.createTask(() -> gathered.await());
        done.setResult("a");
        subject.turns(1);

        caller.cancel("enough");

        assertTrue(awaited.isCancelled(), "what a child waits for was not cancelled");
        CancelledError thrown =
                assertThrows(CancelledError.class, () -> loop.runUntilComplete(caller));
        assertEquals("enough", thrown.getMessage());
        assertTrue(caller.isCancelled(), "the caller did not end as cancelled");
        assertTrue(child.isCancelled(), "the child did not end as cancelled");
        assertFalse(gathered.cancel(), "the gather let itself be cancelled once more");
        assertEquals("a", done.resultNow());
    }

    @Rule(
            id = "WAIT-8",
            text = "A gather whose children are all done cannot be cancelled; its results come.",
            rows = "gather.cancel-refused-when-children-done")
    void refusesACancellationAfterItsChildren(Subject subject) {
        Promise<Integer> child = subject.loop().createFuture();
        LoopFuture<List<Integer>> gathered = Rondo.gather(child);
        child.setResult(42);

        assertFalse(gathered.cancel(), "a gather let itself be cancelled after its children's end");

        assertEquals(List.of(42), subject.loop().runUntilComplete(gathered));
    }

    @Rule(
            id = "WAIT-9",
            text =
                    "A cancellation of the task that awaits a gather is not lost when all children"
                            + " are done.",
            rows = "gather.cancel-refused-when-children-done")
    void losesNoCancellationOfItsCaller(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<String> child = loop.createFuture();
        LoopFuture<List<String>> gathered = Rondo.gather(child);
        Task<List<String>> caller = loop.createTask(() -> gathered.await());
        subject.turns(1);

        child.setResult("a");
        caller.cancel();

        assertThrows(CancelledError.class, () -> loop.runUntilComplete(caller));
        assertEquals(List.of("a"), gathered.resultNow());
    }

    @Rule(
            id = "WAIT-10",
            text =
                    "A cancelled gatherOutcomes throws the cancellation, with its message, once all"
                            + " children have ended; it does not give it as a value.",
            rows = "gather.cancel-not-swallowed-by-return-exceptions")
    void outcomesDoNotSwallowACancellation(Subject subject) {
        EventLoop loop = subject.loop();
        List<Promise<String>> never = futures(loop, 2);
        Task<String> first = loop.createTask(() -> never.get(0).await());
        Task<String> last =
                loop.createTask(() -> {
                    try {
                        return never.get(1).await();
                    } catch (CancelledError e) {
                        Rondo.sleep(Duration.ZERO);
                        return "answered";
                    }
                });
        LoopFuture<List<Outcome<String>>> gathered = Rondo.gatherOutcomes(first, last);
        Task<List<Outcome<String>>> caller = loop.createTask(() -> gathered.await());
        subject.turns(1);

        caller.cancel("enough");

        CancelledError thrown =
                assertThrows(CancelledError.class, () -> loop.runUntilComplete(caller));
        assertEquals("enough", thrown.getMessage());
        assertTrue(first.isCancelled());
        assertEquals("answered", last.resultNow());
    }

    @Rule(
            id = "WAIT-11",
            text =
                    "A gather of nothing gives an empty list where a loop runs, and is an illegal"
                            + " state elsewhere.",
            rows = "gather.empty")
    void gathersNothingWhereALoopRuns(Subject subject) {
        List<LoopFuture<String>> nothing = List.of();

        assertEquals(
                List.of(), subject.loop().runUntilComplete(() -> Rondo.gather(nothing).await()));
        assertEquals(
                List.of(),
                subject.loop().runUntilComplete(() -> Rondo.gatherOutcomes(nothing).await()));
        assertThrows(IllegalStateException.class, () -> Rondo.gather(nothing));
        assertThrows(IllegalStateException.class, () -> Rondo.gatherOutcomes(nothing));
    }

    @Rule(
            id = "WAIT-12",
            text =
                    "Children of different loops are an illegal argument; a gather belongs to the"
                            + " loop of its children.",
            rows = "gather.mixed-loops-rejected")
    void refusesChildrenOfDifferentLoops(Subject subject) {
        EventLoop other = subject.newLoop();
        Promise<String> mine = subject.loop().createFuture();
        Promise<String> foreign = other.createFuture();

        assertThrows(IllegalArgumentException.class, () -> Rondo.gather(mine, foreign));
        assertThrows(IllegalArgumentException.class, () -> Rondo.gatherOutcomes(mine, foreign));
        assertSame(other, Rondo.gather(foreign).loop(), "the loop of a gather");
    }

    @Rule(
            id = "WAIT-13",
            text =
                    "A child that is given more than once runs once, and its result stands in each"
                            + " of its places.",
            rows = "gather.duplicates-run-once")
    void repeatsTheResultOfAChild(Subject subject) {
        List<String> runs = new ArrayList<>();

        List<String> results =
                subject.loop()
                        .runUntilComplete(() -> {
                            Task<String> abc = Rondo.createTask(() -> noting(runs, "abc"));
                            Task<String> def = Rondo.createTask(() -> noting(runs, "def"));
                            return Rondo.gather(abc, abc, def, abc).await();
                        });

        assertEquals(List.of("abc", "abc", "def", "abc"), results);
        assertEquals(List.of("abc", "def"), runs, "the bodies that ran");
    }

    private static String noting(List<String> runs, String name) {
        runs.add(name);
        return name;
    }

    @Rule(
            id = "WAIT-14",
            text =
                    "An argument that is no future is refused at the call, and leaves nothing behind"
                            + " that would be reported.",
            rows = "gather.bad-argument")
    void refusesWhatIsNoFuture(Subject subject) {
        List<Promise<String>> children = new ArrayList<>(futures(subject.loop(), 1));
        children.add(none());

        assertThrows(NullPointerException.class, () -> Rondo.gather(children));
        assertThrows(NullPointerException.class, () -> Rondo.gatherOutcomes(children));

        children.get(0).setException(failure);
        subject.turns(2);
        assertSame(failure, children.get(0).exceptionNow());
    }

    @Rule(
            id = "WAIT-15",
            text =
                    "Cancelling a gather of shields cancels the shields alone; the inner futures can"
                            + " still be completed.",
            rows = "gather.shield-children")
    void cancelsItsShieldsAlone(Subject subject) {
        List<Promise<String>> inner = futures(subject.loop(), 2);
        List<LoopFuture<String>> shields =
                List.of(Rondo.shield(inner.get(0)), Rondo.shield(inner.get(1)));
        LoopFuture<List<String>> gathered = Rondo.gather(shields);

        assertTrue(gathered.cancel());
        assertThrows(CancelledError.class, () -> subject.loop().runUntilComplete(gathered));

        shields.forEach(shield -> assertTrue(shield.isCancelled(), "a shield was not cancelled"));
        inner.forEach(future ->
                assertTrue(
                        future.trySetResult("completed"),
                        "the cancellation went through a shield"));
        subject.turns(1);
    }

    @Rule(
            id = "WAIT-16",
            text = "Cancelling a shield of a gather leaves the gather running to its results.",
            rows = "gather.shield-children")
    void goesOnBehindAShield(Subject subject) {
        Promise<String> child = subject.loop().createFuture();
        LoopFuture<List<String>> gathered = Rondo.gather(child);
        LoopFuture<List<String>> shield = Rondo.shield(gathered);

        shield.cancel();
        subject.turns(1);
        assertFalse(child.isDone(), "the cancellation went through the shield");
        child.setResult("a");

        assertEquals(List.of("a"), subject.loop().runUntilComplete(gathered));
        assertTrue(shield.isCancelled());
    }

    @Rule(
            id = "WAIT-17",
            text = "A gather of futures that are done is done from the start.",
            rows = "gather.results-in-argument-order")
    void isDoneWhenItsChildrenAre(Subject subject) {
        List<Promise<String>> children = futures(subject.loop(), 2);
        children.get(0).setResult("a");
        children.get(1).setResult("b");

        LoopFuture<List<String>> gathered = Rondo.gather(children);

        assertTrue(gathered.isDone(), "a gather of done futures is pending");
        assertEquals(List.of("a", "b"), gathered.resultNow());
    }

    @SuppressWarnings("NullAway") // what a caller without null checks might pass
    private static <T> T none() {
        return null;
    }

    private static <T> List<Promise<T>> futures(EventLoop loop, int count) {
        List<Promise<T>> futures = new ArrayList<>();
        while (futures.size() < count) {
            futures.add(loop.createFuture());
        }
        return futures;
    }
}
