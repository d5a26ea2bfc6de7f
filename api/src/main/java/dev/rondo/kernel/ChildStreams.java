package dev.rondo.kernel;

import dev.rondo.SubprocessProtocol;
import dev.rondo.SubprocessTransport;
import dev.rondo.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The protocol under a child in direct style: feeds its readers, and tells its writer.
final class ChildStreams implements SubprocessProtocol {
    private final KernelLoop loop;

    /// Null before the child runs, or if the stream is not piped.
    private @Nullable KernelStreamWriter input;

    private final @Nullable ChildOutput[] outputs = new @Nullable ChildOutput[3];
    private @Nullable ChildProcess process;

    ChildStreams(KernelLoop loop) {
        this.loop = loop;
    }

    @SuppressWarnings("NullAway") // connectionMade comes first
    ChildProcess process() {
        return process;
    }

    @Nullable KernelStreamWriter input() {
        return input;
    }

    /// {@return what comes from stdout, 1, or stderr, 2; null if that is not piped}
    @Nullable ChildOutput output(int descriptor) {
        return outputs[descriptor];
    }

    @Override
    public void connectionMade(SubprocessTransport transport) {
        transport
                .pipeTransport(0)
                .ifPresent(pipe ->
                        input =
                                new KernelStreamWriter(
                                        loop, pipe, new KernelStreamReader(loop, 1)));
        for (int i = 1; i < outputs.length; i++) {
            Optional<Transport> pipe = transport.pipeTransport(i);
            outputs[i] = pipe.isEmpty() ? null : new ChildOutput(loop, pipe.get());
        }
        process = new ChildProcess(loop, (ChildTransport) transport, this);
    }

    @Override
    public void pipeDataReceived(int descriptor, ByteBuffer data) {
        ChildOutput output = outputs[descriptor];
        if (output != null) {
            output.received(data);
        }
    }

    @Override
    public void pipeConnectionLost(int descriptor, @Nullable Exception exception) {
        IOException broken =
                exception == null || exception instanceof IOException
                        ? (IOException) exception
                        : new IOException("a pipe has failed: " + exception, exception);
        ChildOutput output = outputs[descriptor];
        if (output != null) {
            output.ended(broken);
        } else if (input != null) {
            input.lose(broken);
        }
    }

    /// Nobody reads its input any more, but what is written already may be for its own children.
    @Override
    public void processExited() {
        if (input != null) {
            input.transport().close();
        }
    }

    @Override
    public void pauseWriting() {
        if (input != null) {
            input.pause();
        }
    }

    @Override
    public void resumeWriting() {
        if (input != null) {
            input.resume();
        }
    }
}
