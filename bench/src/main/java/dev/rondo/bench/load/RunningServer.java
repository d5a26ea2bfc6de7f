package dev.rondo.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;

/// An echo server in a process of its own, on the server's processor.
final class RunningServer implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);
    private static final int PROBE_PAUSE_MILLIS = 20;
    private static final int PROBE_LIMIT_MILLIS = 5_000;

    private final Child child;
    private final int port;
    private final boolean isAsked;

    private RunningServer(Child child, int port, boolean isAsked) {
        this.child = child;
        this.port = port;
        this.isAsked = isAsked;
    }

    /// Starts a server, and waits until it serves.
    ///
    /// @param options further options of java for ours
    static RunningServer start(Contender contender, List<String> options)
            throws IOException, InterruptedException {
        return switch (contender) {
            case Contender.Ours ours -> startAsked(ours.asked(options));
            case Contender.Peer peer -> startPeer(peer);
        };
    }

    private static RunningServer startAsked(List<String> command)
            throws IOException, InterruptedException {
        Child child = Child.start(Cores.server(command));
        try {
            String greeting = child.lineWith(EchoServer.GREETING, START_LIMIT);
            int port = Integer.parseInt(greeting.substring(EchoServer.GREETING.length()));
            return new RunningServer(child, port, true);
        } catch (IOException | InterruptedException e) {
            child.close();
            throw e;
        }
    }

    /// Starts one of ours, lets it echo, and waits for its end, however long the JVM then takes to
    /// write down what it has learned.
    ///
    /// @param options further options of java
    static void train(Contender.Ours ours, List<String> options)
            throws IOException, InterruptedException {
        RunningServer server = startAsked(ours.asked(options));
        try (Child child = server.child) {
            if (!echoes(server.port)) {
                throw child.failure("does not echo");
            }
            child.say(Questions.END);
            child.finish(ANSWER_LIMIT);
        }
    }

    private static RunningServer startPeer(Contender.Peer peer)
            throws IOException, InterruptedException {
        int port = freePort();
        Child child = Child.start(Cores.server(peer.command(port)));
        try {
            awaitEcho(child, port);
            return new RunningServer(child, port, false);
        } catch (IOException | InterruptedException e) {
            child.close();
            throw e;
        }
    }

    /// {@return a port that was free just now, for those that have to be told one}
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Peers say nothing when they are ready, so they are asked until they answer.
    private static void awaitEcho(Child child, int port) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!echoes(port)) {
            if (!child.isAlive()) {
                child.finish(START_LIMIT);
                throw child.failure("ended before it served");
            }
            if (System.nanoTime() > deadline) {
                throw child.failure("does not serve after " + START_LIMIT.toSeconds() + " s");
            }
            Thread.sleep(PROBE_PAUSE_MILLIS);
        }
    }

    private static boolean echoes(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setSoTimeout(PROBE_LIMIT_MILLIS);
            socket.getOutputStream().write('?');
            return socket.getInputStream().read() == '?';
        } catch (IOException notYet) {
            return false;
        }
    }

    int port() {
        return port;
    }

    long pid() {
        return child.pid();
    }

    boolean isAlive() {
        return child.isAlive();
    }

    /// {@return whether it answers questions}
    boolean isAsked() {
        return isAsked;
    }

    /// {@return what it answers}
    Answer ask(String question) throws IOException, InterruptedException {
        child.say(question);
        return child.answer(ANSWER_LIMIT);
    }

    /// {@return how many bytes of memory its process has, by the system's count}
    long resident() throws IOException {
        return Resident.of(Long.toString(pid()));
    }

    /// Ends it.
    ///
    /// @throws IOException if it does not end by itself
    @Override
    public void close() throws IOException {
        child.end(!isAsked);
    }

    /// {@return an exception that tells what happened, and what the server has printed}
    IOException failure(String what) {
        return child.failure(what);
    }
}
