package dev.rondo.kernel;

import dev.rondo.ExceptionContext;
import dev.rondo.ProcessLookupException;
import dev.rondo.SubprocessProtocol;
import dev.rondo.SubprocessTransport;
import dev.rondo.Transport;
import dev.rondo.spi.StreamPort;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// A child process as its protocol sees it: the life cycle of asyncio's subprocess transports.
///
/// Its pipes are connections like others, each with a [PipeProtocol]. It has *exited* when the
/// system says so, whatever is still in the pipes, or held open by the child's own children. It is
/// *over* when it has exited and every pipe has ended; then, as the last of all, `connectionLost`
/// is called.
final class ChildTransport implements SubprocessTransport {
    private static final int STREAMS = 3;

    private final KernelLoop loop;
    private final ChildCommand command;
    private final SystemChild system;
    private final Bindings bindings;
    private final @Nullable StreamTransport[] pipes = new @Nullable StreamTransport[STREAMS];
    private final Waiters forExit;

    private SubprocessProtocol protocol;

    /// How many pipes have not ended.
    private int openPipes;

    private boolean isClosing;

    /// Written with the turn, read by any thread.
    private volatile OptionalInt exitCode = OptionalInt.empty();

    ChildTransport(
            KernelLoop loop,
            ChildCommand command,
            SystemChild system,
            SubprocessProtocol protocol) {
        this.loop = loop;
        this.command = command;
        this.system = system;
        this.protocol = protocol;
        this.bindings = loop.cycle.bindings.captured();
        this.forExit = new Waiters(loop.cycle);
        for (int i = 0; i < STREAMS; i++) {
            StreamPort port = system.pipe(i);
            if (port != null) {
                StreamTransport pipe =
                        new StreamTransport(
                                loop.network, port, new PipeProtocol(this, i), null, List.of());
                loop.cycle.openResources.closed(pipe); // the child is what has to be closed
                pipes[i] = pipe;
                openPipes++;
            }
        }
    }

    /// Connects the pipes, whose data come in a later iteration, then calls `connectionMade` and
    /// starts to wait for the end.
    ///
    /// @return what `connectionMade` threw, which has cost the child, or null
    @Nullable Throwable begin() {
        for (StreamTransport pipe : pipes) {
            if (pipe != null) {
                pipe.begin();
            }
        }
        system.watch(code -> Pipes.submitCallback(loop.cycle, () -> exited(code)));
        try {
            protocol.connectionMade(this);
        } catch (Throwable e) {
            report("connectionMade", e);
            discard();
            return e;
        }
        return null;
    }

    private void exited(int code) {
        exitCode = OptionalInt.of(code);
        loop.children.exited(this);
        forExit.release();
        loop.cycle.bindings = bindings;
        try {
            protocol.processExited();
        } catch (Throwable e) {
            report("processExited", e);
        }
        finishIfOver();
    }

    /// A pipe has ended.
    void pipeLost(int descriptor, @Nullable Exception exception) {
        openPipes--;
        try {
            protocol.pipeConnectionLost(descriptor, exception);
        } finally {
            finishIfOver();
        }
    }

    private void finishIfOver() {
        if (openPipes == 0 && exitCode.isPresent()) {
            Cycle cycle = loop.cycle;
            cycle.enqueue(new Callback(cycle, this::lost, true));
        }
    }

    private void lost() {
        loop.children.done(this);
        loop.cycle.bindings = bindings;
        try {
            protocol.connectionLost(null);
        } catch (Throwable e) {
            report("connectionLost", e);
        }
    }

    private void report(String method, Throwable exception) {
        if (loop.cycle.endsWith(exception)) {
            return;
        }
        loop.callExceptionHandler(
                new ExceptionContext(
                        method + " of protocol " + protocol + " failed for " + this,
                        exception,
                        null,
                        null,
                        null,
                        null,
                        loop.cycle.openResources.site(this)));
    }

    @Override
    public long pid() {
        return system.pid();
    }

    @Override
    public OptionalInt exitCode() {
        return exitCode;
    }

    List<String> command() {
        return command.command();
    }

    /// Suspends the calling coroutine until it has exited.
    int awaitExit() {
        if (exitCode.isEmpty()) {
            forExit.await("wait for a child process");
        }
        return exitCode.getAsInt();
    }

    @Override
    public Optional<Transport> pipeTransport(int descriptor) {
        if (descriptor < 0 || descriptor >= STREAMS) {
            throw new IllegalArgumentException("descriptor not in 0 to 2: " + descriptor);
        }
        return Optional.ofNullable(pipes[descriptor]);
    }

    @Override
    public void sendSignal(int number) {
        signal("sendSignal", number);
    }

    @Override
    public void terminate() {
        signal("terminate", SystemChild.SIGTERM);
    }

    @Override
    public void kill() {
        signal("kill", SystemChild.SIGKILL);
    }

    /// One that has ended just now, which the loop has not heard of yet, is not told.
    private void signal(String operation, int number) {
        loop.checkTurn(operation);
        if (exitCode.isPresent()) {
            throw new ProcessLookupException("cannot " + operation + ": " + this + " has ended");
        }
        system.signal(number);
    }

    @Override
    public void close() {
        if (!loop.isClosed()) {
            loop.checkTurn("close");
            discard();
        }
    }

    /// Kills it if it still runs, and lets go of its pipes.
    ///
    /// @return whether it was killed
    boolean discard() {
        isClosing = true;
        // first: the end of its input would end many a child by itself
        boolean isKilled = exitCode.isEmpty() && system.signal(SystemChild.SIGKILL);
        for (StreamTransport pipe : pipes) {
            if (pipe != null) {
                pipe.end(null, true);
            }
        }
        return isKilled;
    }

    @Override
    public boolean isClosing() {
        return isClosing;
    }

    @Override
    public SubprocessProtocol protocol() {
        return protocol;
    }

    @Override
    public void setProtocol(SubprocessProtocol newProtocol) {
        loop.checkTurn("setProtocol");
        protocol = Objects.requireNonNull(newProtocol, "protocol");
    }

    @Override
    public String toString() {
        return "child process "
                + pid()
                + " ("
                + command.program()
                + (exitCode.isEmpty() ? ", running" : ", " + Children.describe(exitCode.getAsInt()))
                + ")";
    }
}
