package dev.rondo.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/// A connection of the paced client: messages that are under way, oldest first.
///
/// Its messages are all alike, so that what has not left yet is a number of bytes.
final class PacedConnection implements AutoCloseable {
    private final SocketChannel channel;
    private final int size;

    /// The messages that may leave in one write, one after the other.
    private final ByteBuffer output;

    private final ByteBuffer input;

    /// When the messages that are under way were to be sent: a ring of a power of two.
    private long[] intended = new long[64];

    private long added;
    private long completed;
    private long sentBytes;
    private long receivedBytes;

    PacedConnection(Selector selector, int port, int size) throws IOException {
        this.size = size;
        output = ByteBuffer.allocateDirect(16 * size);
        input = ByteBuffer.allocateDirect(16 * size);
        for (int i = 0; i < output.capacity(); i++) {
            output.put(i, pattern(i % size));
        }
        channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, this);
    }

    private static byte pattern(int offset) {
        return (byte) (offset * 31 + 7);
    }

    /// Sends a message, or as much as the system takes: the rest goes with [#flush].
    ///
    /// @param intendedNanos when it was to be sent
    void send(long intendedNanos) throws IOException {
        if (added - completed == intended.length) {
            grow();
        }
        intended[(int) (added++ & (intended.length - 1))] = intendedNanos;
        flush();
    }

    private void grow() {
        long[] larger = new long[intended.length * 2];
        for (long i = completed; i < added; i++) {
            larger[(int) (i & (larger.length - 1))] = intended[(int) (i & (intended.length - 1))];
        }
        intended = larger;
    }

    /// Sends what has not left yet, as far as the system takes it.
    void flush() throws IOException {
        long left = added * size - sentBytes;
        while (left > 0) {
            int offset = (int) (sentBytes % size);
            int count = (int) Math.min(left, output.capacity() - offset);
            int sent = channel.write(output.limit(offset + count).position(offset));
            if (sent == 0) {
                return;
            }
            sentBytes += sent;
            left -= sent;
        }
    }

    /// Reads what is there.
    ///
    /// @param latencies takes the messages that are complete
    /// @throws IOException if the connection is broken, has ended, or brings what was not sent
    void read(Latencies latencies) throws IOException {
        if (channel.read(input.clear()) < 0) {
            throw new EOFException("the server has closed a connection");
        }
        long now = System.nanoTime();
        input.flip();
        check();
        receivedBytes += input.remaining();
        while ((completed + 1) * size <= receivedBytes) {
            latencies.add(intended[(int) (completed++ & (intended.length - 1))], now);
        }
    }

    private void check() throws IOException {
        for (int i = 0; i < input.limit(); i++) {
            if (input.get(i) != pattern((int) ((receivedBytes + i) % size))) {
                throw new IOException("a wrong byte at offset " + (receivedBytes + i));
            }
        }
        if (receivedBytes + input.limit() > sentBytes) {
            throw new IOException("more bytes came than were sent: " + sentBytes);
        }
    }

    long completed() {
        return completed;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
