package dev.rondo.kernel;

import dev.rondo.CompletedProcess;
import dev.rondo.ProcessLookupException;
import dev.rondo.Stdio;
import dev.rondo.StreamReader;
import dev.rondo.StreamWriter;
import dev.rondo.Subprocess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A child that the JDK has started.
///
/// Its end is told by the JDK's thread for this child, through the JDK's common pool: that is how
/// [Process#onExit] works. Signals go through its [ProcessHandle], which compares the time of
/// start, so that a number that the system has given to a stranger is not signalled;
/// [Process#destroy] would also close the pipes, with what the child still has to say.
public final class ChildProcess implements Subprocess {
    private static final byte[] NOTHING = {};

    private final KernelLoop loop;
    private final String program;
    private final Process process;
    private final @Nullable PipeWriter stdin;
    private final @Nullable PipeReader stdout;
    private final @Nullable PipeReader stderr;
    private final Waiters forExit;

    /// Written with the turn, read by any thread.
    private volatile OptionalInt exitCode = OptionalInt.empty();

    private boolean isCommunicating;

    ChildProcess(KernelLoop loop, ChildCommand command, Process process) {
        this.loop = loop;
        this.program = command.program();
        this.process = process;
        this.forExit = new Waiters(loop.cycle);
        long pid = process.pid();
        Runnable onEnd = this::releaseIfDone;
        this.stdin =
                command.stdin() == Stdio.PIPE
                        ? new PipeWriter(loop, pid, process.getOutputStream(), onEnd)
                        : null;
        this.stdout =
                command.stdout() == Stdio.PIPE
                        ? new PipeReader(loop, pid, "stdout", process.getInputStream(), onEnd)
                        : null;
        this.stderr =
                command.stderr() == Stdio.PIPE
                        ? new PipeReader(loop, pid, "stderr", process.getErrorStream(), onEnd)
                        : null;
    }

    /// Waits for the end and reads; called once, on the thread that has started the process, which
    /// goes on as the one that reads, if there is anything to read.
    ///
    /// @param onBegun called when that is under way
    void begin(Consumer<ChildProcess> onBegun) {
        PipeReader first = stdout == null ? stderr : stdout;
        PipeReader second = stdout == null ? null : stderr;
        Runnable others =
                () -> {
                    if (second != null) {
                        second.readElsewhere();
                    }
                    process.onExit().thenAccept(this::ended);
                    onBegun.accept(this);
                };
        if (first == null) {
            others.run();
        } else {
            first.readHere(others);
        }
    }

    private void ended(Process ended) {
        Pipes.submit(loop.cycle, () -> exited(ended.exitValue()));
    }

    private void exited(int code) {
        exitCode = OptionalInt.of(code);
        if (stdin != null) {
            stdin.finish();
        }
        loop.children.exited(this);
        forExit.release();
        releaseIfDone();
    }

    private void releaseIfDone() {
        if (isDone()) {
            loop.children.done(this);
        }
    }

    /// {@return whether it has ended, and so have all its pipes}
    boolean isDone() {
        return !isAlive()
                && (stdin == null || stdin.isEnded())
                && (stdout == null || stdout.isEnded())
                && (stderr == null || stderr.isEnded());
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public OptionalInt exitCode() {
        return exitCode;
    }

    @Override
    public boolean isAlive() {
        return exitCode.isEmpty();
    }

    @Override
    public StreamWriter stdin() {
        return piped("stdin", stdin).writer();
    }

    @Override
    public StreamReader stdout() {
        return piped("stdout", stdout).reader();
    }

    @Override
    public StreamReader stderr() {
        return piped("stderr", stderr).reader();
    }

    private <T> T piped(String name, @Nullable T pipe) {
        if (pipe == null) {
            throw new IllegalStateException(
                    name + " of " + this + " is not piped; start it with " + name + "(Stdio.PIPE)");
        }
        return pipe;
    }

    @Override
    public int waitFor() {
        loop.checkTurn("waitFor");
        if (isAlive()) {
            forExit.await("wait for a child process");
        }
        return exitCode.getAsInt();
    }

    @Override
    public CompletedProcess communicate() throws IOException {
        return communicateWith(NOTHING);
    }

    @Override
    public CompletedProcess communicate(byte[] input) throws IOException {
        Objects.requireNonNull(input, "input");
        if (piped("stdin", stdin).isOutputEnded()) {
            throw new IllegalStateException("stdin of " + this + " was closed already");
        }
        return communicateWith(input);
    }

    private CompletedProcess communicateWith(byte[] input) throws IOException {
        loop.checkTurn("communicate");
        Fiber.requireTask("communicate with a child process");
        if (isCommunicating) {
            throw new IllegalStateException(
                    "another coroutine communicates with " + this + " already");
        }
        isCommunicating = true;
        try {
            beginCollecting(stdout);
            beginCollecting(stderr);
            feed(input);
            awaitEnd(stdout);
            awaitEnd(stderr);
            int code = waitFor();
            return new CompletedProcess(code, takeAll(stdout), takeAll(stderr));
        } finally {
            isCommunicating = false;
            endCollecting(stdout);
            endCollecting(stderr);
        }
    }

    /// Writes all input and waits until it is written, or nobody wants it any more.
    private void feed(byte[] input) {
        if (stdin == null) {
            return;
        }
        StreamWriter writer = stdin.writer();
        if (input.length > 0) {
            writer.write(input);
        }
        writer.close();
        try {
            writer.waitClosed();
        } catch (IOException e) {
            // The child has closed its input or has ended before it had read all. That is its
            // right, as
            // in asyncio; its output and its exit code tell what it thinks of it.
        }
    }

    private static void beginCollecting(@Nullable PipeReader pipe) throws IOException {
        if (pipe != null) {
            pipe.beginCollecting();
        }
    }

    private static void awaitEnd(@Nullable PipeReader pipe) {
        if (pipe != null) {
            pipe.awaitEnd();
        }
    }

    private static byte @Nullable [] takeAll(@Nullable PipeReader pipe) throws IOException {
        return pipe == null ? null : pipe.takeAll();
    }

    private static void endCollecting(@Nullable PipeReader pipe) {
        if (pipe != null) {
            pipe.endCollecting();
        }
    }

    @Override
    public void terminate() {
        signal("terminate", false);
    }

    @Override
    public void kill() {
        signal("kill", true);
    }

    private void signal(String operation, boolean isForced) {
        loop.checkTurn(operation);
        if (!isAlive()) {
            throw new ProcessLookupException("cannot " + operation + ": " + this + " has ended");
        }
        if (!process.isAlive()) {
            return; // it has ended, which the loop will hear of in a moment
        }
        ProcessHandle handle = process.toHandle();
        boolean isSent = isForced ? handle.destroyForcibly() : handle.destroy();
        if (!isSent && handle.isAlive()) {
            throw new UncheckedIOException(
                    new AccessDeniedException(
                            program, null, "the system refuses to " + operation + " " + this));
        }
    }

    @Override
    public void close() {
        if (!loop.isClosed()) {
            loop.checkTurn("close");
            discard();
        }
    }

    /// Kills it if it still runs, and lets go of its pipes; with the turn, or before anybody knows
    /// it.
    ///
    /// @return whether it was killed
    boolean discard() {
        boolean isKilled = process.isAlive() && process.toHandle().destroyForcibly();
        if (stdin != null) {
            stdin.discard();
        }
        if (stdout != null) {
            stdout.close();
        }
        if (stderr != null) {
            stderr.close();
        }
        return isKilled;
    }

    @Override
    public String toString() {
        return "child process "
                + pid()
                + " ("
                + program
                + (isAlive() ? ", running" : ", exit code " + exitCode.getAsInt())
                + ")";
    }
}
