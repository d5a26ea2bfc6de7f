package dev.rondo.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoops;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Libraries that block, unchanged, in hundreds of coroutines on one loop, against real servers.
@DeckTest
class BlockingLibrariesTest {
    private static boolean isScheduled() {
        return EventLoops.engine().name().equals("scheduled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "virtual"})
    void askADatabaseThroughAPool(String backend) throws Exception {
        try (LocalServer server = LocalServer.postgres()) {
            List<String> printed = Program.run("Postgres", backend, server.jdbcUrl()).texts();
            assertEquals("300 coroutines, 5 queries each, sum 224250", printed.getFirst());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "virtual"})
    void countInRedis(String backend) throws Exception {
        try (LocalServer server = LocalServer.redis()) {
            assertEquals(
                    List.of("300 coroutines have counted to 3000"),
                    Program.run("Redis", backend, "127.0.0.1", "" + server.port()).texts());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "virtual"})
    void serveWithTheServerOfTheJdk(String backend) throws Exception {
        assertEquals(
                isScheduled()
                        ? List.of("300 requests, 1500 characters", "concurrent")
                        : List.of(
                                "needs the engine scheduled: a call that blocks stops the server"),
                Program.run("JdkServer", backend).texts());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "virtual"})
    void serveWithJetty(String backend) throws Exception {
        assertEquals(
                List.of("300 requests, 1500 characters", "concurrent"),
                Program.run("JettyServer", backend).texts());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "virtual"})
    void measureTheLatenessOfATicker(String backend) throws Exception {
        try (LocalServer server = LocalServer.postgres()) {
            List<String> printed = Program.run("Lateness", backend, server.jdbcUrl()).texts();
            String engine = EventLoops.engine().name();
            assertTrue(
                    printed.getFirst()
                            .startsWith(
                                    backend + ", " + engine + ": 50 coroutines, 5 queries each"),
                    printed::toString);
            assertTrue(
                    printed.getLast().startsWith("a ticker of 5 ms was late by: median "),
                    printed::toString);
        }
    }
}
