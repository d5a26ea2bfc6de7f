package dev.rondo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `rondo run` as a shell sees it, each time in a JVM of its own.
@Tag("slow")
class RunCommandTest {
    @TempDir Path folder;

    @Test
    void leavesWhatFollowsTheFileToTheProgram() throws Exception {
        write(
                "Print.java",
                "void main(String[] args) { for (var a : args) IO.println(a + \";\"); }");

        Started started =
                Started.rondo(folder, "run", "Print.java", "--loop", "--", "@file", "", "a b");

        assertEquals("", started.err());
        assertEquals(
                List.of("--loop;", "--;", "@file;", ";", "a b;"), started.out().lines().toList());
        assertEquals(0, started.status());
    }

    @Test
    void compilesNothingOnTheSecondStart() throws Exception {
        write("Hello.java", "void main() { IO.println(\"hello\"); }");

        Started first = Started.rondo(folder, "run", "Hello.java");
        Started second = Started.rondo(folder, "run", "Hello.java");

        assertEquals(first.out(), second.out());
        assertTrue(first.loadedClasses().contains("com.sun.tools.javac"));
        assertFalse(second.loadedClasses().contains("com.sun.tools.javac"));
        assertFalse(second.loadedClasses().contains("picocli"));
    }

    @Test
    void runsTheProgramOnTheWishedBackendAndEngine() throws Exception {
        write(
                "Which.java",
                """
                void main() {
                    dev.rondo.Rondo.run(() -> IO.println(dev.rondo.Rondo.currentLoop().backend()));
                    IO.println(dev.rondo.EventLoops.engine().name());
                }
                """);

        Started started =
                Started.rondo(
                        folder, "run", "--engine", "handoff", "--loop", "memory", "Which.java");

        assertEquals("", started.err());
        assertEquals(List.of("memory", "handoff"), started.out().lines().toList());
    }

    @Test
    void passesTheExitStatusThrough() throws Exception {
        write("Exit.java", "void main() { System.exit(7); }");

        assertEquals(7, Started.rondo(folder, "run", "Exit.java").status());
    }

    @Test
    void printsTheTraceOfAnUncaughtExceptionWithoutItsOwnFrames() throws Exception {
        write(
                "Boom.java",
                """
                void main() {
                    throw new IllegalStateException("boom", new RuntimeException("why"));
                }
                """);

        Started started = Started.rondo(folder, "run", "Boom.java");

        assertEquals(
                """
                Exception in thread "main" java.lang.IllegalStateException: boom
                \tat Boom.main(Boom.java:2)
                Caused by: java.lang.RuntimeException: why
                \t... 1 more
                """,
                started.err());
        assertEquals(1, started.status());
    }

    @Test
    void waitsForOtherThreadsAfterAnException() throws Exception {
        write(
                "Threads.java",
                """
                void main() {
                    Thread main = Thread.currentThread();
                    Thread.ofPlatform().start(() -> {
                        try {
                            main.join();
                            IO.println("after main");
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                    });
                    throw new IllegalStateException("end of main");
                }
                """);

        Started started = Started.rondo(folder, "run", "Threads.java");

        assertEquals("after main", started.out().strip());
        assertTrue(started.err().contains("end of main"), started.err());
        assertEquals(1, started.status());
    }

    @Test
    void printsErrorsAsTheCompilerDoesAndKeepsNothing() throws Exception {
        write("Broken.java", "void main() {\n    int i = \"\";\n}\n");

        Started started = Started.rondo(folder, "run", "Broken.java");

        List<String> lines = started.err().lines().toList();
        assertEquals(
                "Broken.java:2: error: incompatible types: String cannot be converted to int",
                lines.getFirst());
        assertTrue(lines.contains("1 error"), started.err());
        assertEquals("", started.out());
        assertEquals(1, started.status());
        assertEquals(List.of(), kept());
    }

    @Test
    void refusesAMissingFileInOneLine() throws Exception {
        Started started = Started.rondo(folder, "run", "Absent.java");

        assertEquals(
                "rondo run: no file 'Absent.java' in " + folder.toRealPath(),
                started.err().strip());
        assertEquals(2, started.status());
    }

    @Test
    void refusesAnUnknownBackendInTheWordsOfTheApi() throws Exception {
        write("Hello.java", "void main() { IO.println(\"hello\"); }");

        Started started = Started.rondo(folder, "run", "--loop", "epol", "Hello.java");

        assertTrue(
                started.err().startsWith("rondo run: no backend 'epol'; available: "),
                started.err());
        assertEquals(1, started.err().lines().count());
        assertEquals("", started.out());
        assertEquals(2, started.status());
    }

    @Test
    void refusesAnUnknownEngineInTheWordsOfTheApi() throws Exception {
        write("Hello.java", "void main() { IO.println(\"hello\"); }");

        Started started = Started.rondo(folder, "run", "--engine", "fast", "Hello.java");

        assertTrue(
                started.err().startsWith("rondo run: no coroutine engine 'fast'; available: auto"),
                started.err());
        assertEquals(2, started.status());
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private List<Path> kept() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
            return files.toList();
        }
    }
}
