package dev.rondo.bench.load;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A child process: its lines as they come, and its end for sure, at the latest with this process.
///
/// For one thread at a time.
final class Child implements AutoCloseable {
    private static final Duration END_LIMIT = Duration.ofSeconds(6);
    private static final int KEPT_LINES = 30;
    private static final int LONG_WORD = 200;
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Child::killAll, "end of children"));
    }

    private final List<String> command;
    private final Process process;
    private final BufferedWriter input;

    /// Filled by the thread that reads; an empty one is the end.
    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();

    private final Deque<String> last = new ArrayDeque<>();

    private Child(List<String> command) throws IOException {
        this.command = command;
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        RUNNING.add(process);
        input = process.outputWriter();
        Thread.ofPlatform().daemon().name("output of " + process.pid()).start(this::read);
    }

    static Child start(List<String> command) throws IOException {
        return new Child(command);
    }

    private static void killAll() {
        RUNNING.forEach(Process::destroyForcibly);
    }

    private void read() {
        try (BufferedReader output = process.inputReader()) {
            String line = output.readLine();
            while (line != null) {
                lines.add(Optional.of(line));
                line = output.readLine();
            }
        } catch (IOException closedByUs) {
            // the end is told below
        } finally {
            lines.add(Optional.empty());
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// {@return the next line that it prints}
    ///
    /// @throws IOException if it ends without one, or prints nothing in time
    String line(Duration limit) throws IOException, InterruptedException {
        Optional<String> line = poll(limit);
        if (line == null) {
            throw failure("said nothing for " + limit.toSeconds() + " s");
        }
        if (line.isEmpty()) {
            lines.add(line); // for the next question
            throw failure("ended, " + status());
        }
        return line.get();
    }

    /// {@return the first line from now on that begins so; others are kept for messages}
    ///
    /// @throws IOException if it ends without one, or prints nothing in time
    String lineWith(String start, Duration limit) throws IOException, InterruptedException {
        String line = line(limit);
        while (!line.startsWith(start)) {
            line = line(limit);
        }
        return line;
    }

    /// Waits until it has ended by itself with status 0, and returns the lines that were left.
    ///
    /// @throws IOException if it prints nothing for so long, or ends with another status
    List<String> rest(Duration limit) throws IOException, InterruptedException {
        List<String> rest = new ArrayList<>();
        Optional<String> line = poll(limit);
        while (line != null && line.isPresent()) {
            rest.add(line.get());
            line = poll(limit);
        }
        finish(limit);
        return rest;
    }

    /// {@return the next answer that it prints}
    ///
    /// @throws IOException if it ends without one, or prints nothing in time
    Answer answer(Duration limit) throws IOException, InterruptedException {
        return Answer.parse(lineWith(Answer.START, limit));
    }

    private @Nullable Optional<String> poll(Duration limit) throws InterruptedException {
        Optional<String> line = lines.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
        if (line != null && line.isPresent()) {
            keep(line.get());
        }
        return line;
    }

    private void keep(String line) {
        last.add(line);
        if (last.size() > KEPT_LINES) {
            last.remove();
        }
    }

    /// Writes a line to its input.
    void say(String line) throws IOException {
        try {
            input.write(line);
            input.newLine();
            input.flush();
        } catch (IOException e) {
            throw new IOException(failure("does not read").getMessage(), e);
        }
    }

    /// Waits until it has ended by itself with status 0.
    ///
    /// @throws IOException if it does not end in time, or with another status
    void finish(Duration limit) throws IOException, InterruptedException {
        if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
            throw failure("did not end within " + limit.toSeconds() + " s");
        }
        if (process.exitValue() != 0) {
            throw failure("ended, " + status());
        }
    }

    private String status() throws InterruptedException {
        boolean hasEnded = process.waitFor(END_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
        return hasEnded ? "status " + process.exitValue() : "though it still runs";
    }

    /// {@return an exception that tells the command, what happened, and what was printed}
    IOException failure(String what) {
        StringBuilder text = new StringBuilder(shortened(command)).append(": ").append(what);
        lines.forEach(line -> line.ifPresent(this::keep));
        last.forEach(line -> text.append("\n    ").append(line));
        return new IOException(text.toString());
    }

    /// {@return the command, without most of a class path, which nobody reads}
    private static String shortened(List<String> command) {
        return command.stream()
                .map(word -> word.length() > LONG_WORD ? word.substring(0, LONG_WORD) + "…" : word)
                .collect(Collectors.joining(" "));
    }

    /// Ends it, and waits until it has ended: with the end of its input or, where `isTold`, a
    /// signal; by force if that takes too long.
    ///
    /// @throws IOException if force was needed
    void end(boolean isTold) throws IOException {
        try (input) {
            if (isTold) {
                process.destroy();
            }
        } catch (IOException hasEndedAlready) {
            // its input is closed, which is what was wanted
        }
        try {
            if (!process.waitFor(END_LIMIT.toNanos(), TimeUnit.NANOSECONDS)) {
                throw failure("did not end within " + END_LIMIT.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    /// Ends it by force; has no effect if it has ended.
    @Override
    public void close() {
        process.destroyForcibly();
        RUNNING.remove(process);
    }
}
