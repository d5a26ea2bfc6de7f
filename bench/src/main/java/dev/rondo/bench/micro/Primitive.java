package dev.rondo.bench.micro;

import dev.rondo.bench.Benchmark;
import dev.rondo.bench.Cell;
import dev.rondo.bench.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A benchmark of one method with JMH.
///
/// @param name the name on the command line
/// @param description what is measured
/// @param method the method that JMH runs
/// @param operations how many operations an invocation has
/// @param sizes what is tried of [#sized]'s parameter, the smallest first; none if it has none
/// @param sizeName what the sizes are
/// @param peers the peers that it is divided by where they are measured, the most wanted first
/// @param place where the method runs
/// @param isOnEveryLoop whether backends differ in it; otherwise the first one is enough
record Primitive(
        String name,
        String description,
        JmhMethod method,
        int operations,
        List<Integer> sizes,
        String sizeName,
        List<String> peers,
        Place place,
        boolean isOnEveryLoop)
        implements Benchmark {
    /// The thread that runs the method.
    enum Place {
        /// A coroutine of a loop.
        LOOP,
        /// A thread that has no loop.
        OUTSIDE
    }

    /// Where a size is the number of operations itself.
    static final String OPERATIONS = "timers";

    private static final int QUICK_OPERATIONS = 1000;

    static Primitive of(String name, JmhMethod method, int operations, String description) {
        return new Primitive(
                name, description, method, operations, List.of(), "", List.of(), Place.LOOP, true);
    }

    Primitive sized(String parameter, Integer... tried) {
        return new Primitive(
                name,
                description,
                method,
                operations,
                List.of(tried),
                parameter,
                peers,
                place,
                isOnEveryLoop);
    }

    Primitive outside() {
        return new Primitive(
                name,
                description,
                method,
                operations,
                sizes,
                sizeName,
                peers,
                Place.OUTSIDE,
                isOnEveryLoop);
    }

    Primitive onOneLoop() {
        return new Primitive(
                name, description, method, operations, sizes, sizeName, peers, place, false);
    }

    Primitive beside(String... compared) {
        return new Primitive(
                name,
                description,
                method,
                operations,
                sizes,
                sizeName,
                List.of(compared),
                place,
                isOnEveryLoop);
    }

    @Override
    public List<String> references() {
        return Stream.concat(peers.stream(), MicroBenchmarks.REFERENCES.stream()).toList();
    }

    @Override
    public List<Cell> cells(Plan plan) {
        List<Cell> cells = new ArrayList<>();
        for (int size : sizesOf(plan)) {
            for (String loop : isOnEveryLoop ? plan.loops() : plan.loops().subList(0, 1)) {
                for (String engine : plan.engines()) {
                    JmhRun run = new JmhRun(this, loop, engine, size, plan.isQuick());
                    cells.add(Cell.of(loop, engine, parameters(size), run::execute));
                }
            }
        }
        return cells;
    }

    private List<Integer> sizesOf(Plan plan) {
        if (sizes.isEmpty()) {
            return List.of(0);
        }
        return plan.isQuick() ? sizes.subList(0, 1) : sizes;
    }

    private Map<String, String> parameters(int size) {
        return sizes.isEmpty() ? Map.of() : Map.of(sizeName, String.valueOf(size));
    }

    /// {@return how many operations an invocation has with a size}
    int operationsFor(int size, boolean isQuick) {
        if (sizeName.equals(OPERATIONS)) {
            return size;
        }
        return isQuick ? Math.min(operations, QUICK_OPERATIONS) : operations;
    }
}
