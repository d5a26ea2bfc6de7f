package dev.rondo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoops;
import dev.rondo.tck.TckReport;
import dev.rondo.tck.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `rondo tck`, on a few rules: that all of them hold is for the backends to show.
class TckCommandTest {
    @TempDir private Path folder;

    private String text = "";

    @Test
    void aRuleThatHoldsIsNotEnoughToConform() throws Throwable {
        execute("--loop", "memory", "--rule", "BACKEND-3,BACKEND-4");

        TckReport report = read("memory");
        assertEquals(Verdict.INCOMPLETE, report.verdict());
        assertTrue(text.startsWith("INCOMPLETE on this host: memory ("), text);
        assertTrue(text.contains("2 passed, 0 failed"), text);
    }

    @Test
    void anIncompleteRunIsAFailureWhereConformanceIsRequired() {
        CommandFailure failure =
                assertThrows(
                        CommandFailure.class,
                        () -> execute("--loop", "memory", "--rule", "BACKEND-3", "--require"));

        assertEquals(1, failure.status());
        assertTrue(failure.getMessage().contains("INCOMPLETE"), failure.getMessage());
    }

    @Test
    void runsEveryBackendWithEveryEngine() throws Throwable {
        Path matrix = folder.resolve("matrix.md");

        execute(
                "--loop=all",
                "--engine=handoff,scheduled",
                "--rule=BACKEND-3",
                "--matrix=" + matrix);

        String header =
                Files.readString(matrix)
                        .lines()
                        .filter(line -> line.startsWith("| rule |"))
                        .findFirst()
                        .orElseThrow();
        for (String column :
                List.of("nio-handoff", "nio-scheduled", "memory-handoff", "memory-scheduled")) {
            assertTrue(header.contains(column), header);
        }
    }

    @Test
    void mergesReportsOfOtherRuns() throws Throwable {
        execute("--loop=nio,memory", "--engine=handoff,scheduled", "--rule=BACKEND-3");
        Path matrix = folder.resolve("matrix.md");

        CommandFailure failure =
                assertThrows(
                        CommandFailure.class,
                        () ->
                                execute(
                                        "--require",
                                        "--matrix=" + matrix,
                                        "--merge=" + folder.resolve("nio-handoff.json"),
                                        "--merge=" + folder.resolve("nio-scheduled.json"),
                                        "--merge=" + folder.resolve("memory-handoff.json")));

        assertTrue(
                Files.readString(matrix)
                        .contains(
                                "| rule | level | memory-handoff | nio-scheduled | nio-handoff |"),
                () -> "the columns of " + matrix);
        assertEquals(
                "rondo tck: memory-handoff INCOMPLETE, nio-scheduled INCOMPLETE, nio-handoff"
                        + " INCOMPLETE",
                failure.getMessage());
    }

    @Test
    void whatCannotBeWrittenIsSaidBeforeTheRulesRun() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        String missing = folder.resolve("missing").toString();

        CommandFailure failure =
                assertThrows(
                        CommandFailure.class,
                        () -> new Commands(System.out).execute(Grammar.TCK, "--reports=" + file));
        assertEquals(2, failure.status());
        assertTrue(
                failure.getMessage().contains("cannot make a folder of '" + file + "'"),
                failure.getMessage());
        assertUsage("no folder '" + missing + "' for --matrix", "--matrix=" + missing + "/m.md");
        assertUsage("'" + folder + "' for --matrix is a folder", "--matrix=" + folder);
        assertEquals("", text);
    }

    @Test
    void theMatrixCanBeAmongTheReports() throws Throwable {
        Path reports = folder.resolve("new");

        new Commands(System.out)
                .execute(
                        Grammar.TCK,
                        "--loop=memory",
                        "--rule=BACKEND-3",
                        "--reports=" + reports,
                        "--matrix=" + reports.resolve("matrix.md"));

        assertTrue(Files.exists(reports.resolve("matrix.md")));
    }

    @Test
    void whatIsNoReportCannotBeMerged() throws Exception {
        Path file = Files.writeString(folder.resolve("other.json"), "{");

        assertUsage("no report 'gone.json' for --merge", "--merge", "gone.json");
        assertUsage(file + " is no report of the kit", "--merge", file.toString());
    }

    @Test
    void tellsOfEachRuleOnRequest() throws Throwable {
        execute("--loop", "memory", "--rule", "BACKEND-3", "--verbose");

        assertTrue(text.contains("BACKEND-3      pass"), text);
    }

    @Test
    void aBrokenRuleIsAFailure() throws Exception {
        Path jar = backend("backwards", "return memory.nanoTime() - 1000 * asked++;");

        CommandFailure failure =
                assertThrows(
                        CommandFailure.class,
                        () ->
                                execute(
                                        "--loop=backwards",
                                        "--rule=BACKEND-6",
                                        "--classpath=" + jar));

        assertEquals(1, failure.status());
        assertTrue(failure.getMessage().contains("DOES NOT CONFORM"), failure.getMessage());
        assertTrue(text.contains("FAIL  BACKEND-6"), text);
        assertTrue(text.contains("went back by"), text);
    }

    @Test
    void findsABackendOnAClassPathOfItsOwn() throws Throwable {
        Path jar = backend("elsewhere", "return memory.nanoTime();");

        execute("--loop=elsewhere", "--area=backend", "--classpath=" + jar);

        assertTrue(text.startsWith("INCOMPLETE on this host: elsewhere"), text);
        assertTrue(text.contains(" 0 failed"), text);
    }

    @Test
    void anUnavailableBackendIsIncomplete() throws Exception {
        Path jar = backend("absent", "return memory.nanoTime();");

        CommandFailure failure =
                assertThrows(
                        CommandFailure.class,
                        () -> execute("--loop=absent", "--require", "--classpath=" + jar));

        assertEquals(1, failure.status());
        assertTrue(text.contains("INCOMPLETE on this host: absent"), text);
        assertTrue(text.contains("not available: this machine is too small"), text);
    }

    @Test
    void anUnknownBackendIsAnErrorThatNamesTheOthers() {
        CommandFailure failure =
                assertThrows(CommandFailure.class, () -> execute("--loop", "epol", "--require"));

        assertEquals(2, failure.status());
        assertTrue(
                failure.getMessage().startsWith("rondo tck: INCOMPLETE: no backend 'epol'; there"),
                failure.getMessage());
        assertTrue(failure.getMessage().contains("memory"), failure.getMessage());
    }

    @Test
    void unknownAreasRulesEnginesAndJarsAreErrors() {
        assertUsage("no area 'timer'", "--area", "timer");
        assertUsage("no rule 'TIMER-1000'", "--rule", "TIMER-1000");
        assertUsage("no coroutine engine 'fast'", "--engine", "fast");
        assertUsage("no file or folder 'gone.jar'", "--classpath", "gone.jar");
    }

    private void assertUsage(String message, String... options) {
        CommandFailure failure = assertThrows(CommandFailure.class, () -> execute(options));

        assertEquals(2, failure.status());
        assertTrue(failure.getMessage().contains(message), failure.getMessage());
    }

    @Test
    void leavesTheChoiceOfEngineAsItWas() throws Throwable {
        String before = System.getProperty(EventLoops.ENGINE_PROPERTY);

        execute("--loop", "memory", "--engine", "handoff", "--rule", "BACKEND-3");

        assertEquals(before, System.getProperty(EventLoops.ENGINE_PROPERTY));
    }

    private TckReport read(String backend) throws Exception {
        return TckReport.read(folder.resolve(backend + "-" + EventLoops.engine().name() + ".json"));
    }

    private void execute(String... options) throws Throwable {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String[] args = new String[options.length + 2];
        args[0] = Grammar.TCK;
        args[1] = "--reports=" + folder;
        System.arraycopy(options, 0, args, 2, options.length);
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            new Commands(out).execute(args);
        } finally {
            text = bytes.toString(StandardCharsets.UTF_8);
        }
    }

    /// Compiles a backend that is the memory backend but for its clock, into a folder for the class
    /// path. One with the name `absent` says that it is not available.
    private Path backend(String name, String clock) throws Exception {
        Path source = folder.resolve("Provider.java");
        Files.writeString(source, SOURCE.replace("NAME", name).replace("CLOCK", clock));
        Path classes = Files.createDirectories(folder.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int status =
                compiler.run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        classes.toString(),
                        source.toString());
        assertEquals(0, status);
        Path services = Files.createDirectories(classes.resolve("META-INF/services"));
        Files.writeString(services.resolve("dev.rondo.spi.LoopProvider"), "elsewhere.Provider\n");
        return classes;
    }

    private static final String SOURCE =
            """
            package elsewhere;

            import dev.rondo.memory.MemoryLoopProvider;
            import dev.rondo.spi.*;
            import java.io.IOException;
            import java.lang.reflect.Proxy;
            import java.util.Map;

            public class Provider implements LoopProvider {
                private final MemoryLoopProvider honest = new MemoryLoopProvider();
                private long asked;

                public String name() { return "NAME"; }
                public int priority() { return 0; }
                public boolean isAutomatic() { return false; }
                public Map<Capability, String> missing() { return honest.missing(); }

                public Availability availability() {
                    return "NAME".equals("absent")
                            ? new Availability("this machine is too small", null)
                            : Availability.AVAILABLE;
                }

                public IoDriver open(LoopHost host) {
                    IoDriver memory = honest.open(host);
                    return (IoDriver) Proxy.newProxyInstance(
                            Provider.class.getClassLoader(),
                            new Class<?>[] {IoDriver.class},
                            (proxy, method, args) -> {
                                if (method.getName().equals("nanoTime")) {
                                    CLOCK
                                }
                                return method.invoke(memory, args);
                            });
                }
            }
            """;
}
