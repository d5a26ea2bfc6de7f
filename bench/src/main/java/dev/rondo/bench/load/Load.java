package dev.rondo.bench.load;

import java.util.Locale;
import java.util.Map;

/// What a server is loaded with: so many connections, each of which keeps messages outstanding.
///
/// @param connections how many
/// @param size the bytes of a message
/// @param pipeline how many messages each connection keeps outstanding
record Load(int connections, int size, int pipeline) {
    Load(int connections, int size) {
        this(connections, size, 1);
    }

    /// {@return whether the client polls in place of sleeping: with one connection its own wake-up
    /// would be most of what is measured}
    boolean isSpinning() {
        return connections == 1;
    }

    /// {@return the seconds that are too few to measure: so much data is under way that it takes a
    /// while until all connections have their share}
    double warmup() {
        return (long) connections * size > 10_000_000 ? 0.4 : 0.15;
    }

    /// {@return the parameters that measurements have}
    Map<String, String> parameters() {
        return Map.of(
                "connections", Integer.toString(connections),
                "size", Integer.toString(size),
                "pipeline", Integer.toString(pipeline));
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d x %d B x %d", connections, size, pipeline);
    }
}
