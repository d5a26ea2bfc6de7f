package dev.rondo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlanRequestTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    echo            | echo
                    echo-latency    | echo-latency
                    callback        | callback-chained callback-batch
                    startup,switch  | switch-future switch-yield startup
                    echo,echo       | echo
                    """)
    void aNameIsThatOfABenchmarkOrBeginsSome(String names, String chosen) {
        PlanRequest request = PlanRequest.parse(List.of("names=" + names));

        List<String> seen = request.choose(Benchmarks.ALL).stream().map(Benchmark::name).toList();

        assertEquals(List.of(chosen.split(" ")), seen);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    loops= engines= peers= names= out=target/bench           | rondo bench
                    quick=true loops=all engines=all peers=all names= root=. | rondo bench --quick --loop all --engine all --peers
                    loops=nio,epoll peers=go rounds=3 names=timer,task       | rondo bench --loop nio,epoll --peer go --rounds 3 timer task
                    """)
    void aReportTellsTheCommandLine(String words, String command) {
        assertEquals(command, PlanRequest.parse(List.of(words.split(" "))).command());
    }
}
