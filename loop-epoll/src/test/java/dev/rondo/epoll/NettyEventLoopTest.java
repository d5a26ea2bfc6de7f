package dev.rondo.epoll;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.Promise;
import dev.rondo.Rondo;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a library that is handed the loop as one of Netty's sees.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NettyEventLoopTest {
    private static final long LIMIT_SECONDS = 20;

    private final EventLoop loop = EventLoops.create("epoll");
    private final io.netty.channel.EventLoop netty = loop.unwrap(io.netty.channel.EventLoop.class);
    private final List<String> events = new ArrayList<>();

    @AfterEach
    void close() {
        loop.close();
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

    @Test
    void isTheSameForEachOfItsTypes() {
        assertSame(netty, loop.unwrap(io.netty.channel.EventLoopGroup.class));
        assertSame(netty, loop.unwrap(io.netty.channel.IoEventLoop.class));
        assertThrows(IllegalArgumentException.class, () -> loop.unwrap(Selector.class));
        assertThrows(IllegalArgumentException.class, () -> loop.unwrap(Object.class));
    }

    @Test
    void whoHasTheTurnIsInTheEventLoop() {
        assertFalse(netty.inEventLoop());
        loop.callSoon(() -> events.add("callback " + netty.inEventLoop()));
        loop.runUntilComplete(() -> {
            events.add("coroutine " + netty.inEventLoop());
            events.add("thread " + loop.runInExecutor(netty::inEventLoop).await());
        });
        assertEquals(List.of("callback true", "coroutine true", "thread false"), events);
        assertFalse(netty.inEventLoop());
    }

    @Test
    void tasksRunAmongTheCallbacksInOrder() {
        loop.runUntilComplete(() -> {
            loop.callSoon(() -> events.add("1"));
            netty.execute(() -> events.add("2"));
            loop.callSoon(() -> events.add("3"));
            events.add("0");
            Rondo.sleep(Duration.ZERO);
        });
        assertEquals(List.of("0", "1", "2", "3"), events);
    }

    @Test
    void aTaskOfAnotherThreadWakesTheLoop() {
        boolean isInside =
                loop.runUntilComplete(() -> {
                    Promise<Boolean> isInLoop = loop.createFuture();
                    Thread.ofPlatform()
                            .start(() ->
                                    netty.execute(() -> isInLoop.setResult(netty.inEventLoop())));
                    return isInLoop.await();
                });
        assertTrue(isInside);
    }

    @Test
    void whatATaskThrowsReachesTheExceptionHandler() {
        var failure = new IllegalStateException("of the task");
        loop.setExceptionHandler((_, context) -> events.add(String.valueOf(context.exception())));
        loop.runUntilComplete(() -> {
            netty.execute(() -> {
                throw failure;
            });
            Rondo.sleep(Duration.ZERO);
        });
        assertEquals(List.of(failure.toString()), events);
    }

    @Test
    void timersComeInOrderAndNotEarly() {
        loop.runUntilComplete(() -> {
            long start = loop.time();
            Future<?> last = netty.schedule(() -> events.add("20"), 20, MILLISECONDS);
            netty.schedule(() -> events.add("2"), 2, MILLISECONDS);
            Future<?> dropped = netty.schedule(() -> events.add("5"), 5, MILLISECONDS);
            netty.schedule(() -> events.add("10"), 10, MILLISECONDS);
            dropped.cancel(false);
            await(last);
            assertTrue(loop.time() - start >= 20_000_000, () -> "after " + (loop.time() - start));
        });
        assertEquals(List.of("2", "10", "20"), events);
    }

    @Test
    void anotherThreadMayScheduleAndCancel() {
        loop.runUntilComplete(() -> {
            Future<?> timer =
                    loop.runInExecutor(
                                    () -> {
                                        netty.schedule(() -> events.add("no"), 1, TimeUnit.HOURS)
                                                .cancel(false);
                                        return netty.schedule(
                                                () -> events.add("yes"), 1, MILLISECONDS);
                                    })
                            .await();
            await(timer);
        });
        assertEquals(List.of("yes"), events);
    }

    @Test
    void aPeriodicTimerGoesOnUntilItIsCancelled() {
        loop.runUntilComplete(() -> {
            Promise<Void> third = loop.createFuture();
            var timer = new AtomicReference<Future<?>>();
            timer.set(netty.scheduleAtFixedRate(() -> tick(timer, third), 1, 1, MILLISECONDS));
            third.await();
            Rondo.sleep(Duration.ofMillis(5));
        });
        assertEquals(List.of("tick", "tick", "tick"), events);
    }

    private void tick(AtomicReference<Future<?>> timer, Promise<Void> third) {
        events.add("tick");
        if (events.size() == 3) {
            timer.get().cancel(false);
            third.setResult(null);
        }
    }

    @Test
    void shuttingItDownLeavesItRunning() throws InterruptedException {
        netty.close();
        netty.shutdownGracefully();
        assertTrue(netty.shutdownGracefully().isSuccess());
        assertFalse(netty.isShuttingDown());
        assertFalse(netty.awaitTermination(1, MILLISECONDS));

        loop.runUntilComplete(() -> {
            assertEquals("still", await(netty.submit(() -> "still")));
        });
    }

    @Test
    void endsWithTheLoop() {
        loop.close();

        assertTrue(netty.isTerminated());
        assertTrue(netty.terminationFuture().isSuccess());
        assertThrows(RejectedExecutionException.class, () -> netty.execute(() -> {}));
    }

    /// Sends back what it gets.
    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.writeAndFlush(message);
        }
    }

    /// Completes a promise with the first message.
    private record Collector(
            Promise<String> reply, List<String> events, CountDownLatch isInactive) {
        ChannelInboundHandlerAdapter handler() {
            return new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext context, Object message) {
                    ByteBuf bytes = (ByteBuf) message;
                    events.add("inside " + context.channel().eventLoop().inEventLoop());
                    reply.setResult(bytes.toString(StandardCharsets.UTF_8));
                    bytes.release();
                }

                @Override
                public void channelInactive(ChannelHandlerContext context) {
                    isInactive.countDown();
                }
            };
        }
    }

    @Test
    void channelsOfNettyRunOnItAndEndWithTheLoop() throws InterruptedException {
        var isInactive = new CountDownLatch(1);
        String reply =
                loop.runUntilComplete(() -> {
                    Promise<String> promise = loop.createFuture();
                    Channel server = bind();
                    Channel client =
                            connect(server, new Collector(promise, events, isInactive).handler());
                    client.writeAndFlush(Unpooled.copiedBuffer("hello", StandardCharsets.UTF_8));
                    return promise.await();
                });
        assertEquals("hello", reply);
        assertEquals(List.of("inside true"), events);

        loop.close();

        assertTrue(isInactive.await(LIMIT_SECONDS, TimeUnit.SECONDS), "the channel was closed");
    }

    private Channel bind() {
        var bootstrap =
                new ServerBootstrap()
                        .group(netty)
                        .channel(EpollServerSocketChannel.class)
                        .childHandler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        channel.pipeline().addLast(new Echo());
                                    }
                                });
        var bound = bootstrap.bind("127.0.0.1", 0);
        await(bound);
        return bound.channel();
    }

    private Channel connect(Channel server, ChannelInboundHandlerAdapter handler) {
        var connected =
                new Bootstrap()
                        .group(netty)
                        .channel(EpollSocketChannel.class)
                        .handler(handler)
                        .connect((InetSocketAddress) server.localAddress());
        await(connected);
        return connected.channel();
    }
}
