package dev.rondo.cli;

import dev.rondo.BackendInfo;
import dev.rondo.EngineInfo;
import dev.rondo.spi.Capability;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What `rondo backends` prints.
final class BackendsTable {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    private BackendsTable() {
        rows.add(List.of("", "NAME", "PRIORITY", "AVAILABLE", "REMARKS"));
    }

    /// {@return the table of backends, ending with a line break}
    ///
    /// @param backends the backends, in the order of the rows
    /// @param chosen the name of the one that new loops get, or an empty string
    static String render(List<BackendInfo> backends, String chosen) {
        BackendsTable table = new BackendsTable();
        for (BackendInfo backend : backends) {
            table.add(backend, backend.name().equals(chosen));
        }
        String legend = chosen.isEmpty() ? "" : "* new loops get this one\n";
        return table.aligned() + legend;
    }

    /// {@return the line about the coroutine engine, and one about the better engine if there is
    /// one}
    static String render(EngineInfo engine) {
        String line = "Coroutine engine: %s (%s)%n".formatted(engine.name(), engine.reason());
        return engine.remedy() == null
                ? line
                : line + "For the better one: %s%n".formatted(engine.remedy());
    }

    private void add(BackendInfo backend, boolean isChosen) {
        List<String> remarks = remarks(backend);
        rows.add(
                List.of(
                        isChosen ? "*" : "",
                        backend.name(),
                        priority(backend),
                        availability(backend),
                        remarks.isEmpty() ? "" : remarks.getFirst()));
        remarks.stream().skip(1).forEach(remark -> rows.add(List.of("", "", "", "", remark)));
    }

    private static String priority(BackendInfo backend) {
        // A broken provider cannot say what its priority is.
        return backend.priority() == Integer.MIN_VALUE ? "" : String.valueOf(backend.priority());
    }

    private static String availability(BackendInfo backend) {
        if (!backend.isAvailable()) {
            return "no";
        }
        return backend.automatic() ? "yes" : "on request";
    }

    private static List<String> remarks(BackendInfo backend) {
        List<String> remarks = new ArrayList<>();
        if (backend.unavailable() != null) {
            backend.unavailable().lines().forEach(remarks::add);
        }
        if (backend.remedy() != null) {
            remarks.add("remedy: " + backend.remedy());
        }
        for (Map.Entry<Capability, String> lacking : new TreeMap<>(backend.missing()).entrySet()) {
            remarks.add("lacks %s: %s".formatted(lacking.getKey(), lacking.getValue()));
        }
        return remarks;
    }

    private String aligned() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                line.append(cell).append(" ".repeat(width(column) - cell.length())).append(GAP);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
