// MULTI PROCESS WITH GATHER: four downloads at once, all on one thread.

import static dev.rondo.Rondo.*;
import static java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor;

import com.sun.net.httpserver.*;
import dev.rondo.*;
import java.net.http.*;
import java.net.http.HttpResponse.BodyHandlers;

String downloadUrl(HttpClient session, String url) {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    var response = currentLoop().wrap(session.sendAsync(request, BodyHandlers.ofString())).await();
    IO.println("Downloaded " + url + ", size " + response.body().length());
    return response.body();
}

void main() throws IOException {
    HttpServer server = startServer();
    String site = "http://127.0.0.1:" + server.getAddress().getPort();
    try (HttpClient session = openSession(site);
            EventLoop loop = EventLoops.create()) {
        LoopFuture<List<String>> pages =
                gather(
                        loop.createTask(() -> downloadUrl(session, site + "/a")),
                        loop.createTask(() -> downloadUrl(session, site + "/b")),
                        loop.createTask(() -> downloadUrl(session, site + "/c")),
                        loop.createTask(() -> downloadUrl(session, site + "/d")));
        IO.println(loop.runUntilComplete(pages).stream().map(String::length).toList());
    } finally {
        server.stop(0);
    }
}

// A program's first request takes longer than the site's delays: it is none of the four.
HttpClient openSession(String site) {
    HttpClient session = HttpClient.newHttpClient();
    HttpRequest first = HttpRequest.newBuilder(URI.create(site)).build();
    session.sendAsync(first, BodyHandlers.ofString()).join();
    return session;
}

// The site: each page takes its time.
HttpServer startServer() throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setExecutor(newVirtualThreadPerTaskExecutor());
    Map.of("/", 0, "/a", 50, "/b", 10, "/c", 30, "/d", 20)
            .forEach((path, millis) -> server.createContext(path, it -> answer(it, millis)));
    server.start();
    return server;
}

void answer(HttpExchange exchange, int delayMillis) throws IOException {
    byte[] page = "x".repeat(100 * delayMillis).getBytes();
    try (exchange) {
        Thread.sleep(delayMillis);
        exchange.sendResponseHeaders(200, page.length);
        exchange.getResponseBody().write(page);
    } catch (InterruptedException e) {
        throw new IOException(e);
    }
}
