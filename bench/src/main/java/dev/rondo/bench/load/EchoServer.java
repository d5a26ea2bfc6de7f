package dev.rondo.bench.load;

import static dev.rondo.Rondo.currentLoop;
import static dev.rondo.Rondo.run;
import static dev.rondo.Rondo.startServer;

import dev.rondo.EventLoop;
import dev.rondo.Server;
import dev.rondo.ServerOptions;
import dev.rondo.StreamReader;
import dev.rondo.StreamWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// The echo server that is measured, on the configured backend. Arguments: `protocol|streams`, the
/// port or 0, and `asked` if whoever started it asks questions through its input.
///
/// Prints `listening on PORT`. It ends in an orderly way on a signal and, if it is asked, on `end`
/// and at the end of its input: so it does not outlive who started it.
final class EchoServer {
    static final String PROTOCOL = "protocol";
    static final String STREAMS = "streams";
    static final String ASKED = "asked";
    static final String GREETING = "listening on ";

    private static final String HOST = "127.0.0.1";

    /// What is read at once, and twice that is buffered: large messages fit, as with the peers.
    private static final int CHUNK = 128 * 1024;

    private static final ServerOptions OPTIONS = ServerOptions.DEFAULT.withBacklog(4096);
    private static final Duration END_LIMIT = Duration.ofSeconds(5);

    private EchoServer() {}

    static void main(String[] arguments) {
        int port = Integer.parseInt(arguments[1]);
        boolean isAsked = arguments.length > 2 && arguments[2].equals(ASKED);
        Thread main = Thread.currentThread();
        run(() -> serve(arguments[0], port, isAsked, main));
    }

    private static void serve(String style, int port, boolean isAsked, Thread main)
            throws IOException {
        EventLoop loop = currentLoop();
        Server server = listen(loop, style, port);
        Runnable end = () -> end(loop, server, main);
        Runtime.getRuntime().addShutdownHook(new Thread(end, "end of the server"));
        if (isAsked) {
            Questions.answer(loop, end);
        }
        System.out.println(GREETING + server.port());
        server.serveForever();
    }

    private static Server listen(EventLoop loop, String style, int port) throws IOException {
        return switch (style) {
            case PROTOCOL ->
                    loop.createServer(EchoProtocol::new, List.of(HOST), port, OPTIONS).await();
            case STREAMS -> startServer(EchoServer::echo, HOST, port, CHUNK, OPTIONS);
            default -> throw new IllegalArgumentException("neither protocol nor streams: " + style);
        };
    }

    /// The echo in direct style.
    private static void echo(StreamReader reader, StreamWriter writer) throws IOException {
        while (!reader.atEof()) {
            writer.write(reader.read(CHUNK));
            writer.drain();
        }
    }

    /// Ends the server and waits until its loop is closed. May be called by any thread but the
    /// loop's, and more than once.
    private static void end(EventLoop loop, Server server, Thread main) {
        if (loop.isClosed()) {
            return;
        }
        loop.callSoonThreadSafe(() -> {
            server.close();
            server.abortClients();
        });
        try {
            main.join(END_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
