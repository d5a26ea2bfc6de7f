package dev.rondo.bench.load;

import dev.rondo.bench.Benchmark;
import dev.rondo.bench.Cell;
import dev.rondo.bench.Plan;
import dev.rondo.bench.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// From the start of a server's process to the first connection and the first echo, and from a
/// signal to its end, with the JVM's cache of an earlier run and without.
public final class StartupBenchmark implements Benchmark {
    private static final String CACHE = "cache";
    private static final String NONE = "none";
    private static final String AOT = "aot";

    /// Creates the benchmark.
    public StartupBenchmark() {}

    @Override
    public String name() {
        return "startup";
    }

    @Override
    public String description() {
        return "start of a server's process to its first echo, and a signal to its end";
    }

    @Override
    public List<String> references() {
        return List.of("c-epoll", "nio");
    }

    @Override
    public List<Cell> cells(Plan wanted) {
        Plan plan = Contenders.brief(wanted);
        Contenders contenders = Contenders.of(plan, List.of(EchoServer.PROTOCOL));
        Caches caches = new Caches(plan.root().resolve("bench/target/startup"));
        List<Cell> cells = new ArrayList<>(contenders.absent());
        for (Contender contender : contenders.servers()) {
            cells.add(
                    cell(
                            contender,
                            NONE,
                            () ->
                                    measure(
                                            contenders.generator(),
                                            contender,
                                            Contender.JVM_OPTIONS)));
        }
        if (!plan.isQuick()) {
            for (Contender.Ours ours : Contenders.ours(plan, List.of(EchoServer.PROTOCOL))) {
                cells.add(
                        cell(
                                ours,
                                AOT,
                                () -> measure(contenders.generator(), ours, caches.use(ours))));
            }
        }
        return cells;
    }

    private static Cell cell(Contender contender, String cache, Cell.Run run) {
        return Cell.of(contender.subject(), contender.engine(), Map.of(CACHE, cache), run);
    }

    private static List<Result> measure(
            LoadGenerator generator, Contender contender, List<String> options)
            throws IOException, InterruptedException {
        int port = RunningServer.freePort();
        List<String> command =
                contender instanceof Contender.Ours ours
                        ? ours.command(options, Integer.toString(port))
                        : contender.command(port);
        LoadReport report = generator.startup(port, command);
        return List.of(
                Result.cost("", "us", 1e3 * report.number("first_echo_ms")),
                Result.cost("accept", "us", 1e3 * report.number("connect_ms")),
                Result.cost("cpu", "us", 1e3 * report.number("cpu_ms")),
                Result.cost("end", "us", 1e3 * report.number("stop_ms")));
    }

    /// The caches of the JVM (JEP 483 and 514), each made by a first run of the server.
    private static final class Caches {
        private final Path folder;
        private final Map<Contender.Ours, List<String>> made = new HashMap<>();

        Caches(Path folder) {
            this.folder = folder;
        }

        /// {@return the options that use the cache, which is made if it is not there yet}
        List<String> use(Contender.Ours ours) throws IOException, InterruptedException {
            List<String> options = made.get(ours);
            if (options == null) {
                options = make(ours);
                made.put(ours, options);
            }
            return options;
        }

        private List<String> make(Contender.Ours ours) throws IOException, InterruptedException {
            Files.createDirectories(folder);
            Path cache = folder.resolve(ours.loop() + "-" + ours.engine() + ".aot");
            Files.deleteIfExists(cache);
            RunningServer.train(ours, List.of("-XX:AOTCacheOutput=" + cache));
            if (!Files.exists(cache)) {
                throw new IOException("java has made no " + cache);
            }
            // `on` makes it an error if the cache cannot be used, which would else be ignored
            return with(Contender.JVM_OPTIONS, "-XX:AOTMode=on", "-XX:AOTCache=" + cache);
        }
    }

    private static List<String> with(List<String> options, String... more) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of(more));
        return all;
    }
}
