package dev.rondo.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.Rondo;
import dev.rondo.Task;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DeckTest
class BlockingDownloadsTest {
    private static final List<String> BY_REQUEST =
            List.of("a, size 5000", "b, size 1000", "c, size 3000", "d, size 2000");

    private static boolean isScheduled() {
        return EventLoops.engine().name().equals("scheduled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "memory"})
    @Tag("slow")
    void saysWhetherTheDownloadsWereConcurrent(String backend) throws Exception {
        String verdict =
                isScheduled()
                        ? "scheduled: concurrent, up to [2-4] at once"
                        : "handoff: one after the other";
        List<String> texts =
                Program.runUntil(
                                "BlockingDownloads",
                                backend,
                                run -> run.texts().getLast().matches(verdict))
                        .texts();

        List<String> downloads =
                texts.subList(0, texts.size() - 2).stream()
                        .map(text -> text.replaceFirst("Downloaded http://127.0.0.1:\\d+/", ""))
                        .toList();
        assertEquals(BY_REQUEST, isScheduled() ? downloads.stream().sorted().toList() : downloads);
        assertEquals("[5000, 1000, 3000, 2000]", texts.get(texts.size() - 2));
        assertTrue(texts.getLast().matches(verdict), texts::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "memory"})
    void aBlockingSendLetsOtherCoroutinesGoOnUnderScheduledAlone(String backend) throws Exception {
        int expected = isScheduled() ? 4 : 1;
        try (Site site = new Site(expected);
                HttpClient session = HttpClient.newHttpClient();
                EventLoop loop = EventLoops.create(backend)) {
            List<Task<Integer>> downloads =
                    Stream.generate(() -> loop.createTask(() -> status(session, site.page())))
                            .limit(4)
                            .toList();
            assertEquals(
                    Collections.nCopies(4, 204), loop.runUntilComplete(Rondo.gather(downloads)));
            assertEquals(expected, site.mostAtOnce());
        }
    }

    private static int status(HttpClient session, URI page) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(page).build();
        return session.send(request, BodyHandlers.discarding()).statusCode();
    }

    /// Holds its answers until it has had a number of requests, and counts how many it has at once.
    private static final class Site implements AutoCloseable {
        private final HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private final CountDownLatch awaited;
        private final AtomicInteger atOnce = new AtomicInteger();
        private final AtomicInteger mostAtOnce = new AtomicInteger();

        Site(int requests) throws IOException {
            awaited = new CountDownLatch(requests);
            server.setExecutor(threads);
            server.createContext("/", this::answer);
            server.start();
        }

        private void answer(HttpExchange exchange) throws IOException {
            mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            awaited.countDown();
            try (exchange) {
                assertTrue(awaited.await(60, TimeUnit.SECONDS));
                atOnce.decrementAndGet();
                exchange.sendResponseHeaders(204, -1);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        URI page() {
            return URI.create("http:/" + server.getAddress() + "/");
        }

        int mostAtOnce() {
            return mostAtOnce.get();
        }

        @Override
        public void close() {
            server.stop(0);
            threads.close();
        }
    }
}
