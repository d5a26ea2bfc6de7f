package dev.rondo.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Reports for tests.
final class ReportsOf {
    static final Environment ENVIRONMENT =
            new Environment(
                    "A processor",
                    2,
                    4096,
                    "Linux 6.1 amd64",
                    "OpenJDK 25",
                    List.of("--a-flag"),
                    "0123456789ab",
                    "2026-01-01T00:00:00Z",
                    0.5,
                    "names=");

    private ReportsOf() {}

    static Report of(Measurement... measurements) {
        return new Report(
                Report.VERSION,
                ENVIRONMENT,
                List.of(new Topic("call", "Calls.", List.of("nio", "epoll"))),
                List.of(measurements),
                List.of(new Remark("call", "go", "not installed")),
                List.of());
    }

    static Measurement cost(String subject, Double... samples) {
        return new Measurement(
                "call", subject, "scheduled", Map.of(), "ns", true, Arrays.asList(samples));
    }

    static Measurement rate(String subject, Double... samples) {
        return new Measurement(
                "call.rate", subject, "", Map.of(), "calls/s", false, Arrays.asList(samples));
    }
}
