package dev.rondo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandsTest {
    @Test
    void printsAnOverview() throws Throwable {
        assertTrue(execute("--help").startsWith("Usage: rondo [-hV] [COMMAND]"));
        assertEquals(execute("--help"), execute("help"));
    }

    @Test
    void printsTheHelpAboutRun() throws Throwable {
        String help = execute("help", "run");

        assertTrue(
                help.startsWith(
                        "Usage: rondo run [-h] [--loop=NAME] [--engine=NAME] FILE.java [ARG...]"),
                help);
        assertTrue(help.contains("RONDO_CACHE"), help);
        assertTrue(help.contains("exit status"), help);
        assertEquals(help, execute("run", "--help"));
    }

    @Test
    void printsTheHelpAboutACommandBelowAnother() throws Throwable {
        String help = execute("help", "bench", "compare");

        assertTrue(help.startsWith("Usage: rondo bench compare "), help);
        assertEquals(help, execute("bench", "compare", "--help"));
        assertTrue(execute("bench", "--help").startsWith("Usage: rondo bench "));
    }

    @Test
    void printsTheVersion() throws Throwable {
        String version = execute("--version").strip();

        assertTrue(version.startsWith("rondo "), version);
        assertTrue(version.endsWith("Java " + Runtime.version()), version);
    }

    @Test
    void listsTheBackendsAndTheEngine() throws Throwable {
        String text = execute("backends");

        for (String backend : List.of("epoll", "kqueue", "nio", "memory")) {
            assertTrue(text.contains("\n   " + backend) || text.contains("\n*  " + backend), text);
        }
        assertTrue(text.contains("macOS and BSD only") || text.contains("Linux only"), text);
        assertTrue(text.contains("Coroutine engine: "), text);
    }

    @Test
    void showsTheUsageWhereThereIsNoCommand() {
        CommandFailure failure = assertThrows(CommandFailure.class, CommandsTest::execute);

        assertTrue(failure.getMessage().startsWith("Usage: rondo"), failure.getMessage());
        assertEquals(2, failure.status());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    foo         | rondo: no command 'foo'; available: run, backends, tck, bench, help
                    help foo    | rondo: no command 'foo'; available: run, backends, tck, bench, help
                    --foo       | rondo: unknown option: '--foo'; see 'rondo help'
                    run --lop x | rondo run: unknown option: '--lop'; see 'rondo help run'
                    """)
    void refusesAWrongCommandLineInOneLine(String line, String message) {
        CommandFailure failure = assertThrows(CommandFailure.class, () -> execute(line.split(" ")));

        assertEquals(message, failure.getMessage());
        assertEquals(2, failure.status());
    }

    @ParameterizedTest
    @CsvSource({"run,'FILE.java'", "run --loop,'--loop'", "backends x,'x'"})
    void namesWhatIsWrongWithACommandLine(String line, String name) {
        CommandFailure failure = assertThrows(CommandFailure.class, () -> execute(line.split(" ")));

        assertTrue(failure.getMessage().contains(name), failure.getMessage());
        assertEquals(1, failure.getMessage().lines().count());
    }

    @Test
    void refusesAFolder(@TempDir Path folder) {
        assertRefused(
                "'%s' is a directory; name a file that ends in .java".formatted(folder),
                folder.toString());
    }

    @Test
    void refusesAFileOfAnotherKind(@TempDir Path folder) throws Throwable {
        Path file = Files.createFile(folder.resolve("notes.txt"));

        assertRefused(
                "'%s' is not a Java source file; its name must end in .java".formatted(file),
                file.toString());
    }

    private static void assertRefused(String message, String file) {
        CommandFailure failure = assertThrows(CommandFailure.class, () -> execute("run", file));

        assertEquals("rondo run: " + message, failure.getMessage());
        assertEquals(2, failure.status());
    }

    private static String execute(String... args) throws Throwable {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            new Commands(out).execute(args);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
