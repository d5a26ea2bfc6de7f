package dev.rondo.virtual;

import com.sun.management.OperatingSystemMXBean;
import dev.rondo.spi.AcceptHandler;
import dev.rondo.spi.ListenOptions;
import dev.rondo.spi.ListenerPort;
import dev.rondo.spi.StreamPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/// Measures where the helpers of the driver should run: on the JDK's own scheduler, or on the
/// loop's thread, which then mounts them itself. An echo server on the bare driver, without a
/// kernel, and clients on platform threads that block.
///
/// Needs `--add-opens java.base/java.lang=ALL-UNNAMED`. Arguments: connections, bytes, milliseconds
/// of a round, rounds; the two take turns.
final class HelperPlacement {
    /// The thread of the loop, and what it mounts if the helpers are its own.
    private static final class Loop implements Runnable {
        final VirtualDriver driver;
        final InetSocketAddress address;
        private final ConcurrentLinkedQueue<Runnable> continuations = new ConcurrentLinkedQueue<>();
        private volatile boolean isEnded;

        Loop(boolean isCarrier) throws IOException {
            driver =
                    isCarrier
                            ? new VirtualDriver(threadsOn(this::mountLater))
                            : new VirtualDriver();
            ListenerPort listener =
                    driver.listen(
                            RunningDriver.anyPort(),
                            new ListenOptions(256, true, false),
                            new Echo());
            address = (InetSocketAddress) listener.localAddress();
        }

        private void mountLater(Runnable continuation) {
            continuations.add(continuation);
            driver.wakeup();
        }

        private void mount() {
            for (Runnable next = continuations.poll(); next != null; next = continuations.poll()) {
                next.run();
            }
        }

        @Override
        public void run() {
            while (!isEnded) {
                mount();
                driver.await(continuations.isEmpty() ? Long.MAX_VALUE : 0);
                mount();
                driver.dispatch();
            }
        }

        void end() {
            isEnded = true;
            driver.wakeup();
        }
    }

    private static final class Echo implements AcceptHandler {
        @Override
        public void accepted(StreamPort port) {
            port.setHandler(
                    new Recorder(port) {
                        @Override
                        public void readable(ByteBuffer data) {
                            ByteBuffer copy = ByteBuffer.allocate(data.remaining()).put(data);
                            try {
                                port.write(new ByteBuffer[] {copy.flip()}, 1);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        }

                        @Override
                        public void endOfInput() {
                            port.close();
                        }

                        @Override
                        public void failed(IOException exception) {
                            port.abort();
                        }
                    });
            port.startReading();
        }

        @Override
        public void failed(IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    private HelperPlacement() {}

    /// {@return a factory of virtual threads whose continuations an executor gets}
    private static ThreadFactory threadsOn(Executor carrier) {
        MethodHandle create;
        try {
            Class<?> builders = Class.forName("java.lang.ThreadBuilders");
            create =
                    MethodHandles.privateLookupIn(builders, MethodHandles.lookup())
                            .findStatic(
                                    builders,
                                    "newVirtualThread",
                                    MethodType.methodType(
                                            Thread.class,
                                            Executor.class,
                                            String.class,
                                            int.class,
                                            Runnable.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        return body -> {
            try {
                return (Thread) create.invoke(carrier, (String) null, 0, body);
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        };
    }

    public static void main(String[] args) throws Exception {
        int connections = args.length > 0 ? Integer.parseInt(args[0]) : 1;
        int bytes = args.length > 1 ? Integer.parseInt(args[1]) : 64;
        long millis = args.length > 2 ? Long.parseLong(args[2]) : 1000;
        int rounds = args.length > 3 ? Integer.parseInt(args[3]) : 3;
        // Starts the JDK's pollers on the JDK's scheduler: they would die with a loop of ours.
        Thread.startVirtualThread(() -> {}).join();
        for (int round = 0; round <= rounds; round++) {
            for (boolean isCarrier : new boolean[] {false, true}) {
                String result = measure(isCarrier, connections, bytes, millis);
                if (round > 0) { // the first is for the compiler
                    IO.println((isCarrier ? "carrier   " : "scheduler ") + result);
                }
            }
        }
    }

    private static String measure(boolean isCarrier, int connections, int bytes, long millis)
            throws Exception {
        Loop loop = new Loop(isCarrier);
        Thread thread = Thread.ofPlatform().start(loop);
        AtomicLong messages = new AtomicLong();
        long end = System.nanoTime() + millis * 1_000_000;
        long before = processorNanos();
        Thread[] clients = new Thread[connections];
        for (int i = 0; i < connections; i++) {
            clients[i] = Thread.ofPlatform().start(() -> ask(loop.address, bytes, end, messages));
        }
        for (Thread client : clients) {
            client.join();
        }
        long used = processorNanos() - before;
        loop.end();
        thread.join();
        Thread closing = Thread.ofPlatform().unstarted(() -> close(loop.driver));
        closing.start();
        while (closing.isAlive()) { // helpers of ours end only if they are mounted
            loop.mount();
            Thread.onSpinWait();
        }
        return String.format(
                Locale.ROOT,
                "%d connections, %d bytes: %.0f messages/s, %.1f us of processors each",
                connections,
                bytes,
                messages.get() * 1000.0 / millis,
                used / 1000.0 / messages.get());
    }

    /// {@return what all threads of the JVM have used, the clients', too}
    private static long processorNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static void close(VirtualDriver driver) {
        try {
            driver.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void ask(InetSocketAddress address, int bytes, long end, AtomicLong messages) {
        byte[] message = new byte[bytes];
        Arrays.fill(message, (byte) 1);
        ByteBuffer answer = ByteBuffer.allocate(bytes);
        long count = 0;
        try (SocketChannel channel = SocketChannel.open(address)) {
            while (System.nanoTime() - end < 0) {
                channel.write(ByteBuffer.wrap(message));
                answer.clear();
                while (answer.hasRemaining()) {
                    if (channel.read(answer) < 0) {
                        throw new IOException("the server has closed the connection");
                    }
                }
                count++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        messages.addAndGet(count);
    }
}
