package dev.rondo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Programs that are compiled, kept and launched in the test's own JVM.
///
/// They leave what they have to say in the system property `said`.
class ProgramTest {
    @TempDir Path folder;

    private ClassLoader contextLoader;

    @BeforeEach
    void rememberTheContextClassLoader() {
        contextLoader = Thread.currentThread().getContextClassLoader();
    }

    @AfterEach
    void restoreTheContextClassLoader() {
        Thread.currentThread().setContextClassLoader(contextLoader);
        System.clearProperty("said");
    }

    @Test
    void launchesACompactSourceFile() throws Throwable {
        write(
                "Joins.java",
                "void main(String[] args) { System.setProperty(\"said\", args[0] + args[1]); }");

        launch("Joins.java", "a ", "b");

        assertEquals("a b", said());
    }

    @Test
    void launchesTheFirstOfSeveralClasses() throws Throwable {
        write(
                "Several.java",
                """
                package some.where;
                class First { static void main() { System.setProperty("said", Other.WORD); } }
                class Other { static final String WORD = "first"; static void main() {} }
                """);

        launch("Several.java");

        assertEquals("first", said());
    }

    @Test
    void launchesTheNamesakeOfTheFileIfTheFirstClassHasNoMain() throws Throwable {
        write(
                "Namesake.java",
                """
                package some.where;
                interface First {}
                class Namesake { void main() { System.setProperty("said", "namesake"); } }
                """);

        launch("Namesake.java");

        assertEquals("namesake", said());
    }

    @Test
    void acceptsAPublicClassOfAnotherNameThanTheFile() throws Throwable {
        write(
                "my-program.java",
                """
                public class Mine {
                    public static void main(String[] args) { System.setProperty("said", "mine"); }
                }
                """);

        launch("my-program.java");

        assertEquals("mine", said());
    }

    @Test
    void showsTheProgramItsOwnClassesThroughTheContextClassLoader() throws Throwable {
        write(
                "Loads.java",
                """
                class Loads {
                    void main() throws Exception {
                        var loader = Thread.currentThread().getContextClassLoader();
                        var own = loader.loadClass("Loads");
                        var api = loader.loadClass("dev.rondo.EventLoop");
                        var same = own == Loads.class && api == dev.rondo.EventLoop.class;
                        System.setProperty("said", String.valueOf(same));
                    }
                }
                """);

        launch("Loads.java");

        assertEquals("true", said());
    }

    @Test
    void throwsWhatTheProgramThrows() throws IOException {
        write(
                "Throws.java",
                "void main() throws Exception { throw new java.io.IOException(\"mine\"); }");

        IOException thrown = assertThrows(IOException.class, () -> launch("Throws.java"));

        assertEquals("mine", thrown.getMessage());
    }

    @Test
    void throwsWhatTheInitialiserOfTheProgramThrows() throws IOException {
        write("Fails.java", "class Fails { static int i = 1 / 0; static void main() {} }");

        var thrown = assertThrows(ExceptionInInitializerError.class, () -> launch("Fails.java"));

        assertEquals(ArithmeticException.class, thrown.getCause().getClass());
    }

    @Test
    void refusesAProgramWithoutMain() throws IOException {
        write("Idle.java", "class Idle { private static void main() {} }");

        CommandFailure failure = assertThrows(CommandFailure.class, () -> launch("Idle.java"));

        assertEquals(
                "rondo run: '%s' has no main method in class Idle; add void main()"
                        .formatted(folder.resolve("Idle.java")),
                failure.getMessage());
        assertEquals(1, failure.status());
    }

    @Test
    void refusesAFileWithoutClasses() throws IOException {
        write("Empty.java", "// nothing");

        CommandFailure failure = assertThrows(CommandFailure.class, () -> launch("Empty.java"));

        assertTrue(failure.getMessage().endsWith("declares no class"), failure.getMessage());
        assertEquals(1, failure.status());
    }

    @Test
    void refusesAFileThatIsNotUtf8() throws IOException {
        Files.write(folder.resolve("Latin.java"), new byte[] {'/', '/', (byte) 0xe9, '\n'});

        CommandFailure failure = assertThrows(CommandFailure.class, () -> launch("Latin.java"));

        assertTrue(failure.getMessage().endsWith("is not UTF-8 at byte 2"), failure.getMessage());
    }

    @Test
    void compilesAnewWhatWasKeptIncompletely() throws Throwable {
        write("Whole.java", "void main() { System.setProperty(\"said\", \"whole\"); }");
        launch("Whole.java");
        System.clearProperty("said");
        Files.write(onlyKept(), new byte[0]);

        launch("Whole.java");

        assertEquals("whole", said());
    }

    @Test
    void runsOnWhenItsJarIsPruned() throws Throwable {
        write(
                "Lazy.java",
                """
                class Lazy {
                    static void main() throws Exception {
                        var jar = Lazy.class.getProtectionDomain().getCodeSource().getLocation();
                        java.nio.file.Files.delete(java.nio.file.Path.of(jar.toURI()));
                        Later.say();
                    }
                }
                class Later { static void say() { System.setProperty("said", "later"); } }
                """);

        launch("Lazy.java");

        assertEquals("later", said());
    }

    @Test
    void namesTheWayOutOfACacheThatCannotBeUsed() throws IOException {
        write("Fine.java", "void main() {}");
        Files.writeString(folder.resolve("cache"), "a file, not a folder");

        CommandFailure failure = assertThrows(CommandFailure.class, () -> launch("Fine.java"));

        assertTrue(failure.getMessage().contains("RONDO_CACHE"), failure.getMessage());
        assertEquals(2, failure.status());
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private void launch(String name, String... arguments) throws Throwable {
        Program.of(
                        SourceFile.read(folder.resolve(name).toString()),
                        System.getProperty("java.class.path"),
                        new ProgramCache(folder.resolve("cache")))
                .launch(arguments);
    }

    private Path onlyKept() throws IOException {
        try (Stream<Path> kept = Files.list(folder.resolve("cache"))) {
            return kept.findAny().orElseThrow();
        }
    }

    private static String said() {
        return System.getProperty("said");
    }
}
