package dev.rondo.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoop;
import dev.rondo.Protocol;
import dev.rondo.Rondo;
import dev.rondo.Server;
import dev.rondo.StreamConnection;
import dev.rondo.Transport;
import dev.rondo.UnixServerOptions;
import dev.rondo.spi.Capability;
import java.io.IOException;
import java.net.BindException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.function.Executable;

/// What Unix stream sockets promise. Where the network ends inside the JVM a path is a name; what
/// concerns its file is for the others.
abstract class UnixRules {
    private static final UnixServerOptions DEFAULT = UnixServerOptions.DEFAULT;

    private static Server listen(Served served, Path path, UnixServerOptions options) {
        return served.loop.createUnixServer(served::accept, path, options).await();
    }

    private static NotedProtocol connect(Served served, Path path) {
        return served.loop
                .createUnixConnection(() -> new NotedProtocol(served.loop), path)
                .await()
                .protocol();
    }

    private static Throwable failureOf(Executable call) {
        return assertThrows(CompletionException.class, call).getCause();
    }

    private static void assertNames(Path path, Throwable failure) {
        assertTrue(
                String.valueOf(failure.getMessage()).contains(path.toString()),
                () -> "'%s' is not in: %s".formatted(path, failure.getMessage()));
    }

    /// Leaves a socket file that nobody listens on.
    private static void leaveStale(SocketPath path) throws IOException {
        try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(path.address());
        }
    }

    @Requires(Capability.UNIX_SOCKETS)
    @Rule(
            id = "UNIX-1",
            text =
                    "A server on a path accepts a connection, gets its bytes, and hears its end;"
                            + " addresses are paths.",
            rows = "unix.server-echo")
    void connects(Subject subject) throws IOException {
        Served served = new Served(subject.loop());
        try (SocketPath path = new SocketPath()) {
            served.loop.runUntilComplete(() -> {
                Server server = listen(served, path.path(), DEFAULT);
                assertEquals(List.of(path.address()), server.addresses());
                assertThrows(IllegalStateException.class, server::port, "the port of a path");
                NotedProtocol client = connect(served, path.path());
                Transport transport = client.transport();
                assertEquals(path.address(), transport.remoteAddress(), "the client's peer");
                served.awaitAccepted(1);
                NotedProtocol accepted = served.accepted.getFirst();
                assertEquals(
                        path.address(),
                        accepted.transport().localAddress(),
                        "the server's side of the connection");

                transport.write(new byte[] {'a', 'b', 'c'});
                assertEquals("abc", accepted.await(3), "what the server got");
                transport.close();
                accepted.lost.await();
                assertEquals("abc", accepted.await(3), "what the server got until the end");
                server.close();
                server.waitClosed();
            });
        }
    }

    @Requires(Capability.UNIX_SOCKETS)
    @Rule(
            id = "UNIX-2",
            text = "Unix connections and servers have the direct style, too.",
            rows = "unix.server-echo")
    void connectsInDirectStyle(Subject subject) throws IOException {
        try (SocketPath path = new SocketPath()) {
            byte[] echo =
                    subject.loop()
                            .runUntilComplete(() -> {
                                Server server =
                                        Rondo.startUnixServer(
                                                (reader, writer) -> writer.write(reader.readAll()),
                                                path.path());
                                try (StreamConnection client =
                                        Rondo.openUnixConnection(path.path())) {
                                    client.writer().write(new byte[] {1, 2, 3});
                                    client.writer().writeEof();
                                    return client.reader().readAll();
                                } finally {
                                    server.close();
                                    server.waitClosed();
                                }
                            });

            assertEquals("[1, 2, 3]", Arrays.toString(echo));
        }
    }

    @Requires(Capability.UNIX_SOCKETS)
    @Rule(
            id = "UNIX-3",
            text =
                    "A new server takes a path over from an old one, whose end then leaves it"
                            + " alone.",
            rows = {"unix.stale-socket-replaced", "unix.cleanup-on-close"})
    void takesAPathOver(Subject subject) throws IOException {
        Served old = new Served(subject.loop());
        Served young = new Served(subject.loop());
        try (SocketPath path = new SocketPath()) {
            subject.loop()
                    .runUntilComplete(() -> {
                        Server first = listen(old, path.path(), DEFAULT);
                        Server second = listen(young, path.path(), DEFAULT);
                        NotedProtocol client = connect(young, path.path());
                        Served.pass();
                        assertEquals(List.of(), old.accepted, "who came to the old server");
                        first.close();
                        NotedProtocol later = connect(young, path.path());
                        young.awaitAccepted(2);
                        second.close();
                        client.transport().close();
                        later.transport().close();
                        second.waitClosed();
                    });
        }
    }

    @Requires({Capability.UNIX_SOCKETS, Capability.REAL_NETWORK})
    @Rule(
            id = "UNIX-4",
            text = "A socket file that was left behind is replaced.",
            rows = "unix.stale-socket-replaced")
    void replacesAStaleFile(Subject subject) throws IOException {
        Served served = new Served(subject.loop());
        try (SocketPath path = new SocketPath()) {
            leaveStale(path);
            served.loop.runUntilComplete(() -> {
                try (Server server = listen(served, path.path(), DEFAULT)) {
                    assertTrue(server.isServing());
                } catch (CompletionException e) {
                    throw new AssertionError("a stale file is in the way: " + e.getCause());
                }
            });
        }
    }

    @Requires({Capability.UNIX_SOCKETS, Capability.REAL_NETWORK})
    @Rule(
            id = "UNIX-5",
            text = "Where another file is, the address is in use, and the file is left as it is.",
            rows = "unix.stale-socket-replaced")
    void leavesOtherFiles(Subject subject) throws IOException {
        Served served = new Served(subject.loop());
        try (SocketPath path = new SocketPath()) {
            Files.writeString(path.path(), "mine");
            Throwable failure =
                    failureOf(() ->
                            served.loop.runUntilComplete(
                                    () -> listen(served, path.path(), DEFAULT).close()));

            assertInstanceOf(BindException.class, failure);
            assertNames(path.path(), failure);
            assertEquals("mine", Files.readString(path.path()), "the file that was in the way");
        }
    }

    @Requires(Capability.UNIX_SOCKETS)
    @Rule(
            id = "UNIX-6",
            text = "An empty path, and numbers out of range, are refused.",
            rows = "unix.arguments")
    void refusesBadArguments(Subject subject) {
        EventLoop loop = subject.loop();
        Path empty = Path.of("");

        assertRefused(
                "path is empty; name the socket",
                () -> loop.createUnixServer(() -> new Protocol() {}, empty));
        assertRefused(
                "path is empty; name the socket",
                () -> loop.createUnixConnection(() -> new Protocol() {}, empty));
        assertRefused("backlog < 1: 0", () -> DEFAULT.withBacklog(0));
        assertRefused("connectionLimit < 1: -1", () -> DEFAULT.withConnectionLimit(-1));
    }

    private static void assertRefused(String message, Executable call) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, call);
        assertTrue(String.valueOf(refusal.getMessage()).startsWith(message), refusal::getMessage);
    }

    @Requires({Capability.UNIX_SOCKETS, Capability.SOCKET_CHANNELS})
    @Rule(
            id = "UNIX-7",
            text = "A channel that is for TCP, or not bound, is refused and named.",
            rows = "unix.arguments")
    void refusesOtherChannels(Subject subject) throws IOException {
        EventLoop loop = subject.loop();
        try (ServerSocketChannel tcp = ServerSocketChannel.open();
                ServerSocketChannel unbound =
                        ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            tcp.bind(null);
            assertRefused(
                    "not a Unix channel: ",
                    () -> loop.createUnixServer(() -> new Protocol() {}, tcp, DEFAULT));
            assertRefused(
                    "the channel is not bound: ",
                    () -> loop.createUnixServer(() -> new Protocol() {}, unbound, DEFAULT));
        }
    }

    @Requires(Capability.UNIX_SOCKETS)
    @Rule(
            id = "UNIX-8",
            text =
                    "Connecting to a path where nothing is, or no longer, is a NoSuchFileException"
                            + " that names it.",
            rows = "unix.path-objects")
    void namesAMissingPath(Subject subject) throws IOException {
        Served served = new Served(subject.loop());
        try (SocketPath path = new SocketPath()) {
            served.loop.runUntilComplete(() -> {
                Throwable never = failureOf(() -> connect(served, path.path()));
                assertInstanceOf(NoSuchFileException.class, never);
                assertNames(path.path(), never);

                listen(served, path.path(), DEFAULT).close();
                Throwable noLonger = failureOf(() -> connect(served, path.path()));
                assertInstanceOf(NoSuchFileException.class, noLonger);
            });
        }
    }

    @Requires(Capability.UNIX_SOCKETS)
    @Rule(
            id = "UNIX-9",
            text = "A path that is too long for a socket is an I/O error that names the limit.",
            rows = "unix.path-objects")
    void namesTheLimitOfPaths(Subject subject) {
        Served served = new Served(subject.loop());
        Path path = Path.of("/tmp", "x".repeat(150));
        served.loop.runUntilComplete(() -> {
            Throwable listening = failureOf(() -> listen(served, path, DEFAULT));
            Throwable connecting = failureOf(() -> connect(served, path));

            for (Throwable failure : List.of(listening, connecting)) {
                assertInstanceOf(SocketException.class, failure);
                assertNames(path, failure);
                assertTrue(
                        failure.getMessage()
                                .matches(".*155 bytes, and that of a socket at most 10\\d"),
                        failure::getMessage);
            }
        });
    }

    @Requires({Capability.UNIX_SOCKETS, Capability.REAL_NETWORK})
    @Rule(
            id = "UNIX-10",
            text =
                    "A path that cannot be bound is an I/O error that names it, and nothing is left.",
            rows = "unix.path-objects")
    void leavesNothingWhenItCannotBind(Subject subject) throws IOException {
        Served served = new Served(subject.loop());
        try (SocketPath path = new SocketPath()) {
            Path missing = path.path("missing").resolve("s");
            Throwable failure =
                    failureOf(() ->
                            served.loop.runUntilComplete(
                                    () -> listen(served, missing, DEFAULT).close()));

            assertInstanceOf(BindException.class, failure);
            assertNames(missing, failure);
        }
    }

    @Requires({Capability.UNIX_SOCKETS, Capability.REAL_NETWORK})
    @Rule(
            id = "UNIX-11",
            text = "close removes the socket file; one that is gone already is fine.",
            rows = "unix.cleanup-on-close")
    void removesItsFile(Subject subject) throws IOException {
        Served served = new Served(subject.loop());
        try (SocketPath path = new SocketPath()) {
            served.loop.runUntilComplete(() -> {
                Server server = listen(served, path.path(), DEFAULT);
                assertTrue(Files.exists(path.path()), "there is no file while the server listens");
                server.close();
                assertFalse(Files.exists(path.path()), "the file is there after close");

                Server second = listen(served, path.path(), DEFAULT);
                Files.delete(path.path());
                second.close();
            });
        }
    }

    @Requires({Capability.UNIX_SOCKETS, Capability.REAL_NETWORK, Capability.SOCKET_CHANNELS})
    @Rule(
            id = "UNIX-12",
            text = "A channel that was bound elsewhere is served; close removes its file, too.",
            rows = "unix.cleanup-on-close")
    void removesTheFileOfAChannel(Subject subject) throws IOException {
        Served served = new Served(subject.loop());
        try (SocketPath path = new SocketPath()) {
            ServerSocketChannel bound = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            bound.bind(path.address());
            served.loop.runUntilComplete(() -> {
                Server server =
                        served.loop.createUnixServer(served::accept, bound, DEFAULT).await();
                NotedProtocol client = connect(served, path.path());
                served.awaitAccepted(1);
                server.close();
                client.transport().close();
                server.waitClosed();
            });
            assertFalse(Files.exists(path.path()), "the file is there after close");
        }
    }

    @Requires({Capability.UNIX_SOCKETS, Capability.REAL_NETWORK})
    @Rule(id = "UNIX-13", text = "A file that is to stay, stays.", rows = "unix.cleanup-on-close")
    void leavesAFileThatIsToStay(Subject subject) throws IOException {
        Served served = new Served(subject.loop());
        try (SocketPath path = new SocketPath()) {
            served.loop.runUntilComplete(
                    () -> listen(served, path.path(), DEFAULT.withRemovesFile(false)).close());

            assertTrue(Files.exists(path.path()), "the file was removed, and was to stay");
        }
    }

    @Requires({Capability.UNIX_SOCKETS, Capability.REAL_NETWORK})
    @Rule(
            id = "UNIX-14",
            text = "A file that somebody has put in the place of the server's own stays.",
            rows = "unix.cleanup-on-close")
    void leavesTheFileOfAnother(Subject subject) throws IOException {
        Served served = new Served(subject.loop());
        try (SocketPath path = new SocketPath()) {
            served.loop.runUntilComplete(() -> {
                Server server = listen(served, path.path(), DEFAULT);
                Files.delete(path.path());
                leaveStale(path);
                server.close();
            });

            assertTrue(Files.exists(path.path()), "the file of another was removed");
        }
    }

    @Requires({Capability.UNIX_SOCKETS, Capability.REAL_NETWORK})
    @Rule(id = "UNIX-15", text = "The socket file gets the permissions that were asked for.")
    void setsPermissions(Subject subject) throws IOException {
        Served served = new Served(subject.loop());
        try (SocketPath path = new SocketPath()) {
            if (!path.path().getFileSystem().supportedFileAttributeViews().contains("posix")) {
                return; // the system has none
            }
            UnixServerOptions options =
                    DEFAULT.withPermissions(PosixFilePermissions.fromString("rw--w----"));
            served.loop.runUntilComplete(() -> {
                try (Server server = listen(served, path.path(), options)) {
                    assertTrue(server.isServing());
                    assertEquals(
                            "rw--w----",
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(path.path())),
                            "the permissions of the socket file");
                }
            });
        }
    }

    @Requires({Capability.UNIX_SOCKETS, Capability.REAL_NETWORK})
    @Rule(
            id = "UNIX-17",
            text = "A loop that is closed removes the files of the servers that are open.")
    void aClosedLoopLeavesNoFile(Subject subject) throws IOException {
        Served served = new Served(subject.loop());
        try (SocketPath path = new SocketPath()) {
            Path stays = path.path("stays");
            served.loop.runUntilComplete(() -> {
                listen(served, path.path(), DEFAULT);
                listen(served, stays, DEFAULT.withRemovesFile(false));
            });
            served.loop.close();

            assertFalse(Files.exists(path.path()), "the file is there after the loop's close");
            assertTrue(Files.exists(stays), "the file was removed, and was to stay");
        }
    }

    @Requires(absent = Capability.UNIX_SOCKETS)
    @Rule(
            id = "UNIX-16",
            text =
                    "Without UNIX_SOCKETS, connecting and listening are refused with backend and"
                            + " reason.")
    void refusesUnixSockets(Subject subject) {
        EventLoop loop = subject.loop();
        Path path = Path.of("/tmp/rondo");
        List<Executable> calls =
                List.of(
                        () -> loop.createUnixConnection(() -> new Protocol() {}, path),
                        () -> loop.createUnixServer(() -> new Protocol() {}, path),
                        () -> loop.runUntilComplete(() -> Rondo.openUnixConnection(path)),
                        () ->
                                loop.runUntilComplete(
                                        () -> Rondo.startUnixServer((_, _) -> {}, path)));
        for (Executable call : calls) {
            BackendRules.assertRefused(subject, Capability.UNIX_SOCKETS, call);
        }
    }
}
