package dev.rondo.bench;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// How subjects and parameters are written.
final class Names {
    private Names() {}

    static Map<String, String> sorted(Map<String, String> parameters) {
        return Collections.unmodifiableMap(new TreeMap<>(parameters));
    }

    static String label(String subject, String engine) {
        return engine.isEmpty() ? subject : subject + " " + engine;
    }

    static String text(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(" "));
    }
}
