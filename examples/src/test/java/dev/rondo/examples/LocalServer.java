package dev.rondo.examples;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A server of the system, started on the loopback in a folder of its own, which goes with it. The
/// test is skipped where it is not installed.
final class LocalServer implements AutoCloseable {
    private static final String POSTGRES_USER = "postgres";

    private final Process process;
    private final Path folder;
    private final int port;

    private LocalServer(Process process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    int port() {
        return port;
    }

    /// {@return a new PostgreSQL server, whose user `rondo` needs no password}
    static LocalServer postgres() throws IOException, InterruptedException {
        Path programs = postgresPrograms();
        Path folder = Files.createTempDirectory("rondo-postgres");
        List<String> asUser = List.of();
        if (System.getProperty("user.name").equals("root")) { // as whom it refuses to run
            asUser = asPostgres(folder);
        }
        List<String> making =
                with(
                        asUser,
                        programs.resolve("initdb") + "",
                        "-D",
                        folder + "/data",
                        "-A",
                        "trust");
        making.addAll(List.of("-U", "rondo", "-N", "-E", "UTF8", "--locale=C"));
        run(making);
        int port = freePort();
        List<String> command =
                with(asUser, programs.resolve("postgres") + "", "-D", folder + "/data");
        command.addAll(List.of("-p", "" + port, "-k", folder.toString(), "-c", "fsync=off"));
        command.addAll(List.of("-c", "listen_addresses=127.0.0.1", "-c", "shared_buffers=16MB"));
        return start(command, folder, port, "ready to accept connections");
    }

    /// {@return the URL of a PostgreSQL server for JDBC}
    String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=rondo";
    }

    /// {@return a new Redis server, which keeps nothing}
    static LocalServer redis() throws IOException {
        String program = onPath("redis-server");
        Path folder = Files.createTempDirectory("rondo-redis");
        int port = freePort();
        List<String> command = with(List.of(), program, "--port", "" + port, "--save", "");
        command.addAll(List.of("--bind", "127.0.0.1", "--dir", folder.toString()));
        return start(command, folder, port, "Ready to accept connections");
    }

    /// Debian keeps the server's programs off the path, in a folder for each version.
    private static Path postgresPrograms() throws IOException {
        Path versions = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(versions)) {
            try (Stream<Path> folders = Files.list(versions)) {
                List<Path> found =
                        folders.map(version -> version.resolve("bin"))
                                .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                                .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
                                .sorted()
                                .toList();
                if (!found.isEmpty()) {
                    return found.getLast();
                }
            }
        }
        return abort("PostgreSQL is not installed; on Debian: apt-get install postgresql");
    }

    private static List<String> asPostgres(Path folder) throws IOException {
        Files.setOwner(
                folder,
                folder.getFileSystem()
                        .getUserPrincipalLookupService()
                        .lookupPrincipalByName(POSTGRES_USER));
        return List.of(
                "setpriv",
                "--reuid=" + POSTGRES_USER,
                "--regid=" + POSTGRES_USER,
                "--clear-groups");
    }

    private static String onPath(String program) {
        Stream<String> folders = Arrays.stream(System.getenv("PATH").split(File.pathSeparator));
        return folders.map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseGet(() ->
                        abort(
                                program
                                        + " is not installed; on Debian: apt-get install "
                                        + program));
    }

    private static List<String> with(List<String> first, String... others) {
        List<String> command = new ArrayList<>(first);
        command.addAll(List.of(others));
        return command;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new AssertionError(command + " failed: " + output);
        }
    }

    /// Starts a server and waits until it says that it is ready.
    private static LocalServer start(List<String> command, Path folder, int port, String ready)
            throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        LocalServer server = new LocalServer(process, folder, port);
        List<String> lines = new ArrayList<>();
        BufferedReader log = process.inputReader();
        do {
            String line = log.readLine();
            if (line == null) {
                server.close();
                throw new AssertionError(command + " did not start: " + lines);
            }
            lines.add(line);
        } while (!lines.getLast().contains(ready));
        // What it says from now on nobody reads, and it must not wait for that.
        Thread.ofPlatform().daemon().name("log of a server").start(() -> skip(log));
        return server;
    }

    private static void skip(BufferedReader log) {
        try (log) {
            while (log.readLine() != null) {
                // nobody wants it
            }
        } catch (IOException _) {
            return; // the server has ended
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
