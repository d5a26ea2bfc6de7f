package dev.rondo.bench;

import java.nio.file.Path;
import java.util.List;

/// What is wanted of a run.
///
/// @param isQuick whether to take few sizes and short times: a look whether all works, no figures
/// @param loops the wanted backends, available ones only
/// @param engines the wanted engines, which work
/// @param peers the wanted peers, [#ALL] for each of them; none by default
/// @param rounds how often each cell runs
/// @param names the wanted benchmarks; empty for all
/// @param root the folder of this project, in which `bench/peers` is
/// @param out where the reports go
public record Plan(
        boolean isQuick,
        List<String> loops,
        List<String> engines,
        List<String> peers,
        int rounds,
        List<String> names,
        Path root,
        Path out) {
    /// Stands for all loops, engines or peers.
    public static final String ALL = "all";

    /// Creates a plan.
    public Plan {
        loops = List.copyOf(loops);
        engines = List.copyOf(engines);
        peers = List.copyOf(peers);
        names = List.copyOf(names);
    }

    /// {@return whether any peers are wanted}
    public boolean hasPeers() {
        return !peers.isEmpty();
    }

    /// {@return whether a peer is wanted}
    ///
    /// @param name its name
    public boolean wantsPeer(String name) {
        return peers.contains(ALL) || peers.contains(name);
    }
}
