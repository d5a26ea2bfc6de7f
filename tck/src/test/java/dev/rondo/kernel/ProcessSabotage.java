package dev.rondo.kernel;

import dev.rondo.CancelledError;
import dev.rondo.SubprocessProtocol;
import dev.rondo.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What faults put in place of the kernel's calls for child processes.
public final class ProcessSabotage {
    private ProcessSabotage() {}

    /// In place of [ByteBuffer#get]: one bit is wrong.
    static ByteBuffer getChanged(ByteBuffer buffer, byte[] target) {
        buffer.get(target);
        target[0] += 64;
        return buffer;
    }

    /// In place of [KernelStreamWriter#close]: something is written before.
    static void writeAndClose(KernelStreamWriter writer) {
        writer.write(new byte[] {'x'});
        writer.close();
    }

    /// In place of [KernelStreamWriter#waitClosed]: a failure is not what callers expect.
    static void waitClosed(KernelStreamWriter writer) {
        try {
            writer.waitClosed();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Before [ChildTransport#exited]: what is in the pipes is lost.
    static void closePipes(ChildTransport child, int code) {
        for (int i = 0; i <= 2; i++) {
            child.pipeTransport(i).ifPresent(Transport::close);
        }
    }

    /// Before [ChildTransport#pipeLost]: one pipe takes the others with it.
    static void closeOtherPipes(
            ChildTransport child, int descriptor, @Nullable Exception exception) {
        closePipes(child, 0);
    }

    /// Before [ChildTransport#exited]: the end comes too early.
    static void loseEarly(ChildTransport child, int code) {
        child.protocol().connectionLost(null);
    }

    /// In place of [SubprocessProtocol#pipeDataReceived]: from the other stream.
    static void swapStreams(SubprocessProtocol protocol, int descriptor, ByteBuffer data) {
        protocol.pipeDataReceived(3 - descriptor, data);
    }

    /// In place of [SubprocessProtocol#processExited].
    static void exitTwice(SubprocessProtocol protocol) {
        protocol.processExited();
        protocol.processExited();
    }

    /// In place of [Waiters#await]: who does not wait any more ends everybody.
    static void awaitOrKill(Waiters waiters, String wish) {
        try {
            waiters.await(wish);
        } catch (CancelledError e) {
            ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
            throw e;
        }
    }

    /// In place of [Optional#ofNullable]: there is always something.
    static Optional<Object> present(@Nullable Object value) {
        return Optional.of(value == null ? "a pipe" : value);
    }
}
