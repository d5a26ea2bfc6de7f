package dev.rondo.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.bench.Cell;
import dev.rondo.bench.Plan;
import dev.rondo.bench.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeersTest {
    private static final String GO = "ready\techo\tgo\tnative\tenv\tGOMAXPROCS=1\t/b/go\t{port}";
    private static final String GEVENT =
            "missing\techo\tgevent\tnot installed: apt-get install python3-gevent";
    private static final String LOAD = "ready\tload\techoload\tnative\t/b/echoload";

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
    void takesThoseThatAreWanted() throws IOException {
        Peers peers = Peers.parse(List.of(GO, GEVENT, LOAD));
        assertEquals(peers, peers.only(wanting("all")));
        assertEquals(Peers.parse(List.of(GO, LOAD)), peers.only(wanting("go")));
        assertEquals(Peers.parse(List.of(LOAD)), peers.only(wanting()));
    }

    @Test
    void namesThePeersWhenThereIsNoSuchOne() throws IOException {
        Peers peers = Peers.parse(List.of(GO, GEVENT));
        UsageException e = assertThrows(UsageException.class, () -> peers.only(wanting("gevnet")));
        assertEquals("no peer 'gevnet'; there are: go, gevent", e.getMessage());
    }

    private static Plan wanting(String... peers) {
        return new Plan(
                true,
                List.of("nio"),
                List.of("scheduled"),
                List.of(peers),
                1,
                List.of(),
                Path.of("."),
                Path.of("."));
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
