package dev.rondo.looptests.scale;

import dev.rondo.looptests.Peer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/// The other end of many connections, in a process of its own, over a plain selector.
///
/// Obeys lines of its standard input, each of which it answers with one: `open PORT COUNT` opens
/// connections, `close` closes them all, and `echo SECONDS` has each connection send a number and
/// wait for its echo, again and again; the answer is how many echoes there were, how many at least
/// on a connection, and how many errors.
final class EchoLoad {
    private static final long NANOS = 1_000_000_000;

    private final Selector selector = Selector.open();
    private final List<Connection> connections = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64);
    private int errors;

    private EchoLoad() throws IOException {}

    static void main(String[] arguments) throws IOException {
        EchoLoad load = new EchoLoad();
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            String[] words = line.split(" ");
            System.out.println(
                    switch (words[0]) {
                        case "open" ->
                                load.open(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
                        case "echo" -> load.echo(Integer.parseInt(words[1]));
                        case "close" -> load.close();
                        default -> "unknown: " + line;
                    });
        }
    }

    private String open(int port, int count) throws IOException {
        InetSocketAddress server = new InetSocketAddress(Peer.HOST, port);
        for (int i = 0; i < count; i++) {
            connections.add(new Connection(SocketChannel.open(server)));
        }
        return "opened";
    }

    private String close() throws IOException {
        for (Connection connection : connections) {
            connection.channel.close();
        }
        connections.clear();
        selector.selectNow();
        return "closed";
    }

    private String echo(int seconds) throws IOException {
        connections.forEach(connection -> connection.echoes = 0);
        errors = 0;
        long end = System.nanoTime() + seconds * NANOS;
        connections.forEach(Connection::send);
        while (System.nanoTime() < end) {
            selector.select(key -> ((Connection) key.attachment()).receive(true), 100);
        }
        // what is under way still comes
        while (connections.stream().anyMatch(Connection::isWaiting)
                && System.nanoTime() < end + 30 * NANOS) {
            selector.select(key -> ((Connection) key.attachment()).receive(false), 100);
        }
        long missing = connections.stream().filter(Connection::isWaiting).count();
        return connections.stream().mapToLong(one -> one.echoes).sum()
                + " "
                + connections.stream().mapToLong(one -> one.echoes).min().orElse(0)
                + " "
                + (errors + missing);
    }

    private final class Connection {
        private final SocketChannel channel;
        private final SelectionKey key;
        private long sent;
        private long echoes;
        private boolean isWaiting;

        Connection(SocketChannel channel) throws IOException {
            this.channel = channel;
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            key = channel.register(selector, SelectionKey.OP_READ, this);
        }

        boolean isWaiting() {
            return isWaiting;
        }

        void send() {
            buffer.clear().putLong(++sent).flip();
            isWaiting = true;
            try {
                channel.write(buffer); // eight bytes always fit
            } catch (IOException e) {
                fail();
            }
        }

        /// @param isGoingOn whether to send the next one
        void receive(boolean isGoingOn) {
            try {
                int count = channel.read(buffer.clear());
                if (count != Long.BYTES || buffer.getLong(0) != sent || !isWaiting) {
                    fail();
                    return;
                }
            } catch (IOException e) {
                fail();
                return;
            }
            echoes++;
            isWaiting = false;
            if (isGoingOn) {
                send();
            }
        }

        private void fail() {
            errors++;
            isWaiting = false;
            key.cancel();
        }
    }
}
