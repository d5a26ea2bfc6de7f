package dev.rondo.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rondo.Action;
import dev.rondo.Coroutine;
import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.Rondo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DeckTest
class BasicsTest {
    @ParameterizedTest
    @ValueSource(strings = {"nio", "memory"})
    void printsAndReturns(String backend) throws Exception {
        assertEquals(List.of("hi"), Program.run("Basics", backend).texts());
    }

    @Test
    void aBodyStartsWithTheRunAndNotBefore() {
        List<String> heard = new ArrayList<>();
        try (EventLoop loop = EventLoops.create("memory")) {
            Action body = () -> heard.add("body");
            heard.add("made");
            loop.runUntilComplete(body);
        }
        assertEquals(List.of("made", "body"), heard);
    }

    @Test
    void aRunGivesTheResultOrTheFailureAndLeavesTheLoopOpen() {
        IllegalStateException failure = new IllegalStateException("failed");
        Coroutine<String> failing =
                () -> {
                    throw failure;
                };
        try (EventLoop loop = EventLoops.create("memory")) {
            assertSame(
                    failure,
                    assertThrows(
                            IllegalStateException.class, () -> loop.runUntilComplete(failing)));
            assertFalse(loop.isRunning());
            assertFalse(loop.isClosed());
            assertEquals("hi", loop.runUntilComplete(() -> "hi"));
        }
    }

    @Test
    void aRunningLoopRefusesASecondRunFromItself() {
        try (EventLoop loop = EventLoops.create("memory")) {
            Action nested = () -> loop.runUntilComplete(() -> Rondo.sleep(Duration.ZERO));
            assertThrows(IllegalStateException.class, () -> loop.runUntilComplete(nested));
        }
    }

    @Test
    void aRunningLoopRefusesASecondRunFromAnotherThread() {
        try (EventLoop loop = EventLoops.create("memory")) {
            CompletableFuture<Throwable> refusal = new CompletableFuture<>();
            Action second = () -> Rondo.sleep(Duration.ZERO);
            Action first =
                    () -> {
                        Thread.ofPlatform()
                                .start(() ->
                                        refusal.complete(
                                                assertThrows(
                                                        IllegalStateException.class,
                                                        () -> loop.runUntilComplete(second))));
                        loop.wrap(refusal).await();
                    };
            loop.runUntilComplete(first);
        }
    }
}
