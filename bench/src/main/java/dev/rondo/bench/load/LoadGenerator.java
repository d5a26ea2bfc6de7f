package dev.rondo.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `bench/peers/echoload.c` on the client's processor: the same for all servers, and cheaper than
/// any of them.
final class LoadGenerator {
    private static final Duration SLACK = Duration.ofSeconds(70);
    private static final String MEASURING = "measuring";
    private static final String MEASURED = "measured";
    private static final String READY = "READY ";

    private final String program;

    private final String missing;

    private LoadGenerator(String program, String missing) {
        this.program = program;
        this.missing = missing;
    }

    /// What is done when the measuring begins and when it ends.
    interface Marks {
        void measuring() throws IOException, InterruptedException;

        void measured() throws IOException, InterruptedException;
    }

    /// {@return the generator that was built, or one that only says why it is missing}
    static LoadGenerator of(Peers peers) {
        List<Peers.Program> ready = peers.ready(Peers.LOAD);
        if (!ready.isEmpty()) {
            return new LoadGenerator(ready.getFirst().words().getFirst(), "");
        }
        String reason =
                peers.missing().stream()
                        .filter(program -> program.kind().equals(Peers.LOAD))
                        .map(Peers.Missing::reason)
                        .findFirst()
                        .orElse("bench/peers/build does not name it");
        return new LoadGenerator("", "no load generator: " + reason);
    }

    /// {@return why it cannot be used; empty if it can}
    String missing() {
        return missing;
    }

    /// Loads a server and measures it.
    ///
    /// @param seconds how long to measure
    LoadReport measure(RunningServer server, Load load, double seconds, Marks marks)
            throws IOException, InterruptedException {
        return marked(server, arguments(load, load.warmup(), seconds), seconds, marks);
    }

    /// Loads a server without measuring.
    void warm(RunningServer server, Load load, double seconds)
            throws IOException, InterruptedException {
        LoadReport.parse(last(server, arguments(load, 0.01, seconds), seconds));
    }

    /// Opens connections, sends a message on each and closes it.
    ///
    /// @param connections how many at a time
    LoadReport churn(RunningServer server, int connections, double seconds)
            throws IOException, InterruptedException {
        List<String> arguments = arguments(new Load(connections, 64), seconds / 4, seconds);
        arguments.add("--churn");
        return LoadReport.parse(last(server, arguments, seconds));
    }

    /// Opens connections and keeps them open without traffic.
    ///
    /// @return to be closed by the caller, which closes them
    Child hold(RunningServer server, int connections) throws IOException, InterruptedException {
        List<String> arguments = arguments(new Load(connections, 64), 0, SLACK.toSeconds());
        arguments.add("--idle");
        Child child = Child.start(command(server, arguments));
        String line = child.lineWith(READY, SLACK);
        if (!line.equals(READY + connections + " open, 0 errors")) {
            child.close();
            throw server.failure("connections could not be held, the client says: " + line);
        }
        return child;
    }

    /// Measures the start and the end of a server.
    ///
    /// @param port where it will serve
    /// @param command how it is started
    LoadReport startup(int port, List<String> command) throws IOException, InterruptedException {
        List<String> all =
                new ArrayList<>(List.of(program, "--port", Integer.toString(port), "--startup"));
        if (Cores.obstacle().isEmpty()) {
            all.addAll(List.of("--core", "0"));
        }
        all.add("--");
        all.addAll(command);
        try (Child child = Child.start(Cores.client(all))) {
            return LoadReport.parse(child.lineWith("{", SLACK));
        }
    }

    private static List<String> arguments(Load load, double warmup, double seconds) {
        List<String> arguments = new ArrayList<>();
        add(arguments, "--connections", "%d", load.connections());
        add(arguments, "--size", "%d", load.size());
        add(arguments, "--pipeline", "%d", load.pipeline());
        add(arguments, "--warmup", "%.3f", warmup);
        add(arguments, "--seconds", "%.3f", seconds);
        if (load.isSpinning()) {
            arguments.add("--spin");
        }
        return arguments;
    }

    private static void add(List<String> arguments, String option, String format, Object value) {
        arguments.add(option);
        arguments.add(String.format(Locale.ROOT, format, value));
    }

    private List<String> command(RunningServer server, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        add(command, "--port", "%d", server.port());
        add(command, "--server-pid", "%d", server.pid());
        command.addAll(arguments);
        return Cores.client(command);
    }

    private LoadReport marked(
            RunningServer server, List<String> arguments, double seconds, Marks marks)
            throws IOException, InterruptedException {
        arguments.add("--marks");
        try (Child child = Child.start(command(server, arguments))) {
            child.lineWith(MEASURING, limit(seconds));
            marks.measuring();
            child.lineWith(MEASURED, limit(seconds));
            marks.measured();
            return LoadReport.parse(child.lineWith("{", limit(seconds)));
        } catch (IOException e) {
            throw blaming(server, e);
        }
    }

    private String last(RunningServer server, List<String> arguments, double seconds)
            throws IOException, InterruptedException {
        try (Child child = Child.start(command(server, arguments))) {
            return child.lineWith("{", limit(seconds));
        } catch (IOException e) {
            throw blaming(server, e);
        }
    }

    /// {@return the failure of the client together with what the server has said}
    private static IOException blaming(RunningServer server, IOException e) {
        String state = server.isAlive() ? "still runs" : "has ended";
        return new IOException(server.failure(state).getMessage() + "\n" + e.getMessage(), e);
    }

    private static Duration limit(double seconds) {
        return SLACK.plusMillis((long) (seconds * 1000));
    }
}
