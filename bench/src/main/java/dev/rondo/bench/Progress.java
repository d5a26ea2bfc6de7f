package dev.rondo.bench;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/// Tells how far a run is: a line for each cell.
final class Progress {
    private final PrintStream out;
    private final int total;
    private final long started = System.nanoTime();
    private int done;

    /// @param total how many cells will run, in all rounds
    Progress(PrintStream out, int total) {
        this.out = out;
        this.total = total;
    }

    void measured(String cell, List<Result> results) {
        Result first = results.getFirst();
        tell(cell, Quantity.of(first.value(), first.unit()));
    }

    void failed(String cell, Throwable failure) {
        tell(cell, "FAILED: " + failure);
    }

    /// Takes note of cells that will not run.
    void skipped(String cell, String reason) {
        out.println("not measured: %s: %s".formatted(cell, reason));
    }

    private void tell(String cell, String text) {
        done++;
        Duration passed = Duration.ofNanos(System.nanoTime() - started);
        Duration left = passed.multipliedBy(Math.max(0, total - done)).dividedBy(done);
        out.println("%d/%d  %s  %s  (%s left)".formatted(done, total, cell, text, minutes(left)));
    }

    private static String minutes(Duration duration) {
        return "%d:%02d".formatted(duration.toMinutes(), duration.toSecondsPart());
    }
}
