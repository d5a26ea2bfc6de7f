package dev.rondo.looptests.faults;

import dev.rondo.looptests.Peer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/// Stands between clients and a server, passes on what they send, and does to each connection what
/// its [Fate] says.
///
/// It is made of blocking sockets and two threads a connection, so that it has nothing in common
/// with what it tests. Which fate a connection has follows from the first eight bytes that its
/// client sends, which are passed on. It begins when the server answers: of a connection that is
/// reset while it waits to be accepted a server may never hear.
final class FaultProxy implements AutoCloseable {
    private static final int BLOCK = 64 * 1024;

    private final ServerSocket listener;
    private final int server;
    private final Function<Long, Fate> fates;
    private final List<Socket> sockets = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /// Starts to listen on a free port.
    ///
    /// @param server the port of the server
    /// @param fates the fate of the connection that begins with a number
    FaultProxy(int server, Function<Long, Fate> fates) throws IOException {
        this.server = server;
        this.fates = fates;
        listener = new ServerSocket(0, 1024, InetAddress.getByName(Peer.HOST));
        startThread(this::acceptAll);
    }

    int port() {
        return listener.getLocalPort();
    }

    private synchronized void startThread(Runnable body) {
        threads.add(Thread.ofPlatform().daemon().name("fault proxy").start(body));
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket client = keep(listener.accept());
                startThread(() -> begin(client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private synchronized Socket keep(Socket socket) throws IOException {
        sockets.add(socket);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private void begin(Socket client) {
        try {
            byte[] number = client.getInputStream().readNBytes(Long.BYTES);
            Socket upstream = keep(new Socket(Peer.HOST, server));
            upstream.getOutputStream().write(number);
            PushbackInputStream answers = new PushbackInputStream(upstream.getInputStream());
            answers.unread(answers.readNBytes(1));
            long first = ByteBuffer.wrap(number).getLong();
            Line line = new Line(client, upstream, fates.apply(first), first);
            startThread(() -> line.pass(answers, client, false));
            line.pass(client.getInputStream(), upstream, true);
        } catch (IOException e) {
            // one side has gone before it began
        }
    }

    /// Ends all connections and all threads.
    @Override
    public void close() throws IOException {
        listener.close();
        List<Thread> running;
        synchronized (this) {
            for (Socket socket : sockets) {
                socket.close();
            }
            running = List.copyOf(threads);
        }
        try {
            for (Thread thread : running) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw new AssertionError("a thread of the proxy did not end in time", e);
        }
    }

    /// A connection on both sides.
    private static final class Line {
        private final Socket client;
        private final Socket upstream;
        private final Fate fate;
        private final long seed;
        private final AtomicBoolean isCut = new AtomicBoolean();

        Line(Socket client, Socket upstream, Fate fate, long seed) {
            this.client = client;
            this.upstream = upstream;
            this.fate = fate;
            this.seed = seed;
        }

        /// Passes one direction on, until it ends or is ended.
        void pass(InputStream from, Socket to, boolean isUpward) {
            try {
                try {
                    copy(from, to.getOutputStream(), isUpward);
                } catch (IOException e) {
                    if (!isCut.get()) {
                        throw e;
                    }
                    // the other direction has ended this one
                }
                if (isCut.get() && fate.end() == Fate.End.RESET) {
                    return; // an end would come before the reset
                }
                if (!to.isOutputShutdown()) {
                    to.shutdownOutput();
                }
                while (isCut.get() && from.read(new byte[BLOCK]) >= 0) {
                    // what is left unread would turn the end of our side into a reset
                }
            } catch (IOException e) {
                reset(); // one of the two sides has gone
            }
        }

        private void copy(InputStream input, OutputStream output, boolean isUpward)
                throws IOException {
            Random random = new Random(isUpward ? seed : ~seed);
            byte[] block = new byte[BLOCK];
            long left =
                    fate.end() != Fate.End.THEIRS && fate.isUpward() == isUpward
                            ? fate.after()
                            : Long.MAX_VALUE;
            for (int i = 0; left > 0; i++) {
                int wanted = i < fate.shortReads() ? 1 + random.nextInt(fate.shortRead()) : BLOCK;
                if (i < fate.shortReads() && fate.delayMillis() > 0) {
                    pause(random.nextInt(fate.delayMillis()));
                }
                int count = input.read(block, 0, (int) Math.min(wanted, left));
                if (count < 0 || isCut.get()) {
                    return;
                }
                output.write(block, 0, count);
                left -= count;
            }
            end();
        }

        private static void pause(int millis) {
            try {
                Thread.sleep(millis); // the delay is the fault
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void end() throws IOException {
            isCut.set(true);
            if (fate.end() == Fate.End.RESET) {
                reset();
            } else {
                client.shutdownOutput();
                upstream.shutdownOutput();
            }
        }

        private void reset() {
            for (Socket socket : List.of(client, upstream)) {
                try {
                    socket.setSoLinger(true, 0);
                    socket.close();
                } catch (IOException e) {
                    // it was reset already
                }
            }
        }
    }
}
