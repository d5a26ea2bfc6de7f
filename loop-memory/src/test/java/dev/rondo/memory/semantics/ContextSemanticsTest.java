package dev.rondo.memory.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rondo.ContextVariable;
import dev.rondo.EventLoop;
import dev.rondo.LoopFuture;
import dev.rondo.Promise;
import dev.rondo.Rondo;
import dev.rondo.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Context variables: which code sees which values.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class ContextSemanticsTest {
    @RegisterExtension final LoopFixture fixture = new LoopFixture();

    private final EventLoop loop = fixture.loop;
    private final ContextVariable<String> variable = ContextVariable.of("variable", "initial");
    private final List<String> seen = new ArrayList<>();

    // context.copied-at-creation
    @Test
    void aTaskGetsACopyWhenItIsCreated() {
        loop.runUntilComplete(() -> {
            variable.set("at creation");
            Task<Void> child =
                    Rondo.createTask(() -> {
                        note("child");
                        variable.set("the child's");
                        Rondo.sleep(Duration.ofSeconds(1));
                        note("child");
                    });
            variable.set("the parent's");
            Rondo.sleep(Duration.ZERO);
            note("parent");
            child.await();
            note("parent");
        });

        assertEquals(
                List.of(
                        "child: at creation",
                        "parent: the parent's",
                        "child: the child's",
                        "parent: the parent's"),
                seen);
    }

    // context.copied-at-creation
    @Test
    void aVariableWithoutAValueSaysSo() {
        ContextVariable<String> empty = ContextVariable.of("the empty one");

        NoSuchElementException thrown = assertThrows(NoSuchElementException.class, empty::get);

        assertEquals(true, thrown.getMessage().contains("the empty one"));
        assertThrows(IllegalStateException.class, () -> empty.set("outside of a loop"));
    }

    // context.copied-at-creation
    @Test
    void aCallbackRunsWithTheValuesOfWhoScheduledIt() {
        loop.runUntilComplete(() -> {
            variable.set("scheduled");
            loop.callSoon(() -> note("soon"));
            loop.callSoonThreadSafe(() -> note("thread-safe"));
            loop.callLater(Duration.ofSeconds(1), () -> note("later"));
            variable.set("changed");
            Rondo.sleep(Duration.ofSeconds(2));
        });

        assertEquals(
                List.of("soon: scheduled", "thread-safe: scheduled", "later: scheduled"), seen);
    }

    // context.copied-at-creation
    @Test
    void whatACallbackSetsIsSeenByWhatItSchedulesAlone() {
        loop.callSoon(() -> {
            variable.set("set");
            loop.callSoon(() -> note("follower"));
        });
        loop.callSoon(() -> note("neighbour"));

        fixture.turns(2);

        assertEquals(List.of("neighbour: initial", "follower: set"), seen);
    }

    // context.done-callback-isolated
    @Test
    void aDoneCallbackRunsWithTheValuesOfWhoAddedIt() {
        Promise<Integer> future = loop.createFuture();
        loop.runUntilComplete(() -> {
            variable.set("added");
            future.addDoneCallback(_ -> {
                note("callback");
                variable.set("the callback's");
            });
            variable.set("the task's");
            future.setResult(42);
            Rondo.sleep(Duration.ZERO);
            note("task");
        });

        assertEquals(List.of("callback: added", "task: the task's"), seen);
    }

    // context.copied-at-creation
    @Test
    void whatAnotherThreadSubmitsDoesNotSeeTheValuesOfWhatHappensToRun() throws Exception {
        CompletableFuture<Void> outside = new CompletableFuture<>();
        LoopFuture<Void> waiting = loop.wrap(outside);
        loop.callSoon(() -> {
            variable.set("of what happens to run");
            submitFromAnotherThread(outside);
        });

        loop.runUntilComplete(waiting);

        assertEquals(List.of("callback: initial", "command: initial"), seen);
    }

    // context.to-thread
    @Test
    void aWorkerThreadSeesTheCallersValues() {
        loop.runUntilComplete(() -> {
            variable.set("the caller's");
            assertEquals("the caller's", Rondo.toThread(variable::get));
            LoopFuture<String> plain = loop.runInExecutor(variable::get);
            assertEquals("initial", plain.await());
        });
    }

    // context.to-thread
    @Test
    void whatAWorkerThreadSubmitsHasTheValuesThatItSees() {
        loop.runUntilComplete(() -> {
            Promise<String> answer = loop.createFuture();
            variable.set("the caller's");
            Rondo.toThread(() -> loop.callSoonThreadSafe(() -> answer.setResult(variable.get())));
            assertEquals("the caller's", answer.await());
        });
    }

    // exc.handler-runs-in-failing-context
    @Test
    void theExceptionHandlerRunsWithTheValuesOfWhatFailed() {
        loop.setExceptionHandler((_, _) -> note("handler"));
        loop.callSoon(() -> {
            variable.set("the callback's");
            throw new ArithmeticException("boom");
        });

        fixture.turns(1);

        assertEquals(List.of("handler: the callback's"), seen);
    }

    private void submitFromAnotherThread(CompletableFuture<Void> outside) {
        CountDownLatch submitted = new CountDownLatch(1);
        Thread.ofPlatform()
                .start(() -> {
                    loop.callSoonThreadSafe(() -> note("callback"));
                    loop.asExecutor()
                            .execute(() -> {
                                note("command");
                                outside.complete(null);
                            });
                    submitted.countDown();
                });
        while (submitted.getCount() > 0) {
            Thread.onSpinWait(); // a latch would give up the turn
        }
    }

    private void note(String who) {
        seen.add(who + ": " + variable.get());
    }
}
