package dev.rondo.iouring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.Promise;
import dev.rondo.Rondo;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Netty's own channels on the ring of a loop.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EmbeddedChannelTest {
    private static final int LENGTH = 3_000_000;

    private final EventLoop loop = EventLoops.create("io_uring");
    private final List<Channel> accepted = new ArrayList<>();

    @AfterEach
    void close() {
        loop.close();
    }

    /// Sends back what comes.
    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.writeAndFlush(message);
        }
    }

    /// Waits for what Netty does, as a coroutine.
    private <T> T await(Future<T> future) {
        Promise<T> promise = loop.createFuture();
        future.addListener(done -> {
            if (done.isSuccess()) {
                promise.setResult(future.getNow());
            } else {
                promise.setException(new AssertionError(done.cause()));
            }
        });
        return promise.await();
    }

    private Channel bind() {
        var server =
                new ServerBootstrap()
                        .group(loop.unwrap(io.netty.channel.EventLoop.class))
                        .channel(IoUringServerSocketChannel.class)
                        .childHandler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        channel.pipeline().addLast(new Echo());
                                        accepted.add(channel);
                                    }
                                });
        ChannelFuture bound = server.bind("127.0.0.1", 0);
        await(bound);
        return bound.channel();
    }

    private static byte[] pattern() {
        byte[] bytes = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            bytes[i] = (byte) (i * 31 + i / 251);
        }
        return bytes;
    }

    /// Sends all of it, and takes as much back.
    private static byte[] exchange(Channel server, byte[] sent) throws Exception {
        int port = ((InetSocketAddress) server.localAddress()).getPort();
        try (Socket socket = new Socket("127.0.0.1", port)) {
            Thread writer =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    socket.getOutputStream().write(sent);
                                } catch (IOException _) {
                                    // the reader finds out that something is missing
                                }
                            });
            byte[] received = socket.getInputStream().readNBytes(sent.length);
            writer.join();
            return received;
        }
    }

    @Test
    void anEchoServerOfNettysSendsAllBack() {
        byte[] sent = pattern();
        loop.runUntilComplete(() -> {
            Channel server = bind();
            byte[] received = loop.runInExecutor(() -> exchange(server, sent)).await();
            assertArrayEquals(sent, received);
            await(accepted.getFirst().closeFuture());
            await(server.close());
        });
    }

    @Test
    void channelsThatAreLeftAreClosedWithTheLoop() throws Exception {
        Channel server = loop.runUntilComplete(this::bind);
        int port = ((InetSocketAddress) server.localAddress()).getPort();
        try (Socket socket = new Socket("127.0.0.1", port)) {
            loop.runUntilComplete(() -> {
                while (accepted.isEmpty()) {
                    Rondo.sleep(Duration.ofMillis(1));
                }
            });
            loop.close();
            assertEquals(-1, socket.getInputStream().read());
        }
        assertFalse(server.isOpen());
        assertFalse(accepted.getFirst().isOpen());
    }
}
