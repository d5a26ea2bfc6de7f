package dev.rondo.kernel;

import dev.rondo.Stdio;
import dev.rondo.spi.StreamPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// A child that the JDK has started, for systems whose own calls we do not use.
///
/// Its end is told by the JDK's thread for this child, through the JDK's common pool: that is how
/// [Process#onExit] works. Signals go through its [ProcessHandle], which compares the time of
/// start, so that a number that the system has given to a stranger is not signalled;
/// [Process#destroy] would also close the pipes, with what the child still has to say.
final class JdkChild implements SystemChild {
    private final Process process;
    private final String program;
    private final @Nullable BlockingOutput stdin;
    private final @Nullable BlockingInput stdout;
    private final @Nullable BlockingInput stderr;

    private JdkChild(Cycle cycle, ChildCommand command, Process process) {
        this.process = process;
        this.program = command.program();
        long pid = process.pid();
        this.stdin =
                command.stdin() == Stdio.PIPE
                        ? new BlockingOutput(cycle, pid, process.getOutputStream())
                        : null;
        this.stdout =
                command.stdout() == Stdio.PIPE
                        ? new BlockingInput(cycle, pid, "stdout", process.getInputStream())
                        : null;
        this.stderr =
                command.stderr() == Stdio.PIPE
                        ? new BlockingInput(cycle, pid, "stderr", process.getErrorStream())
                        : null;
    }

    /// Starts a child on the calling thread, which goes on as the one that reads from it, if there
    /// is anything to read. So it can take the monitor of the first stream that is read at once,
    /// before the JDK does when the child has ended, see [BlockingInput]; only a child that ends
    /// before the system gives this thread any time can come before it. The JDK closes stdout first
    /// and then stderr: who has the one keeps it from the other.
    ///
    /// @param onBegun called with the child when it is being read
    static void start(Cycle cycle, ChildCommand command, Consumer<SystemChild> onBegun)
            throws IOException {
        Process process = ProcessLauncher.start(command);
        try {
            synchronized (firstOutput(command, process)) {
                new JdkChild(cycle, command, process).begin(onBegun);
            }
        } catch (Throwable e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static Object firstOutput(ChildCommand command, Process process) {
        if (command.stdout() == Stdio.PIPE) {
            return process.getInputStream();
        }
        return command.stderr() == Stdio.PIPE ? process.getErrorStream() : process;
    }

    private void begin(Consumer<SystemChild> onBegun) {
        BlockingInput first = stdout == null ? stderr : stdout;
        BlockingInput second = stdout == null ? null : stderr;
        Runnable others =
                () -> {
                    if (second != null) {
                        second.readElsewhere();
                    }
                    onBegun.accept(this);
                };
        if (first == null) {
            others.run();
        } else {
            first.readHere(others);
        }
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public @Nullable StreamPort pipe(int descriptor) {
        return switch (descriptor) {
            case 0 -> stdin;
            case 1 -> stdout;
            default -> stderr;
        };
    }

    @Override
    public void watch(IntConsumer onExit) {
        process.onExit().thenAccept(ended -> onExit.accept(ended.exitValue()));
    }

    @Override
    public boolean signal(int number) {
        if (number != SIGKILL && number != SIGTERM) {
            throw new UnsupportedOperationException(
                    "cannot send signal "
                            + number
                            + " to "
                            + this
                            + ": the JDK sends SIGTERM and"
                            + " SIGKILL alone");
        }
        ProcessHandle handle = process.toHandle();
        boolean isSent =
                process.isAlive()
                        && (number == SIGKILL ? handle.destroyForcibly() : handle.destroy());
        if (!isSent && handle.isAlive()) {
            throw new UncheckedIOException(
                    new AccessDeniedException(
                            program,
                            null,
                            "the system refuses to send signal " + number + " to " + this));
        }
        return isSent;
    }

    @Override
    public String toString() {
        return "child process " + pid() + " (" + program + ")";
    }
}
