package dev.rondo.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rondo.Action;
import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.Rondo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DeckTest
class AsyncEverythingTest {
    @ParameterizedTest
    @ValueSource(strings = {"nio", "memory"})
    void aCallRunsAndABodyThatNoTaskTakesDoesNot(String backend) throws Exception {
        assertEquals(List.of("foobar1"), Program.run("AsyncEverything", backend).texts());
    }

    @Test
    void aMethodThatWaitsIsCalledLikeAnyOther() {
        List<String> heard = new ArrayList<>();
        try (EventLoop loop = EventLoops.create("memory")) {
            Action body =
                    () -> {
                        waitAndTell(heard);
                        heard.add("after");
                    };
            loop.runUntilComplete(body);
        }
        assertEquals(List.of("waited", "after"), heard);
    }

    private static void waitAndTell(List<String> heard) {
        Rondo.sleep(Duration.ofSeconds(1));
        heard.add("waited");
    }
}
