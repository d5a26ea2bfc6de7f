package dev.rondo.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoop;
import dev.rondo.ExceptionContext;
import dev.rondo.Protocol;
import dev.rondo.Rondo;
import dev.rondo.Server;
import dev.rondo.ServerOptions;
import dev.rondo.spi.Capability;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// How connections are accepted.
abstract class AcceptRules {
    private static final ServerOptions DEFAULT = ServerOptions.DEFAULT;

    /// Connections that wait to be accepted.
    private static final int WAITING = 10;

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-141",
            text =
                    "Connections that wait, up to the backlog, are accepted in one iteration; then"
                            + " nobody waits, and the server goes on.",
            rows = "tcp.accept-batch")
    void acceptsABatch(Subject subject) {
        EventLoop loop = subject.loop();
        Set<Integer> iterations = new HashSet<>();
        int[] iteration = {0};
        Served served = new Served(loop);
        loop.runUntilComplete(() -> {
            ServerOptions options = DEFAULT.withBacklog(WAITING).withStartsServing(false);
            Server server =
                    loop.createServer(
                                    () -> {
                                        iterations.add(iteration[0]);
                                        return served.accept();
                                    },
                                    List.of(Served.HOST),
                                    0,
                                    options)
                            .await();
            List<NotedProtocol> clients = new ArrayList<>();
            for (int i = 0; i < WAITING; i++) {
                clients.add(served.connect(server));
            }

            server.startServing();
            while (served.accepted.size() < WAITING) {
                iteration[0]++;
                Rondo.sleep(Duration.ZERO);
            }

            assertEquals(
                    1, iterations.size(), "iterations that it took to accept what was waiting");
            clients.add(served.connectAccepted(server));
            server.close();
            clients.forEach(client -> client.transport().close());
            server.waitClosed();
        });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-142",
            text = "A connection that was aborted before it was accepted keeps no other one away.",
            rows = "tcp.accept-batch")
    void passesOverAbortedConnections(Subject subject) {
        Served served = new Served(subject.loop());
        served.loop.runUntilComplete(() -> {
            Server server = served.listen(DEFAULT.withStartsServing(false));
            NotedProtocol aborted = served.connect(server);
            NotedProtocol client = served.connect(server);
            client.transport().write(new byte[] {'h', 'i'});
            aborted.transport().abort();
            aborted.lost.await();

            server.startServing();
            served.awaitAccepted(1);
            Served.pass();

            NotedProtocol last = served.accepted.getLast();
            assertEquals(
                    client.transport().localAddress(),
                    last.transport().remoteAddress(),
                    "who was accepted last, with a client behind the aborted one");
            assertEquals("hi", last.await(2), "what the client behind the aborted one sent");
            server.close();
            client.transport().close();
            server.waitClosed();
        });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-143",
            text =
                    "A server that was started without serving keeps connections waiting until it"
                            + " serves.")
    void waitsWithServing(Subject subject) {
        Served served = new Served(subject.loop());
        served.loop.runUntilComplete(() -> {
            Server server = served.listen(DEFAULT.withStartsServing(false));
            NotedProtocol client = served.connect(server);
            Served.pass();
            assertFalse(server.isServing(), "a server that was not to serve is serving");
            assertEquals(List.of(), served.accepted, "accepted before the server was to serve");

            server.startServing();
            server.startServing();

            served.awaitAccepted(1);
            assertTrue(server.isServing(), "a server is not serving after startServing");
            server.close();
            client.transport().close();
            server.waitClosed();
            assertThrows(IllegalStateException.class, server::startServing);
        });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-144",
            text =
                    "At its limit a server accepts no more connections, and goes on when one has"
                            + " ended.")
    void limitsItsConnections(Subject subject) {
        Served served = new Served(subject.loop());
        served.loop.runUntilComplete(() -> {
            Server server = served.listen(DEFAULT.withConnectionLimit(2));
            List<NotedProtocol> clients = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                clients.add(served.connect(server));
            }
            for (int ended = 0; ended < 2; ended++) {
                served.awaitAccepted(2 + ended);
                Served.pass();
                assertEquals(2 + ended, served.accepted.size(), "accepted, with 2 at a time");
                served.accepted.get(ended).transport().close();
            }
            served.awaitAccepted(4);

            server.close();
            server.closeClients();
            server.waitClosed();
            for (NotedProtocol client : clients) {
                client.lost.await();
            }
        });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-145",
            text =
                    "When the system has no descriptors left, the server says so, rests for a"
                            + " second and goes on; it still listens.",
            rows = "tcp.accept-out-of-fds")
    void restsWhenDescriptorsAreOut(Subject subject) {
        FailingAccepts provider = new FailingAccepts(subject.provider(), 1);
        Served served = new Served(subject.newLoop(builder -> builder.provider(provider)));
        served.loop.runUntilComplete(() -> {
            Server server = served.listen(DEFAULT);
            NotedProtocol refused = served.connect(server);
            refused.lost.await();
            ExceptionContext report = takeOnly(subject);
            assertSame(FailingAccepts.FAILURE, report.exception(), "the exception that was told");
            assertTrue(report.message().contains(server.toString()), report::message);
            NotedProtocol client = served.connect(server);
            provider.advance(Duration.ofMillis(999));
            Served.pass();
            assertEquals(List.of(), served.accepted, "accepted before the second was over");

            provider.advance(Duration.ofMillis(1));

            served.awaitAccepted(1);
            server.close();
            client.transport().close();
            server.waitClosed();
        });
    }

    private static ExceptionContext takeOnly(Subject subject) {
        List<ExceptionContext> reports = subject.takeReports();
        assertEquals(1, reports.size(), () -> "reports about accepting: " + reports);
        return reports.getFirst();
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-146",
            text =
                    "A lack of descriptors that lasts is told once, and again after something was"
                            + " accepted.",
            rows = "tcp.accept-out-of-fds")
    void tellsALackOnce(Subject subject) {
        FailingAccepts provider = new FailingAccepts(subject.provider(), 3);
        Served served = new Served(subject.newLoop(builder -> builder.provider(provider)));
        served.loop.runUntilComplete(() -> {
            Server server = served.listen(DEFAULT);
            List<NotedProtocol> clients = new ArrayList<>();
            for (int attempt = 0; attempt < 3; attempt++) {
                NotedProtocol refused = served.connect(server);
                refused.lost.await();
                provider.advance(Duration.ofSeconds(1));
            }
            clients.add(served.connectAccepted(server));
            takeOnly(subject);

            provider.fail(1);
            served.connect(server).lost.await();
            takeOnly(subject);

            provider.advance(Duration.ofSeconds(1));
            clients.add(served.connectAccepted(server));
            server.close();
            clients.forEach(client -> client.transport().close());
            server.waitClosed();
        });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-147",
            text = "A server that is closed while it rests leaves no timer behind.",
            rows = "tcp.accept-out-of-fds")
    void closesWhileItRests(Subject subject) {
        FailingAccepts provider = new FailingAccepts(subject.provider(), 1);
        Served served = new Served(subject.newLoop(builder -> builder.provider(provider)));
        served.loop.runUntilComplete(() -> {
            Server server = served.listen(DEFAULT);
            served.connect(server).lost.await();
            takeOnly(subject);

            server.close();
            server.waitClosed();

            assertEquals(
                    0, served.loop.metrics().pendingTimers(), "timers of a server that is closed");
        });
    }

    @Requires({Capability.TCP, Capability.SOCKET_CHANNELS})
    @Rule(
            id = "TCP-148",
            text = "A connection that was accepted elsewhere is taken over, in both directions.",
            rows = "tcp.adopt-accepted-socket")
    void adoptsAConnection(Subject subject) throws IOException {
        EventLoop loop = subject.loop();
        try (ServerSocketChannel listening = ServerSocketChannel.open();
                SocketChannel peer = SocketChannel.open()) {
            listening.bind(new InetSocketAddress(Served.HOST, 0));
            peer.connect(listening.getLocalAddress());
            SocketChannel accepted = listening.accept();
            peer.write(ByteBuffer.wrap(new byte[] {'h', 'i'}));

            loop.runUntilComplete(() -> {
                NotedProtocol protocol =
                        loop.connectAcceptedSocket(() -> new NotedProtocol(loop), accepted)
                                .await()
                                .protocol();
                assertEquals("hi", protocol.await(2), "what came from the peer");
                protocol.transport().write(new byte[] {'y', 'o'});
                protocol.transport().close();
                protocol.lost.await();
            });

            ByteBuffer answer = ByteBuffer.allocate(3);
            while (peer.read(answer) >= 0) {
                assertTrue(answer.hasRemaining(), "more came than was written");
            }
            assertEquals(2, answer.position(), "bytes that came to the peer");
            assertFalse(accepted.isOpen(), "the channel is open after the transport was closed");
        }
    }

    @Requires({Capability.TCP, Capability.SOCKET_CHANNELS})
    @Rule(
            id = "TCP-149",
            text = "A channel that is not connected is refused, and so is a closed one.",
            rows = "tcp.adopt-accepted-socket")
    void refusesAChannelWithoutConnection(Subject subject) throws IOException {
        EventLoop loop = subject.loop();
        SocketChannel channel = SocketChannel.open();
        try (channel) {
            assertNotConnected(loop, channel);
        }
        assertNotConnected(loop, channel);
    }

    private static void assertNotConnected(EventLoop loop, SocketChannel channel) {
        IllegalArgumentException refusal =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> loop.connectAcceptedSocket(() -> new Protocol() {}, channel));
        assertTrue(
                refusal.getMessage().startsWith("the channel is not connected"),
                refusal::getMessage);
    }

    @Requires(absent = Capability.SOCKET_CHANNELS)
    @Rule(
            id = "TCP-150",
            text =
                    "Without SOCKET_CHANNELS, taking a connection over is refused with backend and"
                            + " reason.",
            rows = "tcp.adopt-accepted-socket")
    void refusesConnections(Subject subject) throws IOException {
        try (SocketChannel channel = SocketChannel.open()) {
            BackendRules.assertRefused(
                    subject,
                    Capability.SOCKET_CHANNELS,
                    () -> subject.loop().connectAcceptedSocket(() -> new Protocol() {}, channel));
        }
    }
}
