package dev.rondo.nio.network;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/// The other end: a plain blocking socket.
final class Peer implements AutoCloseable {
    private final Socket socket;

    Peer(int port) throws IOException {
        this(EchoServers.HOST, port);
    }

    Peer(String host, int port) throws IOException {
        this(new Socket());
        socket.connect(new InetSocketAddress(host, port));
    }

    Peer(Socket socket) {
        this.socket = socket;
    }

    InputStream input() throws IOException {
        return socket.getInputStream();
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    byte[] receive(int count) throws IOException {
        return input().readNBytes(count);
    }

    /// Closes with a reset.
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /// Does something that blocks on another thread.
    static <T> FutureTask<T> start(Callable<T> blocking) {
        FutureTask<T> task = new FutureTask<>(blocking);
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    /// {@return bytes that show when one is lost, doubled or moved}
    static byte[] pattern(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (i * 31 + i / 251);
        }
        return bytes;
    }
}
