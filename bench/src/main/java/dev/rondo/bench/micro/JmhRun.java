package dev.rondo.bench.micro;

import dev.rondo.bench.JavaProcess;
import dev.rondo.bench.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// One run of a primitive: JMH in one JVM of its own, as rounds repeat it.
///
/// @param primitive what is run
/// @param loop the backend
/// @param engine the coroutine engine
/// @param size the size, if the primitive has sizes
/// @param isQuick whether to take short times
record JmhRun(Primitive primitive, String loop, String engine, int size, boolean isQuick) {
    private static final String ALLOCATION = "gc.alloc.rate.norm";

    /// A heap that is there before: to touch a page for the first time costs more than most of what
    /// is measured. As the peers on the JVM have it, see `bench/peers/build`.
    private static final List<String> HEAP = List.of("-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch");

    /// {@return time and bytes for one operation}
    List<Result> execute() throws IOException {
        Path log = Files.createTempFile("rondo-bench-", ".log");
        try {
            return resultsOf(run(log));
        } finally {
            Files.delete(log);
        }
    }

    private RunResult run(Path log) throws IOException {
        // Else two runs in the same machine's /tmp are an error, even of two users.
        System.setProperty("jmh.ignoreLock", "true");
        try {
            Collection<RunResult> results = new Runner(options(log).build()).run();
            if (results.size() != 1) {
                throw new IllegalStateException(
                        "%d results of %s".formatted(results.size(), primitive.method()));
            }
            return results.iterator().next();
        } catch (RunnerException e) {
            throw new IOException("JMH failed: " + Files.readString(log).strip(), e);
        }
    }

    private ChainedOptionsBuilder options(Path log) {
        int operations = primitive.operationsFor(size, isQuick);
        ChainedOptionsBuilder options =
                new OptionsBuilder()
                        .include(primitive.method().pattern())
                        .mode(Mode.AverageTime)
                        .timeUnit(TimeUnit.NANOSECONDS)
                        .param("operations", String.valueOf(operations))
                        .operationsPerInvocation(operations)
                        .forks(1)
                        .shouldFailOnError(true)
                        .syncIterations(false)
                        .addProfiler(GCProfiler.class)
                        .output(log.toString())
                        .jvmArgs(jvmArguments());
        if (!primitive.sizes().isEmpty() && !primitive.sizeName().equals(Primitive.OPERATIONS)) {
            options.param(primitive.sizeName(), String.valueOf(size));
        }
        return isQuick ? quick(options) : full(options);
    }

    private static ChainedOptionsBuilder quick(ChainedOptionsBuilder options) {
        return options.warmupIterations(1)
                .warmupTime(TimeValue.milliseconds(50))
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(100));
    }

    private static ChainedOptionsBuilder full(ChainedOptionsBuilder options) {
        return options.shouldDoGC(true)
                .warmupIterations(4)
                .warmupTime(TimeValue.milliseconds(500))
                .measurementIterations(5)
                .measurementTime(TimeValue.milliseconds(400));
    }

    private String[] jvmArguments() {
        List<String> arguments = new ArrayList<>(JavaProcess.FLAGS);
        if (!isQuick) {
            arguments.addAll(HEAP);
        }
        arguments.addAll(JavaProcess.ownOptions());
        arguments.addAll(JavaProcess.properties(loop, engine));
        if (primitive.place() == Primitive.Place.LOOP) {
            arguments.add("-Djmh.executor=CUSTOM");
            arguments.add("-Djmh.executor.class=" + LoopExecutor.class.getName());
        }
        return arguments.toArray(new String[0]);
    }

    private List<Result> resultsOf(RunResult run) {
        List<Result> results = new ArrayList<>();
        results.add(Result.cost("", "ns", run.getPrimaryResult().getScore()));
        var allocated = run.getSecondaryResults().get(ALLOCATION);
        if (allocated != null && primitive.method().isAlone()) {
            // JMH's own share makes a fraction of a byte.
            results.add(Result.cost("allocated", "B", Math.rint(allocated.getScore())));
        }
        return results;
    }
}
