package org.example.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rondo.BackendInfo;
import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.LoopFuture;
import dev.rondo.Rondo;
import dev.rondo.StreamConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Libraries over Netty on the loop's own thread, beside Rondo's own servers.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EmbeddingTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int REQUESTS = 50;

    @TempDir Path folder;

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();
    private EventLoop loop;
    private io.netty.channel.EventLoop netty;

    @BeforeEach
    void open() {
        assumeTrue(
                EventLoops.backends().stream().anyMatch(BackendInfo::isAvailable),
                "there is no backend over Netty on this system");
        loop = EventLoops.create("epoll,kqueue");
        netty = loop.unwrap(io.netty.channel.EventLoop.class);
    }

    @AfterEach
    void close() {
        client.shutdownNow();
        client.close();
        if (loop != null) {
            loop.close();
        }
    }

    private LoopFuture<HttpResponse<String>> get(int port, String path) {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(LIMIT)
                        .build();
        return loop.wrap(client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
    }

    @Test
    void requestsAreAnsweredByCoroutinesOnTheLoop() {
        String body =
                loop.runUntilComplete(() -> {
                    HttpFront front = HttpFront.listen(loop, this::answerSlowly, 0);
                    String text = get(front.port(), "/path").await().body();
                    front.close();
                    return text;
                });

        assertEquals("/path", body);
    }

    private String answerSlowly(String path) {
        assertTrue(netty.inEventLoop(), "a coroutine is in Netty's event loop");
        assertSame(loop, Rondo.currentLoop());
        Rondo.sleep(Duration.ofMillis(1));
        assertTrue(netty.inEventLoop(), "and is again after it has waited");
        return path;
    }

    @Test
    void anAnswerThatFailsIsAnAnswer() {
        loop.runUntilComplete(() -> {
            HttpFront front =
                    HttpFront.listen(
                            loop,
                            path -> {
                                throw new IllegalStateException("no " + path);
                            },
                            0);

            HttpResponse<String> response = get(front.port(), "/x").await();

            assertEquals(500, response.statusCode());
            assertEquals("java.lang.IllegalStateException: no /x", response.body());
            front.close();
        });
    }

    @Test
    void waitingForNettyTheWrongWayIsAnErrorAndNoDeadlock() {
        loop.runUntilComplete(() -> {
            var timer = netty.schedule(() -> {}, 1, TimeUnit.HOURS);
            assertFalse(timer.isDone());
            Throwable refusal = null;
            try {
                timer.sync();
            } catch (io.netty.util.concurrent.BlockingOperationException e) {
                refusal = e;
            }
            assertTrue(refusal != null, "sync() was refused");
            timer.cancel(false);
        });
    }

    @Test
    void httpRedisAndPlainTcpShareTheLoop() throws Exception {
        try (RedisServer redis = RedisServer.start(folder)) {
            loop.runUntilComplete(() -> {
                var server = new CounterServer(loop, redis.uri(), 0, 0);

                List<LoopFuture<HttpResponse<String>>> visits =
                        IntStream.range(0, REQUESTS)
                                .mapToObj(_ -> get(server.httpPort(), "/page"))
                                .toList();
                List<String> counted =
                        Rondo.gather(visits).await().stream()
                                .map(HttpResponse::body)
                                .sorted()
                                .toList();
                String line = askByLine(server.linePort(), "page\n");
                String sum = get(server.httpPort(), "/").await().body();

                assertEquals(
                        IntStream.rangeClosed(1, REQUESTS)
                                .mapToObj(count -> "page " + count + "\n")
                                .sorted()
                                .toList(),
                        counted);
                assertEquals("page " + (REQUESTS + 1) + "\n", line);
                assertEquals(REQUESTS + 1 + "\n", sum);
                server.close();
            });
        }
    }

    private static String askByLine(int port, String line) throws Exception {
        try (StreamConnection connection = Rondo.openConnection("127.0.0.1", port)) {
            connection.writer().write(line.getBytes(StandardCharsets.UTF_8));
            return new String(connection.reader().readLine(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void repliesOfRedisComeOnTheLoop() throws Exception {
        try (RedisServer redis = RedisServer.start(folder)) {
            long count =
                    loop.runUntilComplete(() -> {
                        RedisStore store = RedisStore.connect(loop, redis.uri());
                        long first = store.visit("name");
                        assertTrue(netty.inEventLoop(), "the coroutine goes on in the loop");
                        long second = store.visit("name");
                        store.close();
                        return first * 10 + second;
                    });
            assertEquals(12, count);
        }
    }
}
