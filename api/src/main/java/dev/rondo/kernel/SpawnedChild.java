package dev.rondo.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.rondo.spi.StreamPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.AccessDeniedException;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// A child that `posix_spawn` has started, held by a descriptor of its own, a pidfd.
///
/// The descriptor becomes readable with the child's end, which the thread that waits for all
/// descriptors then takes from the system, so that no zombie stays, whatever becomes of the loop.
/// Signals go through the descriptor, too: it never means a stranger.
final class SpawnedChild implements SystemChild {
    /// Python's number for a child whose exit code somebody else has taken.
    private static final int UNKNOWN = 255;

    private static final int EPERM = 1;
    private static final int EINVAL = 22;

    private static final int BY_PIDFD = 3;
    private static final int BY_PID = 1;
    private static final int FOR_EXIT = 4;
    private static final int WITHOUT_WAITING = 1;

    /// `siginfo_t`, the same on both processors.
    private static final int INFO_BYTES = 128;

    private static final int CODE_OFFSET = 8;
    private static final int PID_OFFSET = 16;
    private static final int STATUS_OFFSET = 24;

    /// The child has ended itself; every other end is that of a signal.
    private static final int EXITED = 1;

    private static final int CLOSED = -1;

    private final int pid;
    private final String program;
    private final @Nullable StreamPort[] pipes;

    /// Open until the end was taken; guarded by this, as all that follows.
    private int descriptor;

    private @Nullable IntConsumer onExit;
    private OptionalInt exitCode = OptionalInt.empty();

    /// Used by the thread that waits for all descriptors alone.
    private final Readiness.Watch watch;

    private SpawnedChild(int pid, int descriptor, String program, @Nullable StreamPort[] pipes)
            throws IOException {
        this.pid = pid;
        this.descriptor = descriptor;
        this.program = program;
        this.pipes = pipes;
        this.watch = Readiness.watch(descriptor, _ -> mayHaveEnded());
    }

    /// Takes hold of a child that has just been started.
    ///
    /// @throws IOException if the system refuses; the child was killed then
    static SpawnedChild hold(int pid, String program, @Nullable StreamPort[] pipes)
            throws IOException {
        long opened = Linux.call(SystemCall.PIDFD_OPEN, pid, 0);
        try {
            int descriptor = Linux.checked("open a descriptor of it", opened);
            SpawnedChild child = new SpawnedChild(pid, descriptor, program, pipes);
            child.arm();
            return child;
        } catch (IOException e) {
            if (opened >= 0) {
                Linux.close((int) opened);
            }
            killAtOnce(pid);
            throw new IOException(
                    "cannot hold child process " + pid + " of '" + program + "': " + e.getMessage(),
                    e);
        }
    }

    private void arm() throws IOException {
        try {
            watch.arm(Readiness.IN);
        } catch (IOException e) {
            watch.close();
            throw e;
        }
    }

    /// Nobody else has the child, so that its number is its own until this takes its end.
    private static void killAtOnce(int pid) {
        Linux.call(SystemCall.KILL, pid, SIGKILL);
        Linux.call(SystemCall.WAITID, BY_PID, pid, 0, FOR_EXIT, 0);
    }

    /// On the thread that waits for all descriptors.
    private void mayHaveEnded() {
        OptionalInt code;
        IntConsumer listener;
        synchronized (this) {
            code = takeEnd();
            if (code.isPresent()) {
                watch.close();
                Linux.close(descriptor);
                descriptor = CLOSED;
            } else {
                watch.armAgain(Readiness.IN);
            }
            exitCode = code;
            listener = onExit;
        }
        if (code.isPresent() && listener != null) {
            listener.accept(code.getAsInt());
        }
    }

    /// {@return the exit code; empty if it has not ended after all}
    private OptionalInt takeEnd() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(INFO_BYTES, Long.BYTES);
            long result =
                    Linux.call(
                            SystemCall.WAITID,
                            BY_PIDFD,
                            descriptor,
                            info.address(),
                            FOR_EXIT | WITHOUT_WAITING,
                            0);
            if (result < 0) {
                Log.logger()
                        .log(
                                System.Logger.Level.WARNING,
                                "the exit code of {0} was taken by other code of this JVM; 255 stands for"
                                        + " it: {1}",
                                this,
                                Linux.describe((int) -result));
                return OptionalInt.of(UNKNOWN);
            }
            int status = info.get(JAVA_INT, STATUS_OFFSET);
            return info.get(JAVA_INT, PID_OFFSET) == 0
                    ? OptionalInt.empty()
                    : OptionalInt.of(info.get(JAVA_INT, CODE_OFFSET) == EXITED ? status : -status);
        }
    }

    @Override
    public long pid() {
        return pid;
    }

    @Override
    public @Nullable StreamPort pipe(int number) {
        return pipes[number];
    }

    @Override
    public void watch(IntConsumer listener) {
        OptionalInt known;
        synchronized (this) {
            onExit = listener;
            known = exitCode;
        }
        known.ifPresent(listener);
    }

    @Override
    public synchronized boolean signal(int number) {
        if (descriptor == CLOSED) {
            return false;
        }
        long result = Linux.call(SystemCall.PIDFD_SEND_SIGNAL, descriptor, number, 0, 0);
        return switch ((int) -result) {
            case 0 -> true;
            case Linux.ESRCH -> false;
            case EINVAL -> throw new IllegalArgumentException("no such signal: " + number);
            case EPERM ->
                    throw new UncheckedIOException(
                            new AccessDeniedException(
                                    program,
                                    null,
                                    "the system refuses to send signal " + number + " to " + this));
            default ->
                    throw new UncheckedIOException(
                            new IOException(
                                    "cannot send signal "
                                            + number
                                            + " to "
                                            + this
                                            + ": "
                                            + Linux.describe((int) -result)));
        };
    }

    @Override
    public String toString() {
        return "child process " + pid + " (" + program + ")";
    }
}
