package dev.rondo.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.bench.Cell;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeersTest {
    private static final String GO = "ready\techo\tgo\tnative\tenv\tGOMAXPROCS=1\t/b/go\t{port}";
    private static final String GEVENT =
            "missing\techo\tgevent\tnot installed: apt-get install python3-gevent";

    @Test
    void startsAProgramOnAPort() throws IOException {
        Peers.Program go = Peers.parse(List.of("noise", GO)).ready(Peers.ECHO).getFirst();
        Contender peer = new Contender.Peer(go.name(), go.runtime(), go.words());
        assertEquals(List.of("env", "GOMAXPROCS=1", "/b/go", "7000"), peer.command(7000));
        assertEquals("go", peer.subject());
        assertEquals("", peer.engine());
    }

    @Test
    void saysWhatIsMissingAndTheWayOut() throws IOException {
        List<Cell> absent = Peers.parse(List.of(GO, GEVENT)).absent(Peers.ECHO);
        assertEquals(1, absent.size());
        assertEquals("gevent", absent.getFirst().subject());
        assertEquals("not installed: apt-get install python3-gevent", absent.getFirst().missing());
    }

    @Test
    void tellsKindsApart() throws IOException {
        Peers peers = Peers.parse(List.of(GO, GEVENT));
        assertTrue(peers.ready(Peers.MICRO).isEmpty());
        assertTrue(peers.absent(Peers.MICRO).isEmpty());
    }

    @Test
    void refusesAnOutputWithoutPeers() {
        IOException e = assertThrows(IOException.class, () -> Peers.parse(List.of("no such file")));
        assertTrue(e.getMessage().contains("no such file"), e.getMessage());
    }

    @Test
    void needsALoadGenerator() throws IOException {
        Peers none =
                Peers.parse(List.of("missing\tload\techoload\tno C compiler: apt-get install gcc"));
        assertEquals(
                "no load generator: no C compiler: apt-get install gcc",
                LoadGenerator.of(none).missing());
    }
}
