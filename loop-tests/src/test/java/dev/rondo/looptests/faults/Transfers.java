package dev.rondo.looptests.faults;

import static dev.rondo.Rondo.createTask;
import static dev.rondo.Rondo.currentLoop;
import static dev.rondo.Rondo.gather;
import static dev.rondo.Rondo.gatherOutcomes;
import static dev.rondo.Rondo.openConnection;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rondo.Protocol;
import dev.rondo.Server;
import dev.rondo.StreamConnection;
import dev.rondo.StreamReader;
import dev.rondo.StreamWriter;
import dev.rondo.Task;
import dev.rondo.Transport;
import dev.rondo.looptests.Content;
import dev.rondo.looptests.Peer;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Bytes both ways over many connections at once, each of which is checked where it arrives.
///
/// The server is in the style with callbacks and obeys `pauseWriting`, the client in the direct one
/// and waits in `drain`. A connection begins with its number. Then both send their content, and
/// when the client has all of the server's it says so with one byte more, which the server answers
/// with another one, and ends its side: an end without these has come too early, and both notice.
final class Transfers {
    private static final int BLOCK = 64 * 1024;

    /// What one end has seen.
    ///
    /// @param received how many bytes of the content came, all of them right
    /// @param isComplete whether it has seen all, and the end after it
    /// @param failure why not, where there is an error
    record End(long received, boolean isComplete, @Nullable Exception failure) {}

    private final long size;
    private final Map<Long, End> servers = new ConcurrentHashMap<>();
    private final Map<Long, End> clients = new ConcurrentHashMap<>();

    /// @param size how many bytes go each way over each connection
    Transfers(long size) {
        this.size = size;
    }

    /// {@return what the server's end of each connection has seen, by number}
    Map<Long, End> servers() {
        return servers;
    }

    /// {@return what the client's end of each connection has seen, by number}
    Map<Long, End> clients() {
        return clients;
    }

    /// Starts the server; for a coroutine.
    Server startServer() {
        return currentLoop().createServer(Serving::new, Peer.HOST, 0).await();
    }

    /// Transfers over connections number 0 up, all at once; for a coroutine.
    void transfer(int port, int connections) {
        List<Task<Void>> tasks = new ArrayList<>();
        for (long i = 0; i < connections; i++) {
            long number = i;
            tasks.add(createTask(() -> transferOne(port, number)));
        }
        gather(tasks).await();
    }

    private void transferOne(int port, long number) {
        Content received = new Content(~number);
        try (StreamConnection connection = openConnection(Peer.HOST, port)) {
            connection.writer().write(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
            Task<Void> upload = createTask(() -> upload(connection.writer(), number));
            try {
                download(connection.reader(), received);
                upload.await();
            } finally {
                upload.cancel();
                gatherOutcomes(List.of(upload)).await();
            }
            connection.writer().write(new byte[1]);
            connection.writer().writeEof();
            int confirmed = connection.reader().readAll().length;
            if (confirmed == 0) {
                throw new EOFException("ended without the server's confirmation");
            }
            assertEquals(1, confirmed, () -> "more than was sent came on connection " + number);
            connection.writer().close();
            connection.writer().waitClosed();
            clients.put(number, new End(received.position(), true, null));
        } catch (IOException e) {
            clients.put(number, new End(received.position(), false, e));
        }
    }

    private void upload(StreamWriter writer, long number) throws IOException {
        Content content = new Content(number);
        for (long left = size; left > 0; left = size - content.position()) {
            writer.write(content.next((int) Math.min(BLOCK, left)));
            writer.drain();
        }
    }

    private void download(StreamReader reader, Content content) throws IOException {
        while (content.position() < size) {
            byte[] block = reader.read(BLOCK);
            if (block.length == 0) {
                throw new EOFException("ended after " + content.position() + " of " + size);
            }
            content.check(ByteBuffer.wrap(block));
        }
    }

    /// The server's end of a connection.
    private final class Serving implements Protocol {
        private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
        private final byte[] block = new byte[BLOCK];
        private Content received = new Content(0);
        private Content sent = new Content(0);
        private @Nullable Transport transport;
        private boolean isPaused;
        private boolean isConfirmed;
        private boolean isEnded;

        @Override
        public void connectionMade(Transport made) {
            transport = made;
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            while (number.hasRemaining() && data.hasRemaining()) {
                number.put(data.get());
                if (!number.hasRemaining()) {
                    received = new Content(number.getLong(0));
                    sent = new Content(~number.getLong(0));
                    send();
                }
            }
            int expected = (int) Math.min(data.remaining(), size - received.position());
            received.check(data.slice(data.position(), expected));
            data.position(data.position() + expected);
            if (data.hasRemaining()) {
                isConfirmed = data.remaining() == 1 && !isConfirmed;
                transport.write(new byte[1]);
            }
        }

        private void send() {
            while (!isPaused && sent.position() < size && !transport.isClosing()) {
                int count = (int) Math.min(BLOCK, size - sent.position());
                sent.next(block, count);
                transport.write(ByteBuffer.wrap(block, 0, count));
            }
        }

        @Override
        public void pauseWriting() {
            isPaused = true;
        }

        @Override
        public void resumeWriting() {
            isPaused = false;
            send();
        }

        @Override
        public boolean eofReceived() {
            isEnded = true;
            return false;
        }

        @Override
        public void connectionLost(@Nullable Exception exception) {
            boolean isComplete = isConfirmed && isEnded && exception == null;
            servers.put(number.getLong(0), new End(received.position(), isComplete, exception));
        }
    }
}
