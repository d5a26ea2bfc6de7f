package dev.rondo.bench;

import java.nio.file.Path;
import java.util.List;

/// What is wanted of a run.
///
/// @param isQuick whether to take few sizes and short times: a look whether all works, no figures
/// @param loops the wanted backends, available ones only
/// @param engines the wanted engines, which work
/// @param hasPeers whether to run the peers, too
/// @param rounds how often each cell runs
/// @param names the wanted benchmarks; empty for all
/// @param root the folder of this project, in which `bench/peers` is
/// @param out where the reports go
public record Plan(
        boolean isQuick,
        List<String> loops,
        List<String> engines,
        boolean hasPeers,
        int rounds,
        List<String> names,
        Path root,
        Path out) {
    /// Creates a plan.
    public Plan {
        loops = List.copyOf(loops);
        engines = List.copyOf(engines);
        names = List.copyOf(names);
    }
}
