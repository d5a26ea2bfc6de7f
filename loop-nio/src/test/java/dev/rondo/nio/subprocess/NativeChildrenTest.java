package dev.rondo.nio.subprocess;

import static dev.rondo.Rondo.run;
import static dev.rondo.Stdio.PIPE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoops;
import dev.rondo.Subprocess;
import dev.rondo.nio.NioLoopProvider;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/// What only the system's own calls can give a child, and what they must not.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class NativeChildrenTest {
    private static final int SIGPIPE = 13;
    private static final int SIGUSR1 = 10;

    /// In `/proc/self/stat`, behind the name: state, parent, process group, session.
    private static final int GROUP = 2;

    private static final int SESSION = 3;

    @TempDir Path directory;

    @Test
    void areWhatThisSystemHas() {
        assertEquals(Map.of(), EventLoops.describe(new NioLoopProvider()).missing());
    }

    @Test
    void inheritNoDescriptorOfTheJvm() throws IOException {
        try (ServerSocket server = new ServerSocket(0);
                SocketChannel client = SocketChannel.open(server.getLocalSocketAddress())) {
            String open = output(Subprocess.exec("ls", "/proc/self/fd"));

            assertEquals("0\n1\n2\n3\n", open, "3 is the directory that ls reads");
            assertTrue(client.isConnected());
        }
    }

    @Test
    void blockNoSignals() {
        String blocked = output(Subprocess.exec("grep", "SigBlk", "/proc/self/status"));

        assertEquals("SigBlk:\t0000000000000000\n", blocked);
    }

    @Test
    void endWithTheirPipe() {
        int code =
                run(() -> {
                    Subprocess yes = Subprocess.exec("yes").stdout(PIPE).start();
                    Subprocess head = Subprocess.exec("head", "-n", "1").stdin(PIPE).start();
                    head.communicate(yes.stdout().readLine());
                    try (yes) {
                        yes.stdout().read(1);
                    }
                    return yes.waitFor();
                });

        assertTrue(code == -SIGPIPE || code == -9, "ended with " + code);
    }

    @Test
    void mayHaveASessionOfTheirOwn() {
        List<String> stat = stat(Subprocess.exec("cat", "/proc/self/stat").newSession());

        assertEquals(stat.getFirst(), stat.get(2 + SESSION));
        assertEquals(stat.getFirst(), stat.get(2 + GROUP));
    }

    @Test
    void mayHaveAGroupOfTheirOwn() {
        List<String> stat = stat(Subprocess.exec("cat", "/proc/self/stat").newProcessGroup());

        assertEquals(stat.getFirst(), stat.get(2 + GROUP));
        assertNotEquals(stat.getFirst(), stat.get(2 + SESSION));
    }

    private static List<String> stat(Subprocess.Builder program) {
        return List.of(output(program).split(" "));
    }

    @Test
    void getAnySignal() {
        run(() -> {
            Subprocess child =
                    Subprocess.shell("trap 'echo heard; exit 3' USR1; echo ready; read line")
                            .stdin(PIPE)
                            .stdout(PIPE)
                            .start();
            assertEquals("ready", child.stdout().readLine(UTF_8));
            assertThrows(IllegalArgumentException.class, () -> child.sendSignal(1000));
            child.sendSignal(SIGUSR1);
            assertEquals("heard", child.stdout().readLine(UTF_8));
            assertEquals(3, child.waitFor());
        });
    }

    @Test
    void areNoScriptsWithoutAnInterpreter() throws IOException {
        Path program = Files.writeString(directory.resolve("script"), "echo hello\n");
        assertTrue(program.toFile().setExecutable(true));

        IOException failure =
                run(() -> assertThrows(IOException.class, Subprocess.exec(program + "")::start));

        assertEquals("cannot start '" + program + "': Exec format error", failure.getMessage());
    }

    private static String output(Subprocess.Builder program) {
        return run(() -> program.stdout(PIPE).run().stdoutText());
    }
}
