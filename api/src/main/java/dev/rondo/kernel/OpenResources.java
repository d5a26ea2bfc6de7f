package dev.rondo.kernel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What was opened in debug mode and is still open, with the place: so that `close` can tell what
/// the program has forgotten (decision 0026). With the turn.
///
/// Connections, servers and child processes are those that somebody has to close. Outside of debug
/// mode nothing is recorded.
final class OpenResources {
    private final Cycle cycle;

    /// In the order of opening; the keys have no `equals` of their own.
    private final Map<Object, List<StackTraceElement>> sites = new LinkedHashMap<>();

    OpenResources(Cycle cycle) {
        this.cycle = cycle;
    }

    void opened(Object resource, List<StackTraceElement> site) {
        if (cycle.isDebug) {
            sites.put(resource, site);
        }
    }

    void closed(Object resource) {
        if (!sites.isEmpty()) {
            sites.remove(resource);
        }
    }

    /// {@return where it was opened; empty unless that was in debug mode}
    List<StackTraceElement> site(Object resource) {
        return sites.getOrDefault(resource, List.of());
    }

    /// {@return all that is open, in the order of opening}
    List<Object> snapshot() {
        return List.copyOf(sites.keySet());
    }
}
