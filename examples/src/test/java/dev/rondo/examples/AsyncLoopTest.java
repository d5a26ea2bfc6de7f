package dev.rondo.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.Generated;
import dev.rondo.Rondo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DeckTest
class AsyncLoopTest {
    private final List<String> heard = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"nio", "memory"})
    void generatorAndLoopBodyAlternate(String backend) throws Exception {
        List<String> expected =
                IntStream.range(0, 5)
                        .boxed()
                        .flatMap(k ->
                                Stream.of("Before yelleding " + k, "Yay, I've been yelleded " + k))
                        .toList();
        assertEquals(expected, Program.run("AsyncLoop", backend).texts());
    }

    @Test
    void iteratingDoesNotGiveUpTheTurn() {
        try (EventLoop loop = EventLoops.create("memory")) {
            loop.runUntilComplete(() -> {
                Rondo.createTask(this::tickForEver);
                Rondo.sleep(Duration.ZERO);
                try (Generated<Integer> numbers = countToFive()) {
                    numbers.forEach(number -> heard.add("got " + number));
                }
                heard.add("done");
                Rondo.sleep(Duration.ZERO);
                assertEquals(
                        "tick, got 0, got 1, got 2, got 3, got 4, clean-up, done, tick",
                        String.join(", ", heard));
            });
        }
    }

    @Test
    void aGeneratorThatWaitsLetsOthersGoOn() {
        try (EventLoop loop = EventLoops.create("memory")) {
            loop.callLater(Duration.ofMillis(1500), () -> heard.add("timer"));
            loop.runUntilComplete(() -> {
                Generated<Integer> slow =
                        Rondo.generate(out -> {
                            for (int k = 1; k <= 2; k++) {
                                Rondo.sleep(Duration.ofSeconds(1));
                                out.yield(k);
                            }
                        });
                slow.forEach(second -> heard.add("second " + second));
            });
        }
        assertEquals(List.of("second 1", "timer", "second 2"), heard);
    }

    @Test
    void leavingTheIterationEarlyRunsTheGeneratorsCleanUp() {
        try (EventLoop loop = EventLoops.create("memory")) {
            loop.runUntilComplete(() -> {
                try (Generated<Integer> numbers = countToFive()) {
                    for (int number : numbers) {
                        heard.add("got " + number);
                        break;
                    }
                }
                heard.add("left");
            });
        }
        assertEquals(List.of("got 0", "clean-up", "left"), heard);
    }

    private void tickForEver() {
        while (true) {
            heard.add("tick");
            Rondo.sleep(Duration.ZERO);
        }
    }

    private Generated<Integer> countToFive() {
        return Rondo.generate(out -> {
            try {
                for (int number = 0; number < 5; number++) {
                    out.yield(number);
                }
            } finally {
                heard.add("clean-up");
            }
        });
    }
}
