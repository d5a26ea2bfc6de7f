package peers;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;

/// Echo server on Vert.x, with one event loop. Argument: PORT.
public final class VertxEcho {
    private VertxEcho() {}

    static void main(String[] arguments) {
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1))
                .createNetServer(
                        new NetServerOptions()
                                .setTcpNoDelay(true)
                                .setAcceptBacklog(4096)
                                .setReuseAddress(true))
                .connectHandler(VertxEcho::serve)
                .listen(Integer.parseInt(arguments[0]), "127.0.0.1")
                .onFailure(VertxEcho::fail);
    }

    private static void serve(NetSocket socket) {
        socket.exceptionHandler(_ -> socket.close());
        socket.handler(data -> {
            socket.write(data);
            if (socket.writeQueueFull()) {
                socket.pause();
                socket.drainHandler(_ -> socket.resume());
            }
        });
    }

    private static void fail(Throwable cause) {
        System.err.println("listening: " + cause);
        System.exit(1);
    }
}
