package dev.rondo.iouring;

import dev.rondo.netty.StreamSocket;
import dev.rondo.spi.ConnectHandler;
import dev.rondo.spi.SocketFailures;
import io.netty.channel.unix.Buffer;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// An attempt to connect.
///
/// A Unix socket connects by a plain system call: that never takes time, and the ring would have a
/// worker thread wait for room in a backlog that is full.
final class RingConnect implements RingSocket.Owner {
    private static final int INET_BYTES = 16;
    private static final int INET6_BYTES = 28;
    private static final short FAMILY_INET = 2;
    private static final short FAMILY_INET6 = 10;

    private final IoUringDriver driver;
    private final RingSocket ring;
    private final SocketAddress remote;
    private final ConnectHandler handler;

    /// The address as the system wants it.
    private @Nullable ByteBuffer address;

    /// The id of the operation that is under way, or 0.
    private long connecting;

    /// The handler was told, or the attempt cancelled.
    private boolean isOver;

    RingConnect(IoUringDriver driver, SocketAddress remote, ConnectHandler handler)
            throws IOException {
        this.driver = driver;
        this.remote = remote;
        this.handler = handler;
        ring = RingSocket.of(driver, StreamSocket.open(remote, driver.memory()));
        ring.setOwner(this);
    }

    void start(@Nullable SocketAddress local) throws IOException {
        if (local != null) {
            bind(local);
        }
        if (remote instanceof InetSocketAddress internet) {
            address = encode(internet);
            ring.changed();
            return;
        }
        try {
            ring.socket().connectTo(remote);
        } catch (IOException e) {
            throw broken(e);
        }
        driver.tell(this::succeed);
    }

    private void bind(SocketAddress local) throws BindException {
        try {
            ring.socket().bindTo(local);
        } catch (IOException e) {
            ring.release();
            throw SocketFailures.binding(local, StreamSocket.reason(e), e);
        }
    }

    /// {@return a `struct sockaddr_in`, or `sockaddr_in6`}
    private static ByteBuffer encode(InetSocketAddress internet) {
        byte[] bytes = internet.getAddress().getAddress();
        boolean isVersion6 = internet.getAddress() instanceof Inet6Address;
        ByteBuffer encoded = ByteBuffer.allocateDirect(isVersion6 ? INET6_BYTES : INET_BYTES);
        encoded.order(ByteOrder.nativeOrder()).putShort(isVersion6 ? FAMILY_INET6 : FAMILY_INET);
        encoded.order(ByteOrder.BIG_ENDIAN).putShort((short) internet.getPort());
        if (internet.getAddress() instanceof Inet6Address six) {
            encoded.putInt(0).put(bytes).order(ByteOrder.nativeOrder()).putInt(six.getScopeId());
        } else {
            encoded.put(bytes);
        }
        return encoded.clear();
    }

    @Override
    public void submit() {
        ByteBuffer encoded = address;
        if (encoded != null && !isOver) {
            connecting =
                    ring.submit(
                            Operations.connect(
                                    ring.descriptor(),
                                    Buffer.memoryAddress(encoded),
                                    encoded.capacity()));
        } else if (connecting != 0) {
            ring.cancel(connecting);
        }
    }

    @Override
    public void completed(int kind, int result, int flags) {
        if (kind != Operations.CONNECTED) {
            return;
        }
        connecting = 0;
        if (isOver) {
            ring.release();
        } else if (result == 0) {
            succeed();
        } else {
            isOver = true;
            handler.failed(broken(Operations.failure("connect", result)));
        }
    }

    private void succeed() {
        if (isOver) {
            return;
        }
        isOver = true;
        SocketAddress local = ring.socket().local();
        RingStream stream;
        try {
            if (local == null) {
                throw new IOException("the system has lost the connection");
            }
            stream = new RingStream(driver, ring, local, remote);
        } catch (IOException e) {
            handler.failed(broken(e));
            return;
        }
        handler.connected(stream);
    }

    /// {@return true: what a server on the same loop does with the other end, as to reset it, comes
    /// after that end was made}
    @Override
    public boolean isFirst() {
        return true;
    }

    void cancel() {
        if (isOver) {
            return;
        }
        isOver = true;
        if (connecting == 0) {
            ring.release();
        } else {
            ring.changed();
        }
    }

    /// Closes the socket and says whom it was to reach.
    private IOException broken(IOException cause) {
        ring.release();
        String reason = StreamSocket.reason(cause);
        if (!(remote instanceof InetSocketAddress) && reason.startsWith("Resource temporarily")) {
            reason = "too many connections wait to be accepted";
        }
        return SocketFailures.connecting(remote, reason, cause);
    }

    @Override
    public void abandon() {
        if (connecting != 0) {
            ring.cancel(connecting);
        }
    }
}
