package dev.rondo.bench;

import java.util.List;
import java.util.Map;

/// What was measured of one subject, over all rounds.
///
/// Two measurements can be compared when benchmark, parameters and unit are the same; sample `i` of
/// both comes from the same round.
///
/// @param benchmark the benchmark's name, and that of the metric if it has several: `echo.latency`
/// @param subject whose figures these are: a backend as `nio`, or a peer as `netty-epoll`
/// @param engine the coroutine engine; empty where there is none
/// @param parameters what the benchmark was run with, as `connections` to `500`
/// @param unit the unit of the samples, as `ns`
/// @param isLowerBetter whether less is better
/// @param samples one value for each round
public record Measurement(
        String benchmark,
        String subject,
        String engine,
        Map<String, String> parameters,
        String unit,
        boolean isLowerBetter,
        List<Double> samples) {
    /// Creates a measurement.
    public Measurement {
        parameters = Names.sorted(parameters);
        samples = List.copyOf(samples);
    }

    /// {@return subject and engine in one: `nio scheduled`, or `netty-epoll` where there is no
    /// engine}
    public String label() {
        return Names.label(subject, engine);
    }

    /// {@return this, with one more sample}
    Measurement with(double sample) {
        List<Double> more = new java.util.ArrayList<>(samples);
        more.add(sample);
        return new Measurement(benchmark, subject, engine, parameters, unit, isLowerBetter, more);
    }
}
