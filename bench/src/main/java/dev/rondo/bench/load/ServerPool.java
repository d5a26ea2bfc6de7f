package dev.rondo.bench.load;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The servers of a round: each is started and warmed up once in a round, and ended when it has
/// done all of its work.
///
/// A server of the JVM needs seconds of load until it is compiled, more than a measurement takes.
/// That a round is over shows when work comes again: then the server is started afresh.
///
/// For one thread at a time.
final class ServerPool {
    private static final List<Load> WARM_UP =
            List.of(
                    new Load(50, 64),
                    new Load(1, 1_024),
                    new Load(50, 102_400),
                    new Load(50, 64, 16),
                    new Load(50, 64));

    private static final double NATIVE_WARM_UP_SECONDS = 0.3;

    private final LoadGenerator generator;
    private final double warmUpSeconds;
    private final Map<Contender, Set<Object>> expected = new HashMap<>();
    private final Map<Contender, Server> running = new HashMap<>();

    /// A server, and what it has done.
    private record Server(RunningServer process, Set<Object> done) {}

    /// Creates an empty pool.
    ///
    /// @param warmUpSeconds how long servers of the JVM are warmed up; less than a second is only
    ///   to see that they work
    ServerPool(LoadGenerator generator, double warmUpSeconds) {
        this.generator = generator;
        this.warmUpSeconds = warmUpSeconds;
    }

    /// Says that there is such work in each round: a load, or whatever tells it from others.
    void expect(Contender contender, Object work) {
        expected.computeIfAbsent(contender, _ -> new HashSet<>()).add(work);
    }

    /// {@return a server that has not done this work}
    RunningServer take(Contender contender, Object work) throws IOException, InterruptedException {
        Server server = running.get(contender);
        if (server != null && server.done.contains(work)) {
            end(contender);
            server = null;
        }
        if (server == null) {
            server = new Server(start(contender), new HashSet<>());
            running.put(contender, server);
        }
        return server.process;
    }

    private RunningServer start(Contender contender) throws IOException, InterruptedException {
        RunningServer server = RunningServer.start(contender, List.of());
        try {
            warmUp(contender, server);
            return server;
        } catch (IOException | InterruptedException e) {
            server.close();
            throw e;
        }
    }

    private void warmUp(Contender contender, RunningServer server)
            throws IOException, InterruptedException {
        if (warmUpSeconds < 1) {
            generator.warm(server, WARM_UP.getFirst(), warmUpSeconds);
            return;
        }
        double seconds = contender.isJvm() ? warmUpSeconds : NATIVE_WARM_UP_SECONDS;
        for (Load load : WARM_UP) {
            generator.warm(server, load, seconds / WARM_UP.size());
        }
    }

    /// Says that work was done; ends the server if it was the last.
    void giveBack(Contender contender, Object work) throws IOException {
        Server server = running.get(contender);
        if (server != null) {
            server.done.add(work);
            if (server.done.containsAll(expected.getOrDefault(contender, Set.of()))) {
                end(contender);
            }
        }
    }

    /// Says that work has failed and will not come again; the server, which may be hurt, is ended.
    void giveUp(Contender contender, Object work) throws IOException {
        expected.getOrDefault(contender, Set.of()).remove(work);
        end(contender);
    }

    private void end(Contender contender) throws IOException {
        Server server = running.remove(contender);
        if (server != null) {
            server.process.close();
        }
    }
}
