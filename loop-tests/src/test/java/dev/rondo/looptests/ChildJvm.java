package dev.rondo.looptests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rondo.EventLoops;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A JVM of its own for a program, started by other programs where it needs their help: with fewer
/// descriptors, without privileges, or in another network.
///
/// It has the engine under test. The program passes when its `main` returns.
public final class ChildJvm {
    private final Class<?> program;
    private final List<String> launcher = new ArrayList<>();
    private final List<String> options =
            new ArrayList<>(
                    List.of(
                            "--add-opens=java.base/java.lang=ALL-UNNAMED",
                            "--enable-native-access=ALL-UNNAMED",
                            "-XX:+UseSerialGC"));
    private Duration limit = Patience.LIMIT;

    /// Prepares a JVM.
    ///
    /// @param program a class with a `main` method
    /// @param backend the backend that its loops get
    public ChildJvm(Class<?> program, String backend) {
        this.program = program;
        option("-D" + EventLoops.LOOP_PROPERTY + "=" + backend);
        String engine = System.getProperty(EventLoops.ENGINE_PROPERTY);
        if (engine != null) {
            option("-D" + EventLoops.ENGINE_PROPERTY + "=" + engine);
        }
    }

    /// Adds an option of the JVM.
    public ChildJvm option(String option) {
        options.add(option);
        return this;
    }

    /// Gives it a heap of a fixed size, all of whose pages are there from the start: what the
    /// process grows by is not the heap.
    ///
    /// @param size such as `128m`
    public ChildJvm fixedHeap(String size) {
        return option("-Xms" + size).option("-Xmx" + size).option("-XX:+AlwaysPreTouch");
    }

    /// Has another program start it.
    ///
    /// @param command a program that runs the command that follows its own arguments
    public ChildJvm startedBy(String... command) {
        launcher.addAll(Arrays.asList(command));
        return this;
    }

    /// Lets the program have so many descriptors and no more.
    public ChildJvm descriptors(int count) {
        return startedBy("sh", "-c", "ulimit -n " + count + "; exec \"$0\" \"$@\"");
    }

    /// Sets when the program is given up.
    public ChildJvm limit(Duration newLimit) {
        limit = newLimit;
        return this;
    }

    /// Runs the program and wants it to pass.
    ///
    /// @return what it has printed
    public String run(String... arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile("child", ".out");
        try {
            Process process =
                    builder(arguments)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            process.getOutputStream().close();
            try {
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new AssertionError(
                            program + " did not end: " + read(output) + threads(process));
                }
            } finally {
                process.destroyForcibly().waitFor();
            }
            assertEquals(0, process.exitValue(), () -> program + ": " + read(output));
            return read(output);
        } finally {
            Files.delete(output);
        }
    }

    /// Starts the program, to talk to it.
    public Running start(String... arguments) throws IOException {
        return new Running(
                builder(arguments).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    private ProcessBuilder builder(String... arguments) {
        List<String> command = new ArrayList<>(launcher);
        command.add(tool("java"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(ChildJvm.class.getName(), program.getName()));
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command);
    }

    private static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    private static String threads(Process process) throws IOException, InterruptedException {
        Process jcmd =
                new ProcessBuilder(tool("jcmd"), Long.toString(process.pid()), "Thread.print")
                        .redirectErrorStream(true)
                        .start();
        try (BufferedReader reader = jcmd.inputReader()) {
            return reader.readAllAsString();
        } finally {
            jcmd.waitFor();
        }
    }

    /// Runs a program's `main` and makes an exit status of its end, whatever threads are left.
    ///
    /// @param arguments the name of the class, then its arguments
    public static void main(String[] arguments) throws ReflectiveOperationException {
        String[] others = Arrays.copyOfRange(arguments, 1, arguments.length);
        try {
            var main = Class.forName(arguments[0]).getDeclaredMethod("main", String[].class);
            main.setAccessible(true);
            main.invoke(null, (Object) others);
        } catch (InvocationTargetException e) {
            e.getCause().printStackTrace();
            System.exit(1);
        }
        System.exit(0);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /// A program that runs, and talks through its standard input and output, line by line.
    public static final class Running implements AutoCloseable {
        private final Process process;
        private final BufferedReader output;
        private final PrintWriter input;

        private Running(Process process) {
            this.process = process;
            this.output = process.inputReader();
            this.input = new PrintWriter(process.outputWriter(), true);
        }

        /// {@return the next line that it prints}
        public String readLine() throws IOException {
            String line = output.readLine();
            if (line == null) {
                throw new AssertionError("the program has ended: " + process.onExit().join());
            }
            return line;
        }

        /// Sends it a line.
        public void println(String line) {
            input.println(line);
        }

        /// Kills it.
        @Override
        public void close() throws IOException {
            process.destroyForcibly().onExit().join();
            output.close();
            input.close();
        }
    }
}
