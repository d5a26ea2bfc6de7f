package dev.rondo.memory.network;

import dev.rondo.memory.MemoryLoopProvider;
import dev.rondo.spi.AcceptHandler;
import dev.rondo.spi.Capability;
import dev.rondo.spi.ConnectHandler;
import dev.rondo.spi.IoDriver;
import dev.rondo.spi.ListenOptions;
import dev.rondo.spi.ListenerPort;
import dev.rondo.spi.LoopHost;
import dev.rondo.spi.LoopProvider;
import dev.rondo.spi.StreamHandler;
import dev.rondo.spi.StreamPort;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/// The backend `memory` with the ways of a completion backend: a write is always pending, owns the
/// buffers until it ends, and ends in pieces. An accept can be made to fail.
final class CompletionProvider implements LoopProvider {
    /// Odd, so that writes end within chunks.
    static final int PIECE = 9999;

    private final LoopProvider memory = new MemoryLoopProvider();
    final List<String> violations = new ArrayList<>();

    @Override
    public String name() {
        return "completion";
    }

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public Availability availability() {
        return memory.availability();
    }

    @Override
    public Map<Capability, String> missing() {
        return memory.missing();
    }

    @Override
    public IoDriver open(LoopHost host) throws IOException {
        return new Driver(memory.open(host));
    }

    private final class Driver implements IoDriver {
        private final IoDriver inner;

        /// Writes under way, whose next piece goes out with the next `dispatch`.
        private final Queue<Runnable> pieces = new ArrayDeque<>();

        Driver(IoDriver inner) {
            this.inner = inner;
        }

        @Override
        public void start() throws IOException {
            inner.start();
        }

        @Override
        public boolean await(long nanos) throws IOException {
            return inner.await(pieces.isEmpty() ? nanos : 0) || !pieces.isEmpty();
        }

        @Override
        public void dispatch() {
            for (int left = pieces.size(); left > 0; left--) {
                pieces.remove().run();
            }
            inner.dispatch();
        }

        @Override
        public void wakeup() {
            inner.wakeup();
        }

        @Override
        public long nanoTime() {
            return inner.nanoTime();
        }

        @Override
        public boolean isPolling() {
            return inner.isPolling() || !pieces.isEmpty();
        }

        @Override
        public Runnable connect(SocketAddress remote, SocketAddress local, ConnectHandler handler)
                throws IOException {
            return inner.connect(
                    remote,
                    local,
                    new ConnectHandler() {
                        @Override
                        public void connected(StreamPort port) {
                            handler.connected(new Port(Driver.this, port));
                        }

                        @Override
                        public void failed(IOException exception) {
                            handler.failed(exception);
                        }
                    });
        }

        @Override
        public ListenerPort listen(
                SocketAddress local, ListenOptions options, AcceptHandler handler)
                throws IOException {
            return inner.listen(
                    local,
                    options,
                    new AcceptHandler() {
                        @Override
                        public void accepted(StreamPort port) {
                            handler.accepted(new Port(Driver.this, port));
                        }

                        @Override
                        public void failed(IOException exception) {
                            handler.failed(exception);
                        }
                    });
        }

        @Override
        public <T> Optional<T> unwrap(Class<T> type) {
            return inner.unwrap(type);
        }

        @Override
        public void close() throws IOException {
            pieces.clear();
            inner.close();
        }
    }

    /// A stream whose writes are pending.
    private final class Port implements StreamPort, StreamHandler {
        private final Driver driver;
        private final StreamPort inner;
        private StreamHandler handler;

        /// What the write under way owns, and copies of it to see that nobody touches it.
        private ByteBuffer[] owned;

        private byte[][] copies;
        private long sent;
        private boolean isClosing;
        private boolean isAborted;

        Port(Driver driver, StreamPort inner) {
            this.driver = driver;
            this.inner = inner;
        }

        @Override
        public boolean isCompletionBased() {
            return true;
        }

        @Override
        public void setHandler(StreamHandler streamHandler) {
            handler = streamHandler;
            inner.setHandler(this);
        }

        @Override
        public long write(ByteBuffer[] buffers, int count) {
            if (owned != null) {
                violations.add("a second write while one is pending");
            }
            owned = Arrays.copyOf(buffers, count);
            copies = Arrays.stream(owned).map(Port::copyOf).toArray(byte[][]::new);
            sent = 0;
            driver.pieces.add(this::writePiece);
            return PENDING;
        }

        private static byte[] copyOf(ByteBuffer buffer) {
            byte[] copy = new byte[buffer.remaining()];
            buffer.get(buffer.position(), copy);
            return copy;
        }

        private void writePiece() {
            if (isAborted) {
                return;
            }
            checkUntouched();
            try {
                sent += writeSome();
            } catch (IOException e) {
                owned = null;
                handler.failed(e);
                return;
            }
            if (isClosing && Arrays.stream(owned).anyMatch(ByteBuffer::hasRemaining)) {
                copies = Arrays.stream(owned).map(Port::copyOf).toArray(byte[][]::new);
                driver.pieces.add(this::writePiece); // what was taken is still sent
                return;
            }
            owned = null;
            if (isClosing) {
                inner.close();
            } else {
                handler.written(sent);
            }
        }

        /// One piece; the rest of the write is the kernel's to ask for again.
        private long writeSome() throws IOException {
            long taken = 0;
            for (ByteBuffer buffer : owned) {
                int limit = buffer.limit();
                buffer.limit((int) Math.min(limit, buffer.position() + PIECE - taken));
                taken += inner.write(new ByteBuffer[] {buffer}, 1);
                buffer.limit(limit);
            }
            return taken;
        }

        private void checkUntouched() {
            for (int i = 0; i < owned.length; i++) {
                if (!Arrays.equals(copies[i], copyOf(owned[i]))) {
                    violations.add("a buffer was touched while a write was pending");
                }
            }
        }

        @Override
        public void startReading() {
            inner.startReading();
        }

        @Override
        public void stopReading() {
            inner.stopReading();
        }

        @Override
        public void shutdownOutput() throws IOException {
            if (owned != null) {
                violations.add("the output was shut down while a write was pending");
            }
            inner.shutdownOutput();
        }

        @Override
        public void close() {
            isClosing = true;
            if (owned == null) {
                inner.close();
            }
        }

        @Override
        public void abort() {
            isAborted = true;
            inner.abort();
        }

        @Override
        public SocketAddress localAddress() {
            return inner.localAddress();
        }

        @Override
        public SocketAddress remoteAddress() {
            return inner.remoteAddress();
        }

        @Override
        public Set<SocketOption<?>> supportedOptions() {
            return inner.supportedOptions();
        }

        @Override
        public <T> T option(SocketOption<T> option) throws IOException {
            return inner.option(option);
        }

        @Override
        public <T> void setOption(SocketOption<T> option, T value) throws IOException {
            inner.setOption(option, value);
        }

        @Override
        public ByteBuffer target() {
            return handler.target();
        }

        @Override
        public void filled(int count) {
            handler.filled(count);
        }

        @Override
        public void readable(ByteBuffer data) {
            handler.readable(data);
        }

        @Override
        public void endOfInput() {
            handler.endOfInput();
        }

        @Override
        public void writable() {
            // the next piece goes out when the kernel asks for it
        }

        @Override
        public void written(long count) {
            violations.add("memory completes nothing");
        }

        @Override
        public void failed(IOException exception) {
            handler.failed(exception);
        }

        @Override
        public void closed() {
            if (owned != null) {
                checkUntouched();
            }
            handler.closed();
        }
    }
}
