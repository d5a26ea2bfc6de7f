package peers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/// Echo server with a virtual thread for each connection, which blocks; to be run with
/// `-Djdk.virtualThreadScheduler.parallelism=1`. Arguments: PORT `[BUFFER_BYTES]`.
public final class VirtualEcho {
    private VirtualEcho() {}

    static void main(String[] arguments) throws IOException, InterruptedException {
        int size = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 65_536;
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        listener.bind(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])), 4096);
        Thread.ofVirtual().start(() -> accept(listener, size)).join();
    }

    private static void accept(ServerSocketChannel listener, int size) {
        try {
            while (true) {
                SocketChannel channel = listener.accept();
                Thread.ofVirtual().start(() -> serve(channel, size));
            }
        } catch (IOException e) {
            System.err.println("accepting: " + e);
            System.exit(1);
        }
    }

    private static void serve(SocketChannel channel, int size) {
        try (channel) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            ByteBuffer buffer = ByteBuffer.allocateDirect(size);
            while (channel.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                buffer.clear();
            }
        } catch (IOException brokenByTheClient) {
            return;
        }
    }
}
