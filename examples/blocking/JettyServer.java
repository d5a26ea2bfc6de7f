// Jetty, whose handlers are coroutines of the loop: it has an executor for threads of its callers' making, meant for
// virtual threads, and each command that a loop's executor gets is a coroutine. The client's threads are its own.
//
//   RONDO_CLASSPATH='examples/target/lib/*' ./rondo run examples/blocking/JettyServer.java

import static dev.rondo.Rondo.*;

import dev.rondo.*;
import java.net.http.*;
import java.net.http.HttpResponse.BodyHandlers;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.*;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

int atOnce; // for the coroutines of one loop alone
int mostAtOnce;

void main() throws Exception {
    try (EventLoop loop = EventLoops.create();
            HttpClient client = HttpClient.newHttpClient()) {
        QueuedThreadPool threads = new QueuedThreadPool(8);
        threads.setVirtualThreadsExecutor(loop.asExecutor());
        Server server = new Server(threads);
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new Answer());
        server.start();
        try {
            URI page = URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/");
            int length = loop.runUntilComplete(() -> askOften(client, page));
            IO.println("300 requests, " + length + " characters");
            IO.println(mostAtOnce > 1 ? "concurrent" : "one after the other");
        } finally {
            server.stop();
        }
    }
}

int askOften(HttpClient client, URI page) {
    HttpRequest request = HttpRequest.newBuilder(page).build();
    EventLoop loop = currentLoop();
    List<LoopFuture<HttpResponse<String>>> asking = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
        asking.add(loop.wrap(client.sendAsync(request, BodyHandlers.ofString())));
    }
    return gather(asking).await().stream().mapToInt(it -> it.body().length()).sum();
}

// A handler that may block; Jetty then calls it on the executor.
class Answer extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        mostAtOnce = Math.max(mostAtOnce, ++atOnce);
        sleep(Duration.ofMillis(20));
        atOnce--;
        Content.Sink.write(response, true, "hello", callback);
        return true;
    }
}
