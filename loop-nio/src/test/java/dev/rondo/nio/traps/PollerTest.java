package dev.rondo.nio.traps;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The JDK starts the threads that poll for the sockets of virtual threads when it first needs
/// them, in a static initialiser. If a coroutine is the first, they inherit its scheduler: captured
/// by the loop, they would end with it, and with them the socket I/O of all virtual threads of the
/// JVM.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PollerTest {
    @Test
    void socketsOfVirtualThreadsWorkAfterALoopThatWasTheFirstToUseOne() {
        new FreshJvm(FirstSocketInACoroutine.class).run();
    }

    @Test
    void socketsOfVirtualThreadsWorkWhileALoopThatWasTheFirstToUseOneIsBusy() {
        new FreshJvm(BusyLoop.class).run();
    }

    static final class FirstSocketInACoroutine {
        public static void main(String[] arguments) throws Exception {
            try (EventLoop loop = EventLoops.create("nio")) {
                Peer peer = new Peer();
                assertEquals(42, loop.runUntilComplete(peer::exchange));
                peer.join();
            }
            inVirtualThread(() -> new Peer().exchange());
        }
    }

    static final class BusyLoop {
        public static void main(String[] arguments) throws Exception {
            try (EventLoop loop = EventLoops.create("nio")) {
                loop.runUntilComplete(() -> {
                    new Peer().exchange();
                    var elsewhere = new FutureTask<>(() -> new Peer().exchange());
                    Thread.ofPlatform().start(() -> call(elsewhere));
                    while (!elsewhere.isDone()) { // keeps the carrier
                        Thread.onSpinWait();
                    }
                    assertEquals(42, elsewhere.get());
                });
            }
        }

        private static void call(FutureTask<Integer> elsewhere) {
            Limit.join(Thread.startVirtualThread(elsewhere));
        }
    }

    private static void inVirtualThread(Callable<Integer> exchange) throws Exception {
        var task = new FutureTask<>(exchange);
        Limit.join(Thread.startVirtualThread(task));
        assertEquals(42, task.get());
    }

    /// A server on a platform thread, which writes once its client is parked, and so in need of the
    /// poller.
    private static final class Peer {
        private final ServerSocket server =
                new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final Thread thread = Thread.ofPlatform().start(this::serve);
        private volatile Thread reader;

        Peer() throws IOException {}

        private void serve() {
            try (server;
                    Socket connection = server.accept()) {
                Limit.until("the client reads", () -> reader != null);
                Limit.untilWaiting(reader);
                connection.getOutputStream().write(42);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        int exchange() throws IOException {
            try (var socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
                reader = Thread.currentThread();
                return socket.getInputStream().read();
            }
        }

        void join() {
            Limit.join(thread);
        }
    }
}
