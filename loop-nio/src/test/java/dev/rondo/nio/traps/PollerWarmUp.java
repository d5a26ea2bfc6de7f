package dev.rondo.nio.traps;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// Has the JDK open the descriptors that it keeps for the sockets of virtual threads, so that they
/// do not count as left open.
final class PollerWarmUp {
    private PollerWarmUp() {}

    static void run() {
        Limit.join(Thread.startVirtualThread(PollerWarmUp::exchange));
    }

    private static void exchange() {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var client = new Socket(server.getInetAddress(), server.getLocalPort())) {
            Thread writer = Thread.startVirtualThread(() -> acceptAndWrite(server));
            client.getInputStream().read(); // parks, and so waits in the poller
            Limit.join(writer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void acceptAndWrite(ServerSocket server) {
        try (var peer = server.accept()) {
            peer.getOutputStream().write(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
