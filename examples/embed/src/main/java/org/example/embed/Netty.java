package org.example.embed;

import dev.rondo.EventLoop;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.util.concurrent.Future;
import java.util.concurrent.CompletableFuture;

/// What a program needs between a loop and Netty.
final class Netty {
    private Netty() {}

    /// {@return what makes servers of the kind that belongs to the loop's backend}
    static ChannelFactory<ServerChannel> serverChannels(EventLoop loop) {
        return switch (loop.backend()) {
            case "epoll" -> EpollServerSocketChannel::new;
            case "kqueue" -> KQueueServerSocketChannel::new;
            default ->
                    throw new IllegalStateException(
                            loop + " is not one over Netty; choose epoll or kqueue");
        };
    }

    /// Suspends the calling coroutine until something of Netty's is done, and throws what it failed
    /// with.
    static <T> T await(EventLoop loop, Future<T> future) {
        // Not every future of Netty's is completed on the loop.
        CompletableFuture<T> stage = new CompletableFuture<>();
        future.addListener(_ -> {
            if (future.isSuccess()) {
                stage.complete(future.getNow());
            } else {
                stage.completeExceptionally(future.cause());
            }
        });
        return loop.wrap(stage).await();
    }
}
