package dev.rondo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    run names=foo         | no benchmark 'foo'; there are: callback-chained,
                    run loops=foo         | no backend 'foo'; there are:
                    run loops=memory      | backend 'memory': nothing to measure: its time is virtual
                    run engines=foo       | foo
                    run rounds=0          | rounds < 1: 0
                    run rounds=many       | no number: --rounds many
                    run color=red         | no 'color=red'
                    compare none.json b 10 | no file 'none.json'
                    dance                 | run, compare or list, not 'dance'
                    """)
    void refusesWhatCannotBe(String line, String message) throws Exception {
        int status = execute(line.split(" "));

        assertEquals(2, status);
        assertTrue(text(err).startsWith("rondo bench: "), text(err));
        assertTrue(text(err).contains(message), text(err));
    }

    @Test
    void saysBeforeItMeasuresThatItCannotWrite() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        int status = execute("run", "names=callback-chained", "quick=true", "out=" + file);

        assertEquals(2, status);
        String said = text(err);
        assertTrue(said.startsWith("rondo bench: cannot make a folder of --out '" + file), said);
    }

    @Test
    void endsWithOneForARegressionAndWithZeroForNone() throws Exception {
        String before = write("before.json", ReportsOf.cost("nio", 100.0, 101.0, 99.0));
        String after = write("after.json", ReportsOf.cost("nio", 150.0, 151.0, 149.0));

        assertEquals(1, execute("compare", before, after, "10"));
        assertEquals(0, execute("compare", before, after, "60"));
        assertEquals(0, execute("compare", after, before, "10"));
    }

    @Test
    void listsTheBenchmarks() throws Exception {
        assertEquals(0, execute("list"));

        assertTrue(text(out).contains("callback-chained  "), text(out));
        assertTrue(text(out).contains("echo "), text(out));
    }

    @Test
    void namesNoBenchmarkTwice() {
        assertEquals(
                Benchmarks.ALL.size(),
                Benchmarks.ALL.stream().map(Benchmark::name).distinct().count());
    }

    private String write(String name, Measurement measurement) throws Exception {
        Path file = folder.resolve(name);
        ReportsOf.of(measurement).write(file);
        return file.toString();
    }

    private int execute(String... words) throws Exception {
        return new Main(print(out), print(err)).execute(words);
    }

    private static PrintStream print(ByteArrayOutputStream into) {
        return new PrintStream(into, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream from) {
        return from.toString(StandardCharsets.UTF_8);
    }
}
