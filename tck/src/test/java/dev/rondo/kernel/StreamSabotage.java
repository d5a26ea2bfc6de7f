package dev.rondo.kernel;

import dev.rondo.ConnectOptions;
import dev.rondo.Connection;
import dev.rondo.Coroutine;
import dev.rondo.ExceptionContext;
import dev.rondo.LoopFuture;
import dev.rondo.Protocol;
import dev.rondo.Rondo;
import dev.rondo.Server;
import dev.rondo.ServerOptions;
import dev.rondo.StreamReader;
import dev.rondo.TaskOptions;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Faults of readers and writers.
public final class StreamSabotage {
    private static final AtomicReference<@Nullable KernelTask<?>> LAST = new AtomicReference<>();

    private StreamSabotage() {}

    /// In place of [Math#min].
    static int first(int one, int other) {
        return one;
    }

    /// In place of [Math#max].
    static int second(int one, int other) {
        return other;
    }

    static byte[] nothing(KernelStreamReader reader, int atMost) {
        return ByteQueue.NOTHING;
    }

    static boolean always(ByteQueue queue) {
        return true;
    }

    static int none(ByteQueue queue) {
        return 0;
    }

    static byte[] takeAll(ByteQueue queue, int count) {
        return queue.take(queue.size());
    }

    /// In place of [KernelStreamReader#fail].
    static void end(KernelStreamReader reader, IOException exception) {
        reader.feedEof();
    }

    static void nobodyWaits(KernelStreamReader reader, boolean isGood) {
        throw new IllegalStateException("nobody waits in " + reader);
    }

    static IOException another(KernelStreamReader reader, IOException exception) {
        return new IOException(exception);
    }

    static void report(KernelStreamWriter writer) {
        Rondo.currentLoop().callExceptionHandler(new ExceptionContext("closed", null));
    }

    static @Nullable String upToAnEmptyLine(StreamReader reader, Charset charset)
            throws IOException {
        String line = reader.readLine(charset);
        return line == null || line.isEmpty() ? null : line;
    }

    static int aByteLater(ByteQueue queue, byte[] wanted, int from) {
        int found = queue.indexOf(wanted, from);
        return found < 0 ? found : found + 1;
    }

    static int takeWhatIsSeen(ByteQueue queue, byte[] wanted, int from) {
        int found = queue.indexOf(wanted, from);
        queue.drop(Math.max(0, found));
        return found;
    }

    static void lastFirst(Iterable<byte[]> pieces, Consumer<byte[]> action) {
        List<byte[]> all = new ArrayList<>();
        pieces.forEach(all::add);
        all.reversed().forEach(action);
    }

    static Iterator<?> firstOnly(List<?> waiting) {
        return waiting.stream().limit(1).iterator();
    }

    static Future.State failed(KernelTask<?> task) {
        return Future.State.FAILED;
    }

    static <P extends Protocol> LoopFuture<Connection<P>> connectWithoutOptions(
            KernelLoop loop, Supplier<P> protocol, String host, int port, ConnectOptions options) {
        return loop.createConnection(protocol, host, port);
    }

    static LoopFuture<Server> serveWithoutOptions(
            KernelLoop loop,
            Supplier<? extends Protocol> protocol,
            List<String> hosts,
            int port,
            ServerOptions options) {
        return loop.createServer(protocol, hosts, port, ServerOptions.DEFAULT);
    }

    /// In place of [KernelLoop#newTask]: each waits for the one before.
    static <T> KernelTask<T> oneAtATime(KernelLoop loop, TaskOptions options, Coroutine<T> body) {
        KernelTask<?> before = LAST.get();
        KernelTask<T> task =
                loop.newTask(
                        options,
                        () -> {
                            if (before != null) {
                                before.await();
                            }
                            return body.run();
                        });
        LAST.set(task);
        return task;
    }
}
