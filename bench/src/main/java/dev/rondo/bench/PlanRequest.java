package dev.rondo.bench;

import dev.rondo.BackendInfo;
import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.spi.Capability;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is wanted of a run as the command line says it, which may not be possible.
///
/// It comes as words `key=value`; the values of `loops`, `engines`, `peers` and `names` are lists,
/// separated by commas.
///
/// @param values the values by their keys
record PlanRequest(Map<String, String> values) {
    private static final List<String> KEYS =
            List.of("quick", "loops", "engines", "peers", "rounds", "names", "root", "out");
    private static final int FULL_ROUNDS = 5;

    /// Creates a request.
    PlanRequest {
        values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    static PlanRequest parse(List<String> words) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String word : words) {
            int end = word.indexOf('=');
            if (end < 0 || !KEYS.contains(word.substring(0, end))) {
                throw new UsageException(
                        "no '%s'; there are: %s".formatted(word, String.join(", ", KEYS)));
            }
            values.put(word.substring(0, end), word.substring(end + 1));
        }
        return new PlanRequest(values);
    }

    /// {@return the command line that asks for this, for the report}
    String command() {
        List<String> words = new ArrayList<>(List.of("rondo", "bench"));
        if (Boolean.parseBoolean(values.get("quick"))) {
            words.add("--quick");
        }
        addOption(words, "--loop", "loops");
        addOption(words, "--engine", "engines");
        if (values.getOrDefault("peers", "").equals(Plan.ALL)) {
            words.add("--peers");
        } else {
            addOption(words, "--peer", "peers");
        }
        addOption(words, "--rounds", "rounds");
        words.addAll(list("names"));
        return String.join(" ", words);
    }

    private void addOption(List<String> words, String option, String key) {
        String value = values.getOrDefault(key, "");
        if (!value.isEmpty()) {
            words.addAll(List.of(option, value));
        }
    }

    /// {@return what will be done}
    ///
    /// @throws UsageException if it cannot be done
    Plan toPlan() {
        boolean isQuick = Boolean.parseBoolean(values.get("quick"));
        return new Plan(
                isQuick,
                loops(),
                engines(),
                list("peers"),
                rounds(isQuick),
                list("names"),
                Path.of(values.getOrDefault("root", ".")),
                Path.of(values.getOrDefault("out", "target/bench")));
    }

    private int rounds(boolean isQuick) {
        String text = values.getOrDefault("rounds", String.valueOf(isQuick ? 1 : FULL_ROUNDS));
        try {
            int rounds = Integer.parseInt(text);
            if (rounds >= 1) {
                return rounds;
            }
        } catch (NumberFormatException e) {
            throw new UsageException("no number: --rounds " + text);
        }
        throw new UsageException("rounds < 1: " + text);
    }

    /// {@return the benchmarks of these names, in the order of all; a name that none has stands for
    /// those that it begins, as `timer` for `timer-fire`}
    List<Benchmark> choose(List<Benchmark> all) {
        List<String> names = list("names");
        if (names.isEmpty()) {
            return all;
        }
        Set<Benchmark> chosen = new HashSet<>();
        for (String name : names) {
            chosen.addAll(named(name, all));
        }
        return all.stream().filter(chosen::contains).toList();
    }

    private static List<Benchmark> named(String name, List<Benchmark> all) {
        List<Benchmark> exact = all.stream().filter(each -> each.name().equals(name)).toList();
        if (!exact.isEmpty()) {
            return exact;
        }
        List<Benchmark> begun =
                all.stream().filter(each -> each.name().startsWith(name + "-")).toList();
        if (begun.isEmpty()) {
            String names = String.join(", ", all.stream().map(Benchmark::name).toList());
            throw new UsageException("no benchmark '%s'; there are: %s".formatted(name, names));
        }
        return begun;
    }

    private List<String> loops() {
        List<String> names = list("loops");
        if (names.isEmpty()) {
            return List.of(backendOfNew());
        }
        List<BackendInfo> backends = EventLoops.backends();
        if (names.contains(Plan.ALL)) {
            return backends.stream()
                    .filter(each -> obstacle(each) == null)
                    .map(BackendInfo::name)
                    .toList();
        }
        names.forEach(name -> checkLoop(name, backends));
        return names;
    }

    private static String backendOfNew() {
        try (EventLoop loop = EventLoops.create()) {
            return loop.backend();
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static void checkLoop(String name, List<BackendInfo> backends) {
        BackendInfo backend =
                backends.stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElseThrow(() ->
                                new UsageException(
                                        "no backend '%s'; there are: %s"
                                                .formatted(name, namesOf(backends))));
        String obstacle = obstacle(backend);
        if (obstacle != null) {
            throw new UsageException("backend '%s': %s".formatted(name, obstacle));
        }
    }

    private static String namesOf(List<BackendInfo> backends) {
        return String.join(", ", backends.stream().map(BackendInfo::name).toList());
    }

    /// {@return why a backend cannot be measured, or null if it can}
    private static @Nullable String obstacle(BackendInfo backend) {
        if (!backend.isAvailable()) {
            return "not available: " + backend.unavailable();
        }
        String unreal = backend.missing().get(Capability.REAL_TIME);
        return unreal == null ? null : "nothing to measure: " + unreal;
    }

    private List<String> engines() {
        List<String> names = list("engines");
        if (names.isEmpty()) {
            return List.of(EventLoops.engine().name());
        }
        List<String> engines = names.contains(Plan.ALL) ? List.of("scheduled", "handoff") : names;
        engines.forEach(PlanRequest::checkEngine);
        return engines;
    }

    private static void checkEngine(String engine) {
        try (EventLoop _ = EventLoops.builder().engine(engine).build()) {
            // That it opens is all that is asked.
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private List<String> list(String key) {
        String text = values.getOrDefault(key, "");
        return new ArrayList<>(
                Arrays.stream(text.split(",", -1)).filter(word -> !word.isBlank()).toList());
    }
}
