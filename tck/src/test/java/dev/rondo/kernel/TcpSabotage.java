package dev.rondo.kernel;

import dev.rondo.Protocol;
import dev.rondo.WriteBufferLimits;
import dev.rondo.spi.ConnectHandler;
import dev.rondo.spi.IoDriver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// What faults put in place of calls in connections and in the making of them.
public final class TcpSabotage {
    private TcpSabotage() {}

    /// In place of [Protocol#connectionLost].
    public static void lostTwice(Protocol protocol, Exception cause) {
        protocol.connectionLost(cause);
        protocol.connectionLost(cause);
    }

    /// In place of [StreamTransport#begin]: the protocol hears of it after who waits for it.
    public static Throwable beginLater(StreamTransport transport) {
        later(transport, () -> later(transport, transport::begin));
        return null;
    }

    /// In place of [StreamTransport#close]'s work.
    public static void closeLater(StreamTransport transport) {
        later(transport, () -> transport.end(null, false));
    }

    private static void later(StreamTransport transport, Runnable action) {
        Cycle cycle = transport.network().loop.cycle;
        cycle.enqueue(new Callback(cycle, action, true));
    }

    /// In place of [StreamTransport#end]: nobody hears why.
    public static void endInSilence(StreamTransport transport, Exception cause, boolean aborted) {
        transport.end(null, aborted);
    }

    /// In place of [StreamTransport#localAddress].
    public static SocketAddress remoteAddress(StreamTransport transport) {
        return transport.remoteAddress();
    }

    /// In place of [StreamTransport#protocolFailed]: what a protocol throws is the driver's
    /// trouble.
    public static void escape(StreamTransport transport, String method, Throwable fault) {
        throw new CompletionException(fault);
    }

    /// In place of [WriteQueue#peek]: the first two change places.
    public static int peekSwapped(WriteQueue queue, ByteBuffer[] target) {
        int count = queue.peek(target);
        if (count > 1) {
            ByteBuffer first = target[0];
            target[0] = target[1];
            target[1] = first;
        }
        return count;
    }

    /// In place of [WriteBufferLimits#low].
    public static int high(WriteBufferLimits limits) {
        return limits.high();
    }

    /// In place of [Protocol#dataReceived]. Keeps the loop meanwhile: parked, it could end its run,
    /// and then any thread may call.
    public static void onOtherThread(Protocol protocol, ByteBuffer data) {
        CompletableFuture<Void> call =
                CompletableFuture.runAsync(
                        () -> protocol.dataReceived(data), body -> new Thread(body).start());
        while (!call.isDone()) {
            Thread.onSpinWait();
        }
        call.join();
    }

    /// In place of [ByteBuffer#order(ByteOrder)].
    public static ByteBuffer inAnyOrder(ByteBuffer data, ByteOrder order) {
        return data;
    }

    /// In place of [Queue#poll].
    public static Object last(Queue<?> addresses) {
        return ((Deque<?>) (ArrayDeque<?>) addresses).pollLast();
    }

    /// In place of [InetAddress#getAllByName]: every name is known.
    public static InetAddress[] anyHost(String host) {
        return new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")};
    }

    /// In place of [IoDriver#connect]: this side is not bound.
    public static Runnable unbound(
            IoDriver driver, SocketAddress remote, SocketAddress local, ConnectHandler handler)
            throws IOException {
        return driver.connect(remote, null, handler);
    }

    /// In place of [Connecting]'s interleaving.
    public static List<?> asTheyCome(List<?> peers) {
        return peers;
    }

    /// In place of [FileChannel#read(ByteBuffer, long)]: wherever the last read has ended.
    public static int readOn(FileChannel file, ByteBuffer target, long position)
            throws IOException {
        return file.read(target);
    }

    /// In place of [Outgoing#writePiece].
    public static void writeTwice(Outgoing outgoing, ByteBuffer piece) {
        outgoing.writePiece(piece.duplicate());
        outgoing.writePiece(piece);
    }

    /// In place of [Math#max(long, long)].
    public static long none(long one, long other) {
        return 0;
    }
}
