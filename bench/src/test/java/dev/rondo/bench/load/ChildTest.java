package dev.rondo.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChildTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static Child shell(String script) throws IOException {
        return Child.start(List.of("sh", "-c", script));
    }

    @Test
    void tellsCommandStatusAndOutputOfAFailure() throws Exception {
        try (Child child = shell("echo no room >&2; exit 3")) {
            IOException e = assertThrows(IOException.class, () -> child.lineWith("!", LIMIT));
            assertTrue(e.getMessage().startsWith("sh -c echo no room"), e.getMessage());
            assertTrue(e.getMessage().contains("ended, status 3\n    no room"), e.getMessage());
        }
    }

    @Test
    void doesNotWaitForeverForALine() throws Exception {
        try (Child child = shell("read line")) {
            Duration none = Duration.ofMillis(1);
            IOException e = assertThrows(IOException.class, () -> child.line(none));
            assertTrue(e.getMessage().contains("said nothing for"), e.getMessage());
        }
    }

    @Test
    void asksAndHears() throws Exception {
        try (Child child = shell("read word; echo answer seen=1 of=$word")) {
            child.say("12");
            Answer answer = child.answer(LIMIT);
            assertEquals(1, answer.number("seen"));
            assertEquals(12, answer.number("of"));
            child.finish(LIMIT);
        }
    }

    @Test
    void endsOneThatWaitsForItsInput() throws Exception {
        Child child = shell("read line; echo end");
        child.end(false);
        assertFalse(child.isAlive());
    }

    @Test
    void returnsTheLinesUpToTheEnd() throws Exception {
        try (Child child = shell("echo one; echo two")) {
            assertEquals(List.of("one", "two"), child.rest(LIMIT));
        }
    }

    @Test
    void refusesWhatIsNoAnswer() throws Exception {
        try (Child child = shell("echo answer seen")) {
            IOException e = assertThrows(IOException.class, () -> child.answer(LIMIT));
            assertEquals("no answer: answer seen", e.getMessage());
        }
    }
}
