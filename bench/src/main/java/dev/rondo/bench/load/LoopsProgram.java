package dev.rondo.bench.load;

import static dev.rondo.Rondo.currentLoop;
import static dev.rondo.Rondo.run;
import static dev.rondo.Rondo.sleep;

import dev.rondo.Connection;
import dev.rondo.EventLoop;
import dev.rondo.Server;
import dev.rondo.ServerOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/// Several loops in one process, each with an echo server and clients of its own, on a thread of
/// its own. Arguments: how many loops, connections of each, `own|shared` port, milliseconds of
/// warming up and of measuring. Prints an [Answer].
///
/// With a shared port the system spreads the connections over the loops (`SO_REUSEPORT`), so that a
/// message may go to another loop and back.
final class LoopsProgram {
    static final String OWN = "own";
    static final String SHARED = "shared";

    private static final String HOST = "127.0.0.1";
    private static final int SIZE = 64;

    private final int connectionCount;
    private final boolean isShared;
    private final Duration warmUp;
    private final Duration measuring;

    /// The port that is shared, told by the first loop.
    private final CompletableFuture<Integer> port = new CompletableFuture<>();

    /// Completes when all loops listen: with a shared port none may connect before.
    private final CompletableFuture<Void> listening = new CompletableFuture<>();

    private final CountDownLatch toListen;

    private LoopsProgram(String[] arguments) {
        toListen = new CountDownLatch(Integer.parseInt(arguments[0]));
        connectionCount = Integer.parseInt(arguments[1]);
        isShared = arguments[2].equals(SHARED);
        warmUp = Duration.ofMillis(Long.parseLong(arguments[3]));
        measuring = Duration.ofMillis(Long.parseLong(arguments[4]));
    }

    static void main(String[] arguments) {
        LoopsProgram program = new LoopsProgram(arguments);
        List<CompletableFuture<Double>> loops = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
            loops.add(program.start(i));
        }
        double perSecond = loops.stream().mapToDouble(CompletableFuture::join).sum();
        System.out.println(new Answer(Map.of("messages", Math.round(perSecond))));
    }

    private CompletableFuture<Double> start(int index) {
        CompletableFuture<Double> perSecond = new CompletableFuture<>();
        Thread.ofPlatform()
                .name("loop " + index)
                .start(() -> {
                    try {
                        perSecond.complete(run(() -> echo(index)));
                    } catch (Throwable e) {
                        perSecond.completeExceptionally(e);
                        listening.completeExceptionally(e);
                        port.completeExceptionally(e);
                    }
                });
        return perSecond;
    }

    /// {@return the messages a second that this loop's clients have got back}
    private double echo(int index) {
        EventLoop loop = currentLoop();
        try (Server server = listen(loop, index)) {
            BounceProtocol.Count count = new BounceProtocol.Count();
            List<Connection<BounceProtocol>> clients = connect(loop, server.port(), count);
            clients.forEach(client -> client.protocol().start(new byte[SIZE]));
            sleep(warmUp);
            long bytes = count.bytes();
            long start = System.nanoTime();
            sleep(measuring);
            double seconds = (System.nanoTime() - start) / 1e9;
            double messages = (double) (count.bytes() - bytes) / SIZE;
            clients.forEach(client -> client.transport().abort());
            server.abortClients();
            return messages / seconds;
        }
    }

    private Server listen(EventLoop loop, int index) {
        int wanted = isShared && index > 0 ? loop.wrap(port).await() : 0;
        ServerOptions options = ServerOptions.DEFAULT.withReusePort(isShared);
        Server server =
                loop.createServer(EchoProtocol::new, List.of(HOST), wanted, options).await();
        port.complete(server.port());
        toListen.countDown();
        if (toListen.getCount() == 0) {
            listening.complete(null);
        }
        loop.wrap(listening).await();
        return server;
    }

    private List<Connection<BounceProtocol>> connect(
            EventLoop loop, int to, BounceProtocol.Count count) {
        List<Connection<BounceProtocol>> clients = new ArrayList<>();
        for (int i = 0; i < connectionCount; i++) {
            clients.add(loop.createConnection(() -> new BounceProtocol(count), HOST, to).await());
        }
        return clients;
    }
}
