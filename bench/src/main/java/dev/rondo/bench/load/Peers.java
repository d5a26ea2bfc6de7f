package dev.rondo.bench.load;

import dev.rondo.bench.Cell;
import dev.rondo.bench.Plan;
import dev.rondo.bench.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What `bench/peers/build` has built, and what is missing.
///
/// @param ready the programs that can run
/// @param missing those that cannot, with the reason
record Peers(List<Program> ready, List<Missing> missing) {
    static final String LOAD = "load";
    static final String ECHO = "echo";
    static final String MICRO = "micro";

    private static final Duration BUILD_LIMIT = Duration.ofMinutes(10);
    private static final String SCRIPT = "bench/peers/build";

    /// A program that is there.
    ///
    /// @param kind `load`, `echo` or `micro`
    /// @param runtime `native`, `python`, `node` or `jvm`
    /// @param words how it is started, with `{port}` for the port of a server
    record Program(String kind, String name, String runtime, List<String> words) {}

    /// A program that is not.
    ///
    /// @param reason why, and the way out
    record Missing(String kind, String name, String reason) {}

    /// Builds what a plan needs, as far as that is not done.
    static Peers of(Plan plan) {
        try {
            return build(plan.root(), plan.hasPeers() ? "all" : LOAD).only(plan);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the peers were built", e);
        }
    }

    /// Builds the peers, or only the load generator, as far as that is not done.
    ///
    /// @param root the folder of this project
    /// @param what `all` or `load`
    /// @throws IOException if the script is not there or fails as a whole
    static Peers build(Path root, String what) throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        String java = System.getProperty("java.home");
        try (Child script =
                Child.start(
                        List.of(
                                "env",
                                "JAVA_HOME=" + java,
                                root.resolve(SCRIPT).toString(),
                                what))) {
            lines.addAll(script.rest(BUILD_LIMIT));
        }
        return parse(lines);
    }

    /// Reads what the script prints; other lines than its own are left out.
    static Peers parse(List<String> lines) throws IOException {
        List<Program> ready = new ArrayList<>();
        List<Missing> missing = new ArrayList<>();
        for (String line : lines) {
            List<String> words = List.of(line.split("\t"));
            if (words.size() > 4 && words.getFirst().equals("ready")) {
                ready.add(
                        new Program(
                                words.get(1),
                                words.get(2),
                                words.get(3),
                                words.subList(4, words.size())));
            } else if (words.size() == 4 && words.getFirst().equals("missing")) {
                missing.add(new Missing(words.get(1), words.get(2), words.get(3)));
            }
        }
        if (ready.isEmpty() && missing.isEmpty()) {
            throw new IOException(SCRIPT + " has named no peer: " + String.join("\n", lines));
        }
        return new Peers(ready, missing);
    }

    /// {@return those that a plan wants, and the load generator}
    ///
    /// @throws UsageException if it wants one that there is not
    Peers only(Plan plan) {
        List<String> names =
                Stream.concat(
                                ready.stream().map(Program::name),
                                missing.stream().map(Missing::name))
                        .distinct()
                        .toList();
        for (String name : plan.peers()) {
            if (!name.equals(Plan.ALL) && !names.contains(name)) {
                throw new UsageException(
                        "no peer '%s'; there are: %s".formatted(name, String.join(", ", names)));
            }
        }
        return new Peers(
                ready.stream()
                        .filter(each -> each.kind.equals(LOAD) || plan.wantsPeer(each.name))
                        .toList(),
                missing.stream()
                        .filter(each -> each.kind.equals(LOAD) || plan.wantsPeer(each.name))
                        .toList());
    }

    List<Program> ready(String kind) {
        return ready.stream().filter(program -> program.kind.equals(kind)).toList();
    }

    /// {@return a cell for each program that is missing}
    List<Cell> absent(String kind) {
        return missing.stream()
                .filter(program -> program.kind.equals(kind))
                .map(program -> Cell.absent(program.name, "", program.reason))
                .toList();
    }
}
