package dev.rondo.memory.network;

import static dev.rondo.Rondo.createTask;
import static dev.rondo.Rondo.openConnection;
import static dev.rondo.Rondo.sleep;
import static dev.rondo.memory.network.NetworkFixture.HOST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.StreamReader;
import dev.rondo.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Who may use streams, and what their errors show; what they do is in the compatibility kit.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class StreamReaderTest {
    @RegisterExtension final NetworkFixture fixture = new NetworkFixture();

    /// What a test does with a reader, and the transport of its peer.
    private interface Script {
        void run(StreamReader reader, Transport peer) throws Exception;
    }

    @BeforeEach
    void listen() {
        fixture.listen();
    }

    private void play(Script script) {
        fixture.run(() -> {
            try (var connection = openConnection(HOST, fixture.server.port())) {
                sleep(Duration.ofMillis(1)); // time goes on when the server has accepted
                script.run(connection.reader(), fixture.served.transport);
            }
        });
    }

    @Test
    void aNegativeCountToReadNamesReadAll() {
        play((reader, peer) -> {
            IllegalArgumentException refusal =
                    assertThrows(IllegalArgumentException.class, () -> reader.read(-1));
            assertEquals("atMost < 0: -1; readAll() has no limit", refusal.getMessage());
        });
    }

    @Test
    void aFailureShowsWhereTheReadWas() {
        play((reader, peer) -> {
            peer.abort();
            IOException failure = assertThrows(IOException.class, () -> reader.read(1));
            assertTrue(
                    List.of(failure.getStackTrace()).stream()
                            .anyMatch(frame -> frame.getClassName().equals(getClass().getName())),
                    () -> List.of(failure.getStackTrace()).toString());
        });
    }

    @Test
    void aReadInACallbackIsRefused() {
        StreamReader[] kept = new StreamReader[1];
        play((reader, peer) -> kept[0] = reader);
        Throwable[] refusal = new Throwable[1];
        fixture.loop.callSoon(() ->
                refusal[0] = assertThrows(IllegalStateException.class, () -> kept[0].read(1)));
        fixture.turns(1);

        String message = refusal[0].getMessage();
        assertTrue(message.startsWith("cannot read in a callback"), message);
    }

    @Test
    void openingOutsideOfACoroutineIsRefused() {
        IllegalStateException refusal =
                assertThrows(IllegalStateException.class, () -> openConnection(HOST, 80));

        assertTrue(refusal.getMessage().startsWith("cannot open a connection"), refusal::toString);
    }

    @Test
    void aTaskThatWaitsIsCancelledWhenTheLoopCloses() {
        List<String> ends = new ArrayList<>();
        play((reader, peer) -> {
            var other = openConnection(HOST, fixture.server.port());
            createTask(() -> {
                try {
                    other.reader().read(1);
                } finally {
                    other.close();
                    ends.add("unwound");
                }
            });
            sleep(Duration.ofMillis(1));
        });

        fixture.loop.close();

        assertEquals(List.of("unwound"), ends);
    }
}
