package dev.rondo.epoll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.BackendInfo;
import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.Rondo;
import dev.rondo.Server;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TwoBackendsTest {
    private static final long LIMIT_SECONDS = 20;

    @Test
    void epollIsTheAutomaticChoice() {
        List<String> names = EventLoops.backends().stream().map(BackendInfo::name).toList();
        assertTrue(names.indexOf("epoll") < names.indexOf("nio"), names::toString);
        try (EventLoop loop = EventLoops.create()) {
            assertEquals("epoll", loop.backend());
        }
    }

    @Test
    void oneOfAPreferenceIsTaken() {
        try (EventLoop loop = EventLoops.create("nio,epoll")) {
            assertEquals("nio", loop.backend());
        }
    }

    @ParameterizedTest
    @CsvSource({"epoll, nio", "nio, epoll", "epoll, epoll"})
    void loopsOfTwoBackendsTalkToEachOther(String serving, String asking) throws Exception {
        CompletableFuture<Integer> port = new CompletableFuture<>();
        Thread server = Thread.ofPlatform().start(() -> serve(serving, port));
        String reply;
        try (EventLoop loop = EventLoops.create(asking)) {
            int to = port.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            reply = loop.runUntilComplete(() -> ask(to));
        }
        assertTrue(server.join(Duration.ofSeconds(LIMIT_SECONDS)), "the server ended");
        assertEquals(serving + " says hello to " + asking, reply);
    }

    private static void serve(String backend, CompletableFuture<Integer> port) {
        try (EventLoop loop = EventLoops.create(backend)) {
            loop.runUntilComplete(() -> {
                var isServed = loop.<Void>createFuture();
                Server server =
                        Rondo.startServer(
                                (reader, writer) -> {
                                    String name =
                                            new String(reader.readLine(), StandardCharsets.UTF_8);
                                    String text = backend + " says hello to " + name;
                                    writer.write(text.getBytes(StandardCharsets.UTF_8));
                                    writer.close();
                                    isServed.setResult(null);
                                },
                                "127.0.0.1",
                                0);
                port.complete(server.port());
                isServed.await();
                server.close();
                server.waitClosed();
            });
        }
    }

    private static String ask(int port) throws Exception {
        try (var connection = Rondo.openConnection("127.0.0.1", port)) {
            String me = Rondo.currentLoop().backend();
            connection.writer().write((me + "\n").getBytes(StandardCharsets.UTF_8));
            String reply = new String(connection.reader().readAll(), StandardCharsets.UTF_8);
            return reply.replace("\n", "");
        }
    }
}
