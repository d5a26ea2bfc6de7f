package dev.rondo.looptests.scale;

import com.sun.management.ThreadMXBean;
import dev.rondo.EventLoops;
import dev.rondo.Protocol;
import dev.rondo.Server;
import dev.rondo.Transport;
import dev.rondo.looptests.Peer;
import dev.rondo.looptests.RunningLoop;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;

/// A program that prints what echoes in protocol mode allocate, a line for each of several parts:
/// the bytes, the messages, and how often the driver was asked for events meanwhile. The first
/// parts are dear, as not all is compiled; what happens once is in one of them.
///
/// Arguments: how many connections, and how many messages in a part. What is counted is what all
/// threads of this JVM allocate, less the clients, whose threads are known, and the one that asks.
/// So it does not matter which thread carries the loop, and nothing that the loop has others do is
/// forgotten.
final class Allocation {
    private static final int CLIENTS = 4;
    private static final int MESSAGE_BYTES = 64;

    private static final int PARTS = 6;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final List<Client> clients = new ArrayList<>();
    private final CyclicBarrier barrier;
    private final int rounds;

    private final RunningLoop running;

    private Allocation(RunningLoop running, int connections, int messages) {
        this.running = running;
        int threads = Math.min(CLIENTS, connections);
        for (int i = 0; i < threads; i++) {
            clients.add(new Client(connections / threads));
        }
        barrier = new CyclicBarrier(threads + 1);
        rounds = messages / (connections / threads * threads);
    }

    static void main(String[] arguments) throws Exception {
        RunningLoop running = new RunningLoop(System.getProperty(EventLoops.LOOP_PROPERTY));
        Server server =
                running.call(() -> running.loop().createServer(Echo::new, Peer.HOST, 0).await());
        new Allocation(running, Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]))
                .measure(server.port());
        running.run(server::close);
        running.close();
    }

    private void measure(int port) throws Exception {
        for (Client client : clients) {
            client.connect(port);
            client.start();
        }
        for (int i = 0; i < PARTS; i++) {
            measurePart();
        }
        for (Client client : clients) {
            client.join();
            client.close();
        }
    }

    private void measurePart() throws Exception {
        long messages = clients.stream().mapToLong(Client::messages).sum();
        long polls = polls();
        long before = allocatedByOthers();
        barrier.await(); // the clients begin
        barrier.await(); // and are done
        long bytes = allocatedByOthers() - before;
        System.out.println(bytes + " " + messages + " " + (polls() - polls));
    }

    private long polls() throws Exception {
        return running.call(() -> running.loop().metrics().polls());
    }

    /// {@return what all threads but the clients and this one have allocated}
    private long allocatedByOthers() {
        long known = THREADS.getCurrentThreadAllocatedBytes();
        for (Client client : clients) {
            known += THREADS.getThreadAllocatedBytes(client.threadId());
        }
        return THREADS.getTotalThreadAllocatedBytes() - known;
    }

    private static final class Echo implements Protocol {
        private Transport transport;

        @Override
        public void connectionMade(Transport made) {
            transport = made;
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            transport.write(data);
        }
    }

    /// A plain thread with blocking connections: it sends on all of them, then hears from all.
    private final class Client extends Thread {
        private final SocketChannel[] connections;
        private final ByteBuffer message = ByteBuffer.allocateDirect(MESSAGE_BYTES);

        Client(int count) {
            super("client");
            setDaemon(true);
            connections = new SocketChannel[count];
        }

        void connect(int port) throws IOException {
            for (int i = 0; i < connections.length; i++) {
                connections[i] = SocketChannel.open(new InetSocketAddress(Peer.HOST, port));
                connections[i].setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
        }

        long messages() {
            return (long) connections.length * rounds;
        }

        @Override
        public void run() {
            try {
                for (int i = 0; i < PARTS; i++) {
                    barrier.await();
                    echo();
                    barrier.await();
                }
            } catch (Exception e) {
                e.printStackTrace();
                System.exit(1); // the others would wait for it
            }
        }

        private void echo() throws IOException {
            for (int round = 0; round < rounds; round++) {
                for (SocketChannel connection : connections) {
                    connection.write(message.clear());
                }
                for (SocketChannel connection : connections) {
                    message.clear();
                    while (message.hasRemaining()) {
                        if (connection.read(message) < 0) {
                            throw new IOException("the server has closed a connection");
                        }
                    }
                }
            }
        }

        void close() throws IOException {
            for (SocketChannel connection : connections) {
                connection.close();
            }
        }
    }
}
