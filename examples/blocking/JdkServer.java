// The JDK's HTTP server, whose handlers are coroutines of the loop, and hundreds of coroutines of the same loop that
// ask it with HttpClient.send, which blocks. Under `handoff` the first call would stop the loop, and with it the server.

import static dev.rondo.Rondo.*;

import com.sun.net.httpserver.*;
import dev.rondo.*;
import java.net.http.*;
import java.net.http.HttpResponse.BodyHandlers;

final AtomicInteger atOnce = new AtomicInteger();
final AtomicInteger mostAtOnce = new AtomicInteger();

void main() throws IOException {
    if (!EventLoops.engine().name().equals("scheduled")) {
        IO.println("needs the engine scheduled: a call that blocks stops the server");
        return;
    }
    try (EventLoop loop = EventLoops.create();
            HttpClient client = HttpClient.newHttpClient()) {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 300);
        server.setExecutor(loop.asExecutor());
        server.createContext("/", this::answer);
        server.start();
        int length = loop.runUntilComplete(() -> askAndStop(client, server));
        IO.println("300 requests, " + length + " characters");
        IO.println(mostAtOnce.get() > 1 ? "concurrent" : "one after the other");
    }
}

// Stops the server while the loop runs: a handler may still be about to let go of the server's locks.
int askAndStop(HttpClient client, HttpServer server) throws Exception {
    try {
        URI page = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        List<Task<Integer>> asking = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            asking.add(createTask(() -> ask(client, page)));
        }
        return gather(asking).await().stream().mapToInt(Integer::intValue).sum();
    } finally {
        toThread(() -> {
            server.stop(0);
            return 0;
        });
    }
}

int ask(HttpClient client, URI page) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
            .body()
            .length();
}

// A coroutine: it may wait as coroutines do.
void answer(HttpExchange exchange) throws IOException {
    mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
    sleep(Duration.ofMillis(20));
    atOnce.decrementAndGet();
    byte[] page = "hello".getBytes();
    try (exchange) {
        exchange.sendResponseHeaders(200, page.length);
        exchange.getResponseBody().write(page);
    }
}
