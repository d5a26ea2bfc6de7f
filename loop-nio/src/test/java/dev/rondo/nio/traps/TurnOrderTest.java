package dev.rondo.nio.traps;

import static dev.rondo.Rondo.createTask;
import static dev.rondo.Rondo.gather;
import static dev.rondo.Rondo.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The entry that wakes a task is its step: nothing comes between, and tasks do not drift against
/// callbacks by a turn at each wait.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TurnOrderTest {
    private static final int ROUNDS = 1_000;

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

    private static List<String> repeated(int count, String... pattern) {
        return Collections.nCopies(count, List.of(pattern)).stream().flatMap(List::stream).toList();
    }

    private void noteTurns(String name) {
        for (int i = 0; i < ROUNDS; i++) {
            note(name);
            sleep(Duration.ZERO);
        }
    }

    /// Once now, then once a turn.
    private void noteCalls(String name, int count) {
        if (count > 0) {
            note(name);
            loop.callSoon(() -> noteCalls(name, count - 1));
        }
    }

    @Test
    void tasksAndCallbacksThatGoOnForTurnsKeepTheirOrder() {
        loop.createTask(() -> noteTurns("a"));
        loop.callSoon(() -> noteCalls("x", ROUNDS));
        loop.createTask(() -> noteTurns("b"));
        loop.callSoon(() -> noteCalls("y", ROUNDS));
        loop.runUntilComplete(loop.createTask(() -> noteTurns("c")));

        assertEquals(repeated(ROUNDS, "a", "x", "b", "y", "c"), events);
    }

    @Test
    void aTaskIsWokenInTheOrderOfDoneCallbacks() {
        Promise<Void> future = loop.createFuture();
        future.addDoneCallback(done -> note("first"));
        loop.runUntilComplete(() -> {
            var waiting =
                    createTask(() -> {
                        future.await();
                        note("second");
                    });
            sleep(Duration.ZERO);
            future.addDoneCallback(done -> note("third"));
            loop.callSoon(() -> note("before"));
            future.setResult(null);
            loop.callSoon(() -> note("after"));
            waiting.await();
            sleep(Duration.ZERO);
        });

        assertEquals(List.of("before", "first", "second", "third", "after"), events);
    }

    private void passOn(Promise<Void> mine, Promise<Void> next, String name) {
        mine.await();
        note(name);
        next.setResult(null);
    }

    @Test
    void awaitsTakeOneTurnEach() {
        List<Promise<Void>> chain =
                Stream.generate(() -> loop.<Void>createFuture()).limit(4).toList();
        loop.createTask(() -> passOn(chain.get(0), chain.get(1), "task 1"));
        loop.createTask(() -> passOn(chain.get(1), chain.get(2), "task 2"));
        loop.createTask(() -> passOn(chain.get(2), chain.get(3), "task 3"));
        loop.runUntilComplete(() -> {
            sleep(Duration.ZERO);
            noteCalls("turn", 4);
            chain.get(0).setResult(null);
            chain.get(3).await();
        });

        assertEquals(List.of("turn", "turn", "task 1", "turn", "task 2", "turn", "task 3"), events);
    }

    @Test
    void aTaskThatWaitsForATaskIsWokenInTheTurnAfterItsEnd() {
        loop.runUntilComplete(() -> {
            noteCalls("turn", 3);
            createTask(() -> note("inner")).await();
            note("outer");
            sleep(Duration.ZERO);
        });

        assertEquals(List.of("turn", "turn", "inner", "turn", "outer"), events);
    }

    @Test
    void tasksStartInTheOrderOfCreation() {
        var tasks =
                Stream.of("1", "2", "3").map(name -> loop.createTask(() -> note(name))).toList();
        loop.runUntilComplete(() -> gather(tasks).await());

        assertEquals(List.of("1", "2", "3"), events);
    }

    @Test
    void timersOfOneDeadlineWakeTasksAndCallbacksInTheOrderOfScheduling() {
        long deadline = loop.time() + 1_000_000;
        Promise<Void> second = loop.createFuture();
        loop.callAt(deadline, () -> note("first"));
        loop.callAt(deadline, () -> second.setResult(null));
        loop.callAt(deadline, () -> note("third"));
        loop.runUntilComplete(() -> {
            second.await();
            note("woken in the next turn");
        });

        assertEquals(List.of("first", "third", "woken in the next turn"), events);
    }
}
