package dev.rondo.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Divides measurements by that of the reference, round by round: what disturbed the machine in a
/// round disturbed both.
///
/// @param references the subjects to divide by, the most wanted first
/// @param all the measurements
record Ratios(List<String> references, List<Measurement> all) {
    private static final String BETTER_ENGINE = "scheduled";

    /// {@return the measurement that another one is divided by, if there is one}
    ///
    /// It is the same one for all engines, so that these can be compared, too.
    Optional<Measurement> referenceFor(Measurement measurement) {
        for (String subject : references) {
            List<Measurement> candidates =
                    all.stream()
                            .filter(each -> each.subject().equals(subject))
                            .filter(each -> each.benchmark().equals(measurement.benchmark()))
                            .filter(each -> each.parameters().equals(measurement.parameters()))
                            .toList();
            if (!candidates.isEmpty()) {
                return candidates.stream()
                        .filter(each -> each.engine().equals(BETTER_ENGINE))
                        .findFirst()
                        .or(() -> Optional.of(candidates.getFirst()));
            }
        }
        return Optional.empty();
    }

    /// {@return the ratio to the reference; empty if there is none, or a round in which it was 0}
    Optional<Summary> of(Measurement measurement) {
        return referenceFor(measurement)
                .filter(reference -> reference.samples().stream().allMatch(value -> value > 0))
                .map(reference -> Summary.of(divide(measurement, reference)));
    }

    private static List<Double> divide(Measurement measurement, Measurement reference) {
        List<Double> ratios = new ArrayList<>();
        int rounds = Math.min(measurement.samples().size(), reference.samples().size());
        for (int round = 0; round < rounds; round++) {
            ratios.add(measurement.samples().get(round) / reference.samples().get(round));
        }
        return ratios;
    }
}
