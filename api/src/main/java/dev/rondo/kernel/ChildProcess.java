package dev.rondo.kernel;

import dev.rondo.CompletedProcess;
import dev.rondo.Rondo;
import dev.rondo.StreamReader;
import dev.rondo.StreamWriter;
import dev.rondo.Subprocess;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A child in direct style, on top of its transport.
public final class ChildProcess implements Subprocess {
    private static final byte[] NOTHING = {};

    private final KernelLoop loop;
    private final ChildTransport transport;
    private final ChildStreams streams;

    private boolean isCommunicating;

    ChildProcess(KernelLoop loop, ChildTransport transport, ChildStreams streams) {
        this.loop = loop;
        this.transport = transport;
        this.streams = streams;
    }

    @Override
    public long pid() {
        return transport.pid();
    }

    @Override
    public OptionalInt exitCode() {
        return transport.exitCode();
    }

    @Override
    public boolean isAlive() {
        return exitCode().isEmpty();
    }

    @Override
    public StreamWriter stdin() {
        return piped("stdin", streams.input());
    }

    @Override
    public StreamReader stdout() {
        return piped("stdout", streams.output(1)).reader();
    }

    @Override
    public StreamReader stderr() {
        return piped("stderr", streams.output(2)).reader();
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
        return transport.awaitExit();
    }

    @Override
    public CompletedProcess communicate() throws IOException {
        return communicateWith(NOTHING);
    }

    @Override
    public CompletedProcess communicate(byte[] input) throws IOException {
        Objects.requireNonNull(input, "input");
        if (piped("stdin", streams.input()).isOutputEnded()) {
            throw new IllegalStateException("stdin of " + this + " was closed already");
        }
        return communicateWith(input);
    }

    @Override
    public CompletedProcess communicate(byte[] input, Duration limit)
            throws IOException, TimeoutException {
        Objects.requireNonNull(input, "input");
        try {
            return Rondo.timeout(limit, () -> communicate(input));
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw e;
        }
    }

    private CompletedProcess communicateWith(byte[] input) throws IOException {
        loop.checkTurn("communicate");
        Fiber.requireTask("communicate with a child process");
        if (isCommunicating) {
            throw new IllegalStateException(
                    "another coroutine communicates with " + this + " already");
        }
        ChildOutput stdout = streams.output(1);
        ChildOutput stderr = streams.output(2);
        isCommunicating = true;
        try {
            beginCollecting(stdout);
            beginCollecting(stderr);
            feed(input);
            awaitEnd(stdout);
            awaitEnd(stderr);
            int code = waitFor();
            return new CompletedProcess(
                    transport.command(), code, takeAll(stdout), takeAll(stderr));
        } finally {
            isCommunicating = false;
            endCollecting(stdout);
            endCollecting(stderr);
        }
    }

    /// Writes all input and waits until it is written, or nobody wants it any more.
    private void feed(byte[] input) {
        KernelStreamWriter writer = streams.input();
        if (writer == null) {
            return;
        }
        if (input.length > 0) {
            writer.write(input);
        }
        writer.close();
        try {
            writer.waitClosed();
        } catch (IOException e) {
            // The child has closed its input or has ended before it had read all. That is its
            // right, as in asyncio; its output and its exit code tell what it thinks of it.
        }
    }

    private static void beginCollecting(@Nullable ChildOutput output) throws IOException {
        if (output != null) {
            output.beginCollecting();
        }
    }

    private static void awaitEnd(@Nullable ChildOutput output) {
        if (output != null) {
            output.awaitEnd();
        }
    }

    private static byte @Nullable [] takeAll(@Nullable ChildOutput output) throws IOException {
        return output == null ? null : output.takeAll();
    }

    private static void endCollecting(@Nullable ChildOutput output) {
        if (output != null) {
            output.endCollecting();
        }
    }

    @Override
    public void sendSignal(int number) {
        transport.sendSignal(number);
    }

    @Override
    public void terminate() {
        transport.terminate();
    }

    @Override
    public void kill() {
        transport.kill();
    }

    @Override
    public void close() {
        transport.close();
    }

    @Override
    public String toString() {
        return transport.toString();
    }
}
