package dev.rondo.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoops;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EchoServerTest {
    private static final String ENGINE = System.getProperty(EventLoops.ENGINE_PROPERTY, "");

    @ParameterizedTest
    @ValueSource(strings = {EchoServer.PROTOCOL, EchoServer.STREAMS})
    void echoesAnswersAndEnds(String style) throws Exception {
        Contender ours = new Contender.Ours("nio", ENGINE, style);
        RunningServer server = RunningServer.start(ours, List.of());
        try (server;
                PacedClient client = new PacedClient(server.port(), 5, 1_000)) {
            assertEquals(50, client.run(1_000, 0, 0.05).count());
            assertTrue(server.ask(Questions.COUNTERS).number("allocated") > 0);
            assertTrue(server.ask(Questions.TURNS + " 10").number("nanos") > 0);
        }
        assertFalse(server.isAlive());
    }
}
