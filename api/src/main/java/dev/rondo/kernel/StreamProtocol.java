package dev.rondo.kernel;

import dev.rondo.ConnectionHandler;
import dev.rondo.ExceptionContext;
import dev.rondo.Protocol;
import dev.rondo.StreamConnection;
import dev.rondo.TaskOptions;
import dev.rondo.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// The protocol under a reader and a writer; on a server it starts the task that handles the
/// connection.
final class StreamProtocol implements Protocol {
    private final KernelLoop loop;
    private final KernelStreamReader reader;

    /// What the program does with a connection to its server; null for a client.
    private final @Nullable ConnectionHandler handler;

    /// Null before the connection is made.
    private @Nullable KernelStreamWriter writer;

    StreamProtocol(KernelLoop loop, int limit, @Nullable ConnectionHandler handler) {
        this.loop = loop;
        this.reader = new KernelStreamReader(loop, limit);
        this.handler = handler;
    }

    StreamConnection connection() {
        return new StreamConnection(reader, writer());
    }

    @SuppressWarnings("NullAway") // connectionMade comes first
    private KernelStreamWriter writer() {
        return writer;
    }

    @Override
    public void connectionMade(Transport transport) {
        reader.setSource(ReadFlow.of(transport));
        KernelStreamWriter made = new KernelStreamWriter(loop, transport, reader);
        writer = made;
        ConnectionHandler chosen = handler;
        if (chosen != null) {
            KernelTask<Void> task =
                    loop.newTask(
                            TaskOptions.DEFAULT,
                            KernelLoop.withoutResult(() -> chosen.handle(reader, made)));
            task.addDoneCallback(done -> handled(task, transport));
        }
    }

    private void handled(KernelTask<Void> task, Transport transport) {
        transport.close();
        if (task.state() != Future.State.FAILED) {
            return;
        }
        Throwable failure = task.takeException();
        if (!FatalErrors.isFatal(failure)) { // else it has ended a run
            loop.handle(
                    new ExceptionContext(
                            "the handler of a connection failed",
                            failure,
                            task,
                            null,
                            null,
                            transport,
                            task.creationSite()));
        }
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        reader.feed(data);
    }

    @Override
    public boolean eofReceived() {
        reader.feedEof();
        return true;
    }

    @Override
    public void pauseWriting() {
        writer().pause();
    }

    @Override
    public void resumeWriting() {
        writer().resume();
    }

    @Override
    public void connectionLost(@Nullable Exception exception) {
        IOException broken =
                exception == null || exception instanceof IOException
                        ? (IOException) exception
                        : new IOException("the connection has failed: " + exception, exception);
        if (broken == null) {
            reader.feedEof();
        } else {
            reader.fail(broken);
        }
        writer().lose(broken);
    }
}
