package org.example.embed;

import dev.rondo.EventLoop;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.EventLoopGroupProvider;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Counters in Redis, through Lettuce on the loop's thread. For coroutines of the loop.
final class RedisStore {
    private final EventLoop loop;
    private final ClientResources resources;
    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;

    private RedisStore(EventLoop loop, RedisURI server) {
        this.loop = loop;
        io.netty.channel.EventLoop netty = loop.unwrap(io.netty.channel.EventLoop.class);
        resources =
                ClientResources.builder()
                        .eventLoopGroupProvider(new Given(netty))
                        .eventExecutorGroup(netty)
                        .build();
        client = RedisClient.create(resources, server);
        connection = loop.wrap(client.connectAsync(StringCodec.UTF8, server)).await();
    }

    static RedisStore connect(EventLoop loop, RedisURI server) {
        return new RedisStore(loop, server);
    }

    /// {@return the number of visits, this one counted}
    long visit(String name) {
        return loop.wrap(connection.async().incr(name)).await();
    }

    void close() {
        loop.wrap(connection.closeAsync()).await();
        loop.wrap(client.shutdownAsync(0, 1, TimeUnit.SECONDS)).await();
        Netty.await(loop, resources.shutdown(0, 1, TimeUnit.SECONDS));
    }

    /// Hands out the one event loop there is, and keeps it running: it is the program's.
    private record Given(io.netty.channel.EventLoop netty) implements EventLoopGroupProvider {
        @Override
        @SuppressWarnings(
                "unchecked") // Lettuce asks for a class of Netty's, and uses the interface
        public <T extends EventLoopGroup> T allocate(Class<T> type) {
            return (T) netty;
        }

        @Override
        public int threadPoolSize() {
            return 1;
        }

        @Override
        public Future<Boolean> release(
                EventExecutorGroup group, long quietPeriod, long timeout, TimeUnit unit) {
            return netty.newSucceededFuture(true);
        }

        @Override
        public Future<Boolean> shutdown(long quietPeriod, long timeout, TimeUnit unit) {
            return netty.newSucceededFuture(true);
        }
    }
}
