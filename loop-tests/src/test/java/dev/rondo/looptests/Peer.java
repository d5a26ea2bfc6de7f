package dev.rondo.looptests;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/// The other end: a plain blocking socket.
public final class Peer implements AutoCloseable {
    /// Where servers of tests listen.
    public static final String HOST = "127.0.0.1";

    private final Socket socket;

    public Peer(int port) throws IOException {
        this(HOST, port);
    }

    private Peer(String host, int port) throws IOException {
        this(new Socket());
        socket.connect(new InetSocketAddress(host, port));
    }

    /// {@return the next connection of a plain server}
    public static Peer accepted(ServerSocket listener) throws IOException {
        return new Peer(listener.accept());
    }

    private Peer(Socket socket) {
        this.socket = socket;
    }

    public InputStream input() throws IOException {
        return socket.getInputStream();
    }

    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /// Has each send go out by itself.
    public void sendAtOnce() throws IOException {
        socket.setTcpNoDelay(true);
    }

    public void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    public byte[] receive(int count) throws IOException {
        return input().readNBytes(count);
    }

    /// Closes with a reset.
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /// Does something that blocks on another thread.
    public static <T> FutureTask<T> start(Callable<T> blocking) {
        FutureTask<T> task = new FutureTask<>(blocking);
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    /// {@return bytes that show when one is lost, doubled or moved}
    public static byte[] pattern(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (i * 31 + i / 251);
        }
        return bytes;
    }
}
