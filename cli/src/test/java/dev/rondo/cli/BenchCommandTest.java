package dev.rondo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.ParseResult;

final class BenchCommandTest {
    @Test
    void passesOnWhatIsAsked() {
        assertEquals(
                List.of(
                        "run",
                        "quick=true",
                        "loops=nio,epoll",
                        "engines=all",
                        "peers=all",
                        "rounds=3",
                        "names=timer,echo",
                        "out=there"),
                request(
                        "bench --quick --loop nio,epoll --engine all --peers --rounds 3"
                                + " --out there timer echo"));
    }

    @Test
    void leavesTheRoundsOpen() {
        assertEquals(
                List.of(
                        "run",
                        "quick=false",
                        "loops=",
                        "engines=",
                        "peers=",
                        "names=",
                        "out=target/bench"),
                request("bench"));
    }

    @Test
    void passesOnSomePeers() {
        assertTrue(
                request("bench --peer go,node --peer c-epoll").contains("peers=go,node,c-epoll"));
    }

    @Test
    void passesOnAComparison() {
        assertEquals(
                List.of("compare", "a.json", "b.json", "5.5"),
                request("bench compare a.json b.json --threshold 5.5"));
        assertEquals(
                List.of("compare", "a.json", "b.json", "10.0"),
                request("bench compare a.json b.json"));
    }

    @Test
    void listsTheBenchmarks() {
        assertEquals(List.of("list"), request("bench --list"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    bench --rounds 0                 | rondo bench: rounds < 1: 0
                    bench --rounds x                 | --rounds
                    bench --foo                      | rondo bench: unknown option: '--foo'; see 'rondo help bench'
                    bench compare a.json             | AFTER.json
                    bench compare a b --threshold -1 | rondo bench compare: threshold < 0: -1.0
                    bench compare a b --threshold NaN | threshold < 0: NaN
                    bench compare --foo              | see 'rondo help bench compare'
                    """)
    void refusesAWrongCommandLine(String line, String message) {
        CommandFailure failure = assertThrows(CommandFailure.class, () -> request(line));

        assertEquals(2, failure.status());
        assertTrue(String.valueOf(failure.getMessage()).contains(message), failure.getMessage());
    }

    @Test
    void saysHowTheBenchmarksGetBuilt() {
        BenchCommand command = BenchCommand.of(command("bench"));

        CommandFailure failure = assertThrows(CommandFailure.class, command::execute);

        assertEquals(2, failure.status());
        assertTrue(
                String.valueOf(failure.getMessage()).contains("script 'rondo'"),
                failure.getMessage());
    }

    private static List<String> request(String line) {
        return BenchCommand.of(command(line)).request();
    }

    private static ParseResult command(String line) {
        ParseResult parsed = new Grammar().parse(line.split(" "));
        while (parsed.hasSubcommand()) {
            parsed = parsed.subcommand();
        }
        return parsed;
    }
}
