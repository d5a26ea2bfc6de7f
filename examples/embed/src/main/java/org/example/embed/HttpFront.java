package org.example.embed;

import dev.rondo.EventLoop;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.flow.FlowControlHandler;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/// An HTTP server of Netty's on a loop, whose requests are answered by coroutines.
final class HttpFront {
    private static final int MAX_REQUEST_BYTES = 64 * 1024;

    /// What a request is answered with.
    interface Answerer {
        /// {@return the text for a path} Runs as a coroutine: it may await.
        String answer(String path) throws Exception;
    }

    private final EventLoop loop;
    private final Answerer answerer;
    private final Channel channel;

    private HttpFront(EventLoop loop, Answerer answerer, int port) {
        this.loop = loop;
        this.answerer = answerer;
        ChannelFuture bound =
                new ServerBootstrap()
                        .group(loop.unwrap(io.netty.channel.EventLoop.class))
                        .channelFactory(Netty.serverChannels(loop))
                        .childOption(ChannelOption.AUTO_READ, false)
                        .childHandler(new Connection())
                        .bind("127.0.0.1", port);
        Netty.await(loop, bound);
        channel = bound.channel();
    }

    /// Listens on the loopback interface; for coroutines of the loop.
    static HttpFront listen(EventLoop loop, Answerer answerer, int port) {
        return new HttpFront(loop, answerer, port);
    }

    int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    void close() {
        Netty.await(loop, channel.close());
    }

    private final class Connection extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel connection) {
            connection
                    .pipeline()
                    .addLast(new HttpServerCodec())
                    .addLast(new HttpServerKeepAliveHandler())
                    .addLast(new HttpObjectAggregator(MAX_REQUEST_BYTES))
                    .addLast(new FlowControlHandler())
                    .addLast(new Requests());
        }
    }

    /// Takes one request after the other: the next is read when the last one is answered.
    private final class Requests extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.read();
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            String path = request.uri();
            loop.createTask(() -> {
                context.writeAndFlush(response(path));
                context.read();
            });
        }

        private DefaultFullHttpResponse response(String path) {
            String text;
            HttpResponseStatus status;
            try {
                text = answerer.answer(path);
                status = HttpResponseStatus.OK;
            } catch (Exception e) {
                text = e.toString();
                status = HttpResponseStatus.INTERNAL_SERVER_ERROR;
            }
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            var response =
                    new DefaultFullHttpResponse(
                            HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
            response.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
            response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
            return response;
        }
    }
}
