package dev.rondo.nio.traps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A JVM of its own for a program, for what changes the state of a whole JVM, or needs one that
/// nothing has touched.
///
/// The program passes when its `main` returns and fails when it throws. When it does neither, the
/// test shows its threads.
public final class FreshJvm {
    private final Class<?> program;
    private final List<String> launcher = new ArrayList<>();
    private final List<String> options = new ArrayList<>();
    private final ProcessBuilder builder = new ProcessBuilder();
    private Duration limit = Duration.ofSeconds(60);

    /// Prepares a JVM with the engine under test and the flags that it wants.
    ///
    /// @param program a class with a `main` method
    public FreshJvm(Class<?> program) {
        this(program, "--add-opens=java.base/java.lang=ALL-UNNAMED");
        options.add("-Drondo.coroutines=" + Engine.name());
    }

    private FreshJvm(Class<?> program, String flag) {
        this.program = program;
        options.add("--enable-native-access=ALL-UNNAMED");
        options.add(flag);
    }

    /// Prepares a JVM without the flag that the `scheduled` engine needs.
    ///
    /// @param program a class with a `main` method
    public static FreshJvm withoutFlags(Class<?> program) {
        return new FreshJvm(program, "-ea");
    }

    /// Adds an option of the JVM.
    public FreshJvm option(String option) {
        options.add(option);
        return this;
    }

    /// Sets a variable of the environment.
    public FreshJvm environment(String name, String value) {
        builder.environment().put(name, value);
        return this;
    }

    /// Lets the program have so many descriptors and no more.
    public FreshJvm descriptors(int count) {
        launcher.addAll(List.of("sh", "-c", "ulimit -n " + count + "; exec \"$0\" \"$@\""));
        return this;
    }

    /// Sets when the program is given up.
    public FreshJvm limit(Duration newLimit) {
        limit = newLimit;
        return this;
    }

    /// Runs the program and wants it to pass.
    ///
    /// @return what it has printed
    public String run() {
        try {
            Process process = builder.command(command()).redirectErrorStream(true).start();
            process.getOutputStream().close();
            CompletableFuture<String> output =
                    CompletableFuture.supplyAsync(
                            () -> readAll(process), Thread::startVirtualThread);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                String threads = dumpThreads(process);
                process.destroyForcibly().waitFor();
                fail(program + " did not end\n" + output.join() + threads);
            }
            assertEquals(0, process.exitValue(), output::join);
            return output.join();
        } catch (IOException | InterruptedException e) {
            return fail(e);
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(launcher);
        command.add(tool("java"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(FreshJvm.class.getName(), program.getName()));
        return command;
    }

    private static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    private static String readAll(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String dumpThreads(Process process) throws IOException, InterruptedException {
        Path file = Files.createTempDirectory("threads").resolve("dump.txt");
        String pid = Long.toString(process.pid());
        Process jcmd =
                new ProcessBuilder(tool("jcmd"), pid, "Thread.dump_to_file", file.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = readAll(jcmd);
        jcmd.waitFor();
        return Files.exists(file) ? Files.readString(file) : said;
    }

    /// Runs the program's `main` and makes an exit status of its end, whatever threads are left.
    ///
    /// @param arguments the name of the class
    public static void main(String[] arguments) throws ReflectiveOperationException {
        try {
            var main = Class.forName(arguments[0]).getDeclaredMethod("main", String[].class);
            main.setAccessible(true);
            main.invoke(null, (Object) new String[0]);
        } catch (InvocationTargetException e) {
            e.getCause().printStackTrace();
            System.exit(1);
        }
        System.exit(0);
    }
}
