package dev.rondo.bench;

import java.util.List;
import java.util.Map;

/// One thing to run in every round: a benchmark with one subject and its parameters.
///
/// @param subject whose figures these will be: a backend as `nio`, or a peer as `netty-epoll`
/// @param engine the coroutine engine; empty where there is none
/// @param parameters what the benchmark is run with, as `connections` to `500`
/// @param missing why it cannot run here; empty if it can
/// @param run runs it once
public record Cell(
        String subject, String engine, Map<String, String> parameters, String missing, Run run) {
    /// Runs a cell once.
    public interface Run {
        /// {@return one value for each metric, the same metrics in every round}
        ///
        /// It runs in the process that orchestrates; what has to start from fresh starts a process
        /// of its own, with [JavaProcess] or otherwise, and ends it.
        ///
        /// @throws Exception if it cannot be measured: the cell is reported as failed, and left out
        ///   of the next rounds
        List<Result> run() throws Exception;
    }

    /// Creates a cell.
    public Cell {
        parameters = Names.sorted(parameters);
    }

    /// {@return a cell that can run}
    ///
    /// @param subject whose figures these will be
    /// @param engine the coroutine engine; empty where there is none
    /// @param parameters what the benchmark is run with
    /// @param run runs it once
    public static Cell of(String subject, String engine, Map<String, String> parameters, Run run) {
        return new Cell(subject, engine, parameters, "", run);
    }

    /// {@return a cell that cannot run here, which the report says}
    ///
    /// @param subject whose figures are missing
    /// @param engine the coroutine engine; empty where there is none
    /// @param reason why, and the way out: `not installed: apt-get install golang`
    public static Cell absent(String subject, String engine, String reason) {
        return new Cell(
                subject,
                engine,
                Map.of(),
                reason,
                () -> {
                    throw new IllegalStateException(reason);
                });
    }

    /// {@return subject, engine and parameters, for messages}
    String label() {
        return (Names.label(subject, engine) + " " + Names.text(parameters)).strip();
    }
}
