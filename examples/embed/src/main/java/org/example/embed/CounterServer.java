package org.example.embed;

import dev.rondo.EventLoop;
import dev.rondo.Rondo;
import dev.rondo.Server;
import dev.rondo.StreamReader;
import dev.rondo.StreamWriter;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Counts visits in Redis: over HTTP, and over plain TCP, a line for each name. Netty's server,
/// Lettuce's client and Rondo's own server share the loop's thread, so nothing here needs a lock.
///
/// For coroutines of the loop. `CounterServer [REDIS_URI [HTTP_PORT [LINE_PORT]]]` runs one.
final class CounterServer {
    private final RedisStore store;
    private final HttpFront http;
    private final Server lines;

    /// How many visits this process has counted.
    private long visits;

    CounterServer(EventLoop loop, RedisURI redis, int httpPort, int linePort) throws IOException {
        store = RedisStore.connect(loop, redis);
        http = HttpFront.listen(loop, this::answer, httpPort);
        lines = Rondo.startServer(this::serve, "127.0.0.1", linePort);
    }

    int httpPort() {
        return http.port();
    }

    int linePort() {
        return lines.port();
    }

    private String answer(String path) {
        return path.equals("/") ? visits + "\n" : count(path.substring(1));
    }

    private String count(String name) {
        visits++;
        return name + " " + store.visit(name) + "\n";
    }

    private void serve(StreamReader reader, StreamWriter writer) throws IOException {
        for (byte[] line = reader.readLine(); line.length > 0; line = reader.readLine()) {
            String name = new String(line, StandardCharsets.UTF_8).strip();
            writer.write(count(name).getBytes(StandardCharsets.UTF_8));
            writer.drain();
        }
        writer.close();
    }

    void close() {
        lines.close();
        lines.waitClosed();
        http.close();
        store.close();
    }

    /// Runs a server until it is interrupted.
    ///
    /// @param arguments where Redis is, and the ports; 0 takes free ones
    static void main(String[] arguments) {
        String redis = arguments.length > 0 ? arguments[0] : "redis://127.0.0.1:6379";
        int httpPort = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0;
        int linePort = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 0;
        Rondo.run(() -> {
            EventLoop loop = Rondo.currentLoop();
            var server = new CounterServer(loop, RedisURI.create(redis), httpPort, linePort);
            IO.println("http on " + server.httpPort() + ", lines on " + server.linePort());
            server.lines.serveForever();
        });
    }
}
