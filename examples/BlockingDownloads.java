// Plain blocking calls in coroutines: under the engine `scheduled` a call that blocks lets the
// others go on, under
// `handoff` it stops the loop. The site counts how many requests it has at once.

import static dev.rondo.Rondo.*;
import static java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor;

import com.sun.net.httpserver.*;
import dev.rondo.*;
import java.net.http.*;
import java.net.http.HttpResponse.BodyHandlers;

final AtomicInteger atOnce = new AtomicInteger();
final AtomicInteger mostAtOnce = new AtomicInteger();

String downloadUrl(HttpClient session, String url) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    var response = session.send(request, BodyHandlers.ofString()); // blocks
    IO.println("Downloaded " + url + ", size " + response.body().length());
    return response.body();
}

void main() throws IOException {
    HttpServer server = startServer();
    String site = "http://127.0.0.1:" + server.getAddress().getPort();
    try (HttpClient session = HttpClient.newHttpClient();
            EventLoop loop = EventLoops.create()) {
        LoopFuture<List<String>> pages =
                gather(
                        loop.createTask(() -> downloadUrl(session, site + "/a")),
                        loop.createTask(() -> downloadUrl(session, site + "/b")),
                        loop.createTask(() -> downloadUrl(session, site + "/c")),
                        loop.createTask(() -> downloadUrl(session, site + "/d")));
        IO.println(loop.runUntilComplete(pages).stream().map(String::length).toList());
        IO.println(
                mostAtOnce.get() > 1
                        ? loop.engine() + ": concurrent, up to " + mostAtOnce + " at once"
                        : loop.engine() + ": one after the other");
    } finally {
        server.stop(0);
    }
}

// The site: each page takes its time.
HttpServer startServer() throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setExecutor(newVirtualThreadPerTaskExecutor());
    Map.of("/a", 500, "/b", 100, "/c", 300, "/d", 200)
            .forEach((path, millis) -> server.createContext(path, it -> answer(it, millis)));
    server.start();
    return server;
}

void answer(HttpExchange exchange, int delayMillis) throws IOException {
    byte[] page = "x".repeat(10 * delayMillis).getBytes();
    mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
    try (exchange) {
        Thread.sleep(delayMillis);
        atOnce.decrementAndGet();
        exchange.sendResponseHeaders(200, page.length);
        exchange.getResponseBody().write(page);
    } catch (InterruptedException e) {
        throw new IOException(e);
    }
}
