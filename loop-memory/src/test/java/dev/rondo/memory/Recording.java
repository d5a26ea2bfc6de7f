package dev.rondo.memory;

import dev.rondo.spi.AcceptHandler;
import dev.rondo.spi.ConnectHandler;
import dev.rondo.spi.ListenOptions;
import dev.rondo.spi.ListenerPort;
import dev.rondo.spi.StreamHandler;
import dev.rondo.spi.StreamPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A driver whose handlers write down what they hear, each under its name.
final class Recording {
    /// What a handler does while it reads.
    interface Reading {
        void run() throws IOException;
    }

    final MemoryDriver driver = new MemoryDriver(new FakeHost());
    final List<String> heard = new ArrayList<>();
    Reading whenReading = () -> {};
    private final Map<String, StreamPort> ports = new HashMap<>();

    /// Lets the handlers hear what has arisen until now.
    void turn() {
        driver.await(0);
        driver.dispatch();
    }

    /// {@return the stream of a name; those that a listener accepts get its name and a number}
    StreamPort port(String name) {
        return ports.get(name);
    }

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress("127.0.0.1", port);
    }

    ListenerPort listen(String name, int port) throws IOException {
        return listen(name, loopback(port));
    }

    ListenerPort listen(String name, InetSocketAddress address) throws IOException {
        return driver.listen(address, new ListenOptions(100, true, false), new Acceptor(name));
    }

    Runnable connect(SocketAddress address, String name) throws IOException {
        return driver.connect(
                address,
                null,
                new ConnectHandler() {
                    @Override
                    public void connected(StreamPort port) {
                        heard.add(name + " is connected");
                        opened(name, port);
                    }

                    @Override
                    public void failed(IOException exception) {
                        heard.add(name + " failed: " + exception);
                    }
                });
    }

    private void opened(String name, StreamPort port) {
        ports.put(name, port);
        port.setHandler(new Stream(name));
    }

    private final class Acceptor implements AcceptHandler {
        private final String name;
        private int count;

        Acceptor(String name) {
            this.name = name;
        }

        @Override
        public void accepted(StreamPort port) {
            count++;
            heard.add(name + " accepts");
            opened(name + "-" + count, port);
        }

        @Override
        public void failed(IOException exception) {
            throw new AssertionError("a listener in memory does not fail", exception);
        }
    }

    private final class Stream implements StreamHandler {
        private static final int READABLE_LENGTH = 4096;
        private final String name;

        Stream(String name) {
            this.name = name;
        }

        @Override
        public void readable(ByteBuffer data) {
            int length = data.remaining();
            String text = StandardCharsets.US_ASCII.decode(data).toString();
            heard.add(name + " reads " + (length > READABLE_LENGTH ? length + " bytes" : text));
            try {
                whenReading.run();
            } catch (IOException exception) {
                throw new AssertionError(exception);
            }
        }

        @Override
        public void endOfInput() {
            heard.add(name + " is at the end");
        }

        @Override
        public void writable() {
            heard.add(name + " is writable");
        }

        @Override
        public void written(long count) {
            throw new AssertionError("no write in memory is ever pending: " + count);
        }

        @Override
        public void failed(IOException exception) {
            heard.add(name + " failed: " + exception.getMessage().split(": ")[0]);
        }

        @Override
        public void closed() {
            heard.add(name + " is closed");
        }
    }
}
