package peers;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUringBufferRingConfig;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringFixedBufferRingAllocator;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringServerSocketChannel;

/// Echo server on plain Netty, with one event loop. Arguments: PORT
/// `nio|epoll|io_uring|io_uring-ring`; the last is io_uring with a ring of provided buffers.
public final class NettyEcho {
    private static final short BUFFER_GROUP = 1;

    private NettyEcho() {}

    /// What the kinds differ in.
    private record Kind(
            IoHandlerFactory factory, Class<? extends ServerChannel> channel, boolean hasRing) {}

    @Sharable
    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.write(message, context.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            context.channel().config().setAutoRead(context.channel().isWritable());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    static void main(String[] arguments) throws InterruptedException {
        Kind kind = kind(arguments[1]);
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, kind.factory);
        Echo echo = new Echo();
        new ServerBootstrap()
                .group(group, group)
                .channel(kind.channel)
                .option(ChannelOption.SO_BACKLOG, 4096)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(
                        new ChannelInitializer<SocketChannel>() {
                            @Override
                            protected void initChannel(SocketChannel channel) {
                                if (kind.hasRing) {
                                    channel.config()
                                            .setOption(
                                                    IoUringChannelOption.IO_URING_BUFFER_GROUP_ID,
                                                    BUFFER_GROUP);
                                }
                                channel.pipeline().addLast(echo);
                            }
                        })
                .bind("127.0.0.1", Integer.parseInt(arguments[0]))
                .sync()
                .channel()
                .closeFuture()
                .sync();
    }

    private static Kind kind(String name) {
        return switch (name) {
            case "nio" -> new Kind(NioIoHandler.newFactory(), NioServerSocketChannel.class, false);
            case "epoll" ->
                    new Kind(EpollIoHandler.newFactory(), EpollServerSocketChannel.class, false);
            case "io_uring" ->
                    new Kind(
                            IoUringIoHandler.newFactory(), IoUringServerSocketChannel.class, false);
            case "io_uring-ring" ->
                    new Kind(
                            IoUringIoHandler.newFactory(ring()),
                            IoUringServerSocketChannel.class,
                            true);
            default -> throw new IllegalArgumentException("no such kind: " + name);
        };
    }

    private static IoUringIoHandlerConfig ring() {
        IoUringIoHandlerConfig config = new IoUringIoHandlerConfig();
        config.setBufferRingConfig(
                IoUringBufferRingConfig.builder()
                        .bufferGroupId(BUFFER_GROUP)
                        .bufferRingSize((short) 1024)
                        .batchSize(64)
                        .allocator(
                                new IoUringFixedBufferRingAllocator(
                                        PooledByteBufAllocator.DEFAULT, true, 16 * 1024))
                        .build());
        return config;
    }
}
