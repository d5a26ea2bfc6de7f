package dev.rondo.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.Rondo;
import dev.rondo.Server;
import dev.rondo.ServerOptions;
import dev.rondo.Task;
import dev.rondo.Transport;
import dev.rondo.spi.Capability;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;

/// How TCP servers, and what they have accepted, end.
abstract class ServerEndRules {
    private static final ServerOptions DEFAULT = ServerOptions.DEFAULT;

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-121",
            text = "After close connections are refused, and those that stand go on.",
            rows = "server.close-refuses-new")
    void keepsItsConnections(Subject subject) {
        Served served = new Served(subject.loop());
        served.loop.runUntilComplete(() -> {
            Server server = served.listen(DEFAULT);
            int port = server.port();
            NotedProtocol client = served.connectAccepted(server);
            server.close();

            CompletionException refusal =
                    assertThrows(
                            CompletionException.class,
                            () -> served.connect(Served.HOST, port),
                            "connecting to a closed server");
            assertInstanceOf(ConnectException.class, refusal.getCause());
            client.transport().write("still here".getBytes());
            assertEquals(
                    "still here",
                    served.accepted.getFirst().await(10),
                    "what came over a connection that was there before close");
            client.transport().close();
            server.waitClosed();
        });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-122",
            text = "waitClosed waits for close, even without connections.",
            rows = "server.wait-closed-waits-for-clients")
    void waitsForClose(Subject subject) {
        Served served = new Served(subject.loop());
        served.loop.runUntilComplete(() -> {
            Server server = served.listen(DEFAULT);
            Task<Void> waiting = served.loop.createTask(server::waitClosed);
            Served.pass();
            assertFalse(waiting.isDone(), "waitClosed has returned while the server was open");

            server.close();

            waiting.await();
        });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-123",
            text =
                    "After close waitClosed waits for the last connection, then releases all who"
                            + " wait, and later returns at once.",
            rows = "server.wait-closed-waits-for-clients")
    void waitsForTheLastConnection(Subject subject) {
        Served served = new Served(subject.loop());
        served.loop.runUntilComplete(() -> {
            Server server = served.listen(DEFAULT);
            NotedProtocol first = served.connectAccepted(server);
            NotedProtocol second = served.connectAccepted(server);
            List<Task<Void>> waiting =
                    List.of(
                            served.loop.createTask(server::waitClosed),
                            served.loop.createTask(server::waitClosed));
            server.close();
            first.transport().close();
            served.accepted.getFirst().lost.await();
            Served.pass();
            assertFalse(
                    waiting.stream().anyMatch(Task::isDone),
                    "waitClosed has returned while one of two connections was there");

            second.transport().close();

            waiting.forEach(Task::await);
            assertTrue(
                    served.accepted.getLast().lost.isDone(),
                    "waitClosed has returned before connectionLost of the last connection");
            server.waitClosed();
        });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-124",
            text =
                    "Who waits is released when close and the end of the last connection come in"
                            + " the same iteration.",
            rows = "server.wait-closed-race")
    void closesAndEndsAtOnce(Subject subject) {
        Served served = new Served(subject.loop());
        served.loop.runUntilComplete(() -> {
            Server server = served.listen(DEFAULT);
            NotedProtocol client = served.connectAccepted(server);
            NotedProtocol accepted = served.accepted.getFirst();
            Task<Void> waiting = served.loop.createTask(server::waitClosed);
            Rondo.sleep(Duration.ZERO);

            served.loop.callSoon(server::close);
            served.loop.callSoon(accepted.transport()::close);
            accepted.lost.await();
            client.lost.await();

            Served.pass();
            assertTrue(waiting.isDone(), "waitClosed goes on after the last connection has ended");
        });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-125",
            text = "A waiter that is cancelled leaves the others waiting.",
            rows = "server.wait-closed-waits-for-clients")
    void cancelsOneWaiter(Subject subject) {
        Served served = new Served(subject.loop());
        served.loop.runUntilComplete(() -> {
            Server server = served.listen(DEFAULT);
            Task<Void> cancelled = served.loop.createTask(server::waitClosed);
            Task<Void> waiting = served.loop.createTask(server::waitClosed);
            Rondo.sleep(Duration.ZERO);
            cancelled.cancel();
            Served.pass();
            assertTrue(cancelled.isCancelled(), "a cancelled waitClosed was not cancelled");
            assertFalse(waiting.isDone(), "cancelling one who waits has released another");

            server.close();

            waiting.await();
        });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-126",
            text =
                    "closeClients closes the connections: what was written is sent, and waitClosed"
                            + " ends within three iterations where there is nothing to send.",
            rows = "server.close-clients")
    void closesItsClients(Subject subject) {
        Served served = new Served(subject.loop());
        served.loop.runUntilComplete(() -> {
            Server server = served.listen(DEFAULT);
            NotedProtocol client = served.connectAccepted(server);
            NotedProtocol slow = served.connectAccepted(server);
            slow.transport().pauseReading();
            Transport flooding = served.accepted.getLast().transport();
            flooding.write(new byte[Served.FLOOD]);
            Task<Void> waiting = served.loop.createTask(server::waitClosed);
            Rondo.sleep(Duration.ZERO);

            server.close();
            server.closeClients();

            client.lost.await();
            assertFalse(waiting.isDone(), "waitClosed has returned before all was sent");
            slow.transport().resumeReading();
            slow.await(Served.FLOOD);
            assertEquals(Served.FLOOD, slow.count(), "bytes that came of those written before");
            waiting.await();
        });
        if (subject.supports(Capability.INSTANT_IO)) {
            served.loop.runUntilComplete(() -> endsWithinThreeIterations(served));
        }
    }

    private static void endsWithinThreeIterations(Served served) {
        Server server = served.listen(DEFAULT);
        NotedProtocol client = served.connectAccepted(server);
        Task<Void> waiting = served.loop.createTask(server::waitClosed);
        Rondo.sleep(Duration.ZERO);

        server.close();
        server.closeClients();

        for (int i = 0; i < 3; i++) {
            Rondo.sleep(Duration.ZERO);
        }
        assertTrue(
                waiting.isDone(), "waitClosed has not ended three iterations after closeClients");
        client.lost.await();
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-127",
            text =
                    "abortClients ends the connections at once, also where there is much to send"
                            + " and the peer does not read.",
            rows = "server.abort-clients")
    void abortsItsClients(Subject subject) {
        Served served = new Served(subject.loop());
        served.loop.runUntilComplete(() -> {
            Server server = served.listen(DEFAULT);
            NotedProtocol client = served.connectAccepted(server);
            client.transport().pauseReading();
            Transport flooding = served.accepted.getFirst().transport();
            flooding.write(new byte[Served.FLOOD]);
            Rondo.sleep(Duration.ZERO);
            assertTrue(flooding.writeBufferSize() > 0, "the rule could not fill the buffers");
            Task<Void> waiting = served.loop.createTask(server::waitClosed);

            server.close();
            server.abortClients();

            if (subject.supports(Capability.INSTANT_IO)) {
                Served.pass();
                assertTrue(waiting.isDone(), "a connection has outlived abortClients");
            }
            waiting.await();
            client.transport().abort();
            client.lost.await();
        });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-128",
            text =
                    "Cancelling serveForever closes the server and its connections, and waits for"
                            + " them; then it has no address, serves nobody, and serving it again"
                            + " is refused: it is closed.",
            rows = "server.serve-forever-cancel")
    void endsWhenServeForeverIsCancelled(Subject subject) {
        Served served = new Served(subject.loop());
        served.loop.runUntilComplete(() -> {
            Server server = served.listen(DEFAULT.withStartsServing(false));
            Task<Void> serving = served.loop.createTask(server::serveForever);
            NotedProtocol client = served.connectAccepted(server);
            assertTrue(server.isServing(), "serveForever does not start to serve");

            serving.cancel();
            client.lost.await();
            while (!serving.isDone()) {
                Rondo.sleep(Duration.ZERO);
            }

            assertTrue(serving.isCancelled(), "a cancelled serveForever was not cancelled");
            assertTrue(
                    served.accepted.getFirst().lost.isDone(),
                    "serveForever has returned before its connections have ended");
            assertEquals(List.of(), server.addresses(), "the addresses after serveForever");
            assertFalse(server.isServing(), "it is serving after serveForever was cancelled");
            IllegalStateException refusal =
                    assertThrows(IllegalStateException.class, server::serveForever);
            assertTrue(refusal.getMessage().contains("is closed"), refusal::getMessage);
        });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-129",
            text =
                    "A second request ends the wait of a cancelled serveForever for its connections.",
            rows = "server.serve-forever-cancel")
    void endsAtOnceWhenCancelledTwice(Subject subject) {
        Served served = new Served(subject.loop());
        served.loop.runUntilComplete(() -> {
            Server server = served.listen(DEFAULT);
            NotedProtocol client = served.connectAccepted(server);
            client.transport().pauseReading();
            served.accepted.getFirst().transport().write(new byte[Served.FLOOD]);
            Task<Void> serving = served.loop.createTask(server::serveForever);
            Rondo.sleep(Duration.ZERO);
            serving.cancel();
            Served.pass();
            assertFalse(serving.isDone(), "serveForever has not waited for its connection");

            serving.cancel();

            Served.pass();
            assertTrue(serving.isCancelled(), "a second request has not ended serveForever");
            client.transport().abort();
            client.lost.await();
            server.waitClosed();
        });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-130",
            text =
                    "serveForever returns when the server is closed, and one coroutine may be in it.",
            rows = "server.serve-forever-cancel")
    void returnsWhenClosed(Subject subject) {
        Served served = new Served(subject.loop());
        served.loop.runUntilComplete(() -> {
            Server server = served.listen(DEFAULT);
            Task<Void> serving = served.loop.createTask(server::serveForever);
            Rondo.sleep(Duration.ZERO);
            IllegalStateException refusal =
                    assertThrows(
                            IllegalStateException.class,
                            server::serveForever,
                            "a second serveForever");
            assertTrue(refusal.getMessage().contains("another coroutine"), refusal::getMessage);

            server.close();

            serving.await();
        });
    }
}
