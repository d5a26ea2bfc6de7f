package peers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/// Echo server on a selector, written by hand. Argument: PORT.
public final class SelectorEcho {
    private static final ByteBuffer INPUT = ByteBuffer.allocateDirect(256 * 1024);

    /// What the connection's socket did not take yet; the buffer is kept for the next time.
    private ByteBuffer pending = ByteBuffer.allocate(0);

    private SelectorEcho() {}

    static void main(String[] arguments) throws IOException {
        Selector selector = Selector.open();
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        listener.bind(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])), 4096);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        while (true) {
            selector.select(SelectorEcho::handle);
        }
    }

    private static void handle(SelectionKey key) {
        try {
            if (key.channel() instanceof ServerSocketChannel listener) {
                accept(listener, key.selector());
            } else {
                ((SelectorEcho) key.attachment()).echo(key, (SocketChannel) key.channel());
            }
        } catch (IOException brokenByTheClient) {
            close(key);
        }
    }

    private static void accept(ServerSocketChannel listener, Selector selector) throws IOException {
        SocketChannel channel = listener.accept();
        while (channel != null) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.register(selector, SelectionKey.OP_READ, new SelectorEcho());
            channel = listener.accept();
        }
    }

    private void echo(SelectionKey key, SocketChannel channel) throws IOException {
        if (pending.hasRemaining()) {
            channel.write(pending);
            if (!pending.hasRemaining()) {
                key.interestOps(SelectionKey.OP_READ);
            }
            return;
        }
        ByteBuffer input = INPUT.clear();
        if (channel.read(input) < 0) {
            close(key);
            return;
        }
        channel.write(input.flip());
        if (input.hasRemaining()) {
            keep(input);
            key.interestOps(SelectionKey.OP_WRITE);
        }
    }

    private void keep(ByteBuffer rest) {
        if (pending.capacity() < rest.remaining()) {
            pending = ByteBuffer.allocateDirect(Integer.highestOneBit(rest.remaining()) * 2);
        }
        pending.clear().put(rest).flip();
    }

    private static void close(SelectionKey key) {
        key.cancel();
        try {
            key.channel().close();
        } catch (IOException e) {
            System.err.println("closing a connection: " + e);
        }
    }
}
