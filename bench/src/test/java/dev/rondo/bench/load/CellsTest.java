package dev.rondo.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rondo.bench.Plan;
import dev.rondo.bench.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is run where, and how peers' lines are read.
class CellsTest {
    @Test
    void takesAsManyConnectionsAsThereAreDescriptors() {
        assertEquals(List.of(1, 500, 5_000, 10_000, 19_800), ConnectionsBenchmark.counts(20_000));
        assertEquals(
                List.of(1, 500, 5_000, 10_000, 20_000), ConnectionsBenchmark.counts(1_048_576));
        assertEquals(List.of(1, 500, 824), ConnectionsBenchmark.counts(1_024));
    }

    @Test
    void takesPowersOfTwoUpToTheProcessors() {
        assertEquals(List.of(1), LoopsBenchmark.counts(1));
        assertEquals(List.of(1, 2), LoopsBenchmark.counts(2));
        assertEquals(List.of(1, 2, 4, 6), LoopsBenchmark.counts(6));
    }

    @Test
    void takesEachBackendOnEachEngineInEachStyle() {
        Plan plan =
                new Plan(
                        true,
                        List.of("nio", "memory"),
                        List.of("scheduled", "handoff"),
                        List.of(),
                        1,
                        List.of(),
                        Path.of("."),
                        Path.of("."));
        List<String> ours =
                Contenders.ours(plan, List.of(EchoServer.PROTOCOL, EchoServer.STREAMS)).stream()
                        .map(contender -> contender.subject() + " " + contender.engine())
                        .toList();
        assertEquals(
                List.of(
                        "nio scheduled",
                        "nio-streams scheduled",
                        "nio handoff",
                        "nio-streams handoff"),
                ours);
    }

    @Test
    void readsWhatPeersMeasure() throws IOException {
        assertEquals(
                List.of(
                        Result.cost("call-soon-chain", "ns", 16.5),
                        Result.cost("mem-parked-bytes", "B", 900)),
                PrimitivesBenchmark.parse(
                        List.of(
                                "netty-nio\tcall_soon_chain\t16.5\t1000000",
                                "a warning",
                                "netty-nio\tmem_parked_bytes\t900.0\t100000")));
    }

    @Test
    void failsWhereOneOfAPeersPrimitivesHasFailed() {
        IOException e =
                assertThrows(
                        IOException.class,
                        () -> PrimitivesBenchmark.parse(List.of("# gevent xthread failed: x")));
        assertEquals("gevent xthread failed: x", e.getMessage());
    }
}
