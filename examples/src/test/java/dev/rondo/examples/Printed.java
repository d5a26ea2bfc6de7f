package dev.rondo.examples;

import dev.rondo.EventLoop;
import dev.rondo.Rondo;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// What a program prints, line by line, with the loop and the times at which it printed.
///
/// Any thread may write; a `PrintStream` in front of it passes each line on in one piece.
final class Printed extends OutputStream {
    /// A line.
    ///
    /// @param text without its end
    /// @param loop the loop whose coroutine or callback printed it, if one did
    /// @param loopTime the time on that loop's clock; zero without a loop
    /// @param age the real time since the start of the program
    record Line(String text, Optional<EventLoop> loop, Duration loopTime, Duration age) {}

    private final long start = System.nanoTime();
    private final List<Line> lines = Collections.synchronizedList(new ArrayList<>());
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

    @Override
    public synchronized void write(int octet) {
        if (octet == '\n') {
            Optional<EventLoop> loop = runningLoop();
            lines.add(
                    new Line(
                            begun.toString(StandardCharsets.UTF_8),
                            loop,
                            Duration.ofNanos(loop.map(EventLoop::time).orElse(0L)),
                            Duration.ofNanos(System.nanoTime() - start)));
            begun.reset();
        } else {
            begun.write(octet);
        }
    }

    private static Optional<EventLoop> runningLoop() {
        try {
            return Optional.of(Rondo.currentLoop());
        } catch (IllegalStateException e) {
            return Optional.empty(); // another thread, or before or after a run
        }
    }

    List<Line> lines() {
        return List.copyOf(lines);
    }

    List<String> texts() {
        return lines().stream().map(Line::text).toList();
    }

    /// {@return the only line with a text}
    Line line(String text) {
        List<Line> found = lines().stream().filter(line -> line.text().equals(text)).toList();
        if (found.size() != 1) {
            throw new AssertionError("not one line '" + text + "' in " + texts());
        }
        return found.getFirst();
    }

    /// {@return each line as its time on the loop's clock and its text}
    ///
    /// Of use on `memory`, whose clock starts at zero and is exact.
    List<String> timetable() {
        return lines().stream()
                .map(line -> line.loopTime().toMillis() + " " + line.text())
                .toList();
    }

    @Override
    public String toString() {
        return lines().toString();
    }
}
