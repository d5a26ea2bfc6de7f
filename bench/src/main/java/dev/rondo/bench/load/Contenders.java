package dev.rondo.bench.load;

import dev.rondo.bench.Cell;
import dev.rondo.bench.Plan;
import java.util.ArrayList;
import java.util.List;

/// Who takes part in a benchmark, and the load generator, as far as they can be had.
///
/// @param generator the load generator
/// @param servers the echo servers that can run
/// @param absent a cell for each that cannot
record Contenders(LoadGenerator generator, List<Contender> servers, List<Cell> absent) {
    /// It has a network of its own, which nobody else is on.
    private static final String MEMORY = "memory";

    /// Builds what is to be built.
    ///
    /// Without a load generator nobody takes part, and all are absent.
    ///
    /// @param styles those of our servers
    static Contenders of(Plan plan, List<String> styles) {
        Cores.warn();
        Peers peers = Peers.of(plan);
        List<Contender> servers = new ArrayList<>(ours(plan, styles));
        List<Cell> absent = new ArrayList<>(absentMemory(plan));
        for (Peers.Program program : peers.ready(Peers.ECHO)) {
            servers.add(new Contender.Peer(program.name(), program.runtime(), program.words()));
        }
        absent.addAll(peers.absent(Peers.ECHO));
        LoadGenerator generator = LoadGenerator.of(peers);
        if (!generator.missing().isEmpty()) {
            servers.forEach(each ->
                    absent.add(Cell.absent(each.subject(), each.engine(), generator.missing())));
            servers.clear();
        }
        return new Contenders(generator, List.copyOf(servers), absent);
    }

    /// {@return the plan, with one engine if it is quick: a look whether all works need not run
    /// everything on both}
    static Plan brief(Plan plan) {
        return plan.isQuick()
                ? new Plan(
                        true,
                        plan.loops(),
                        plan.engines().subList(0, 1),
                        plan.peers(),
                        plan.rounds(),
                        plan.names(),
                        plan.root(),
                        plan.out())
                : plan;
    }

    static List<Cell> absentMemory(Plan plan) {
        return plan.loops().contains(MEMORY)
                ? List.of(Cell.absent(MEMORY, "", "has a network of its own, not the system's"))
                : List.of();
    }

    /// {@return our servers: all styles on all backends and engines that are wanted}
    static List<Contender.Ours> ours(Plan plan, List<String> styles) {
        List<Contender.Ours> ours = new ArrayList<>();
        for (String loop : plan.loops()) {
            for (String engine : loop.equals(MEMORY) ? List.<String>of() : plan.engines()) {
                for (String style : styles) {
                    ours.add(new Contender.Ours(loop, engine, style));
                }
            }
        }
        return ours;
    }
}
