package dev.rondo.netty;

import dev.rondo.spi.ReadShare;
import dev.rondo.spi.StreamBuffers;
import dev.rondo.spi.StreamHandler;
import io.netty.channel.ChannelException;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.NativeInetAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import org.jspecify.annotations.Nullable;

/// A stream socket by its descriptor, over TCP or a Unix path. Does not block.
///
/// It reads and writes at addresses of memory: nothing is allocated or looked up on the way.
public final class StreamSocket extends Socket
        implements GatheringByteChannel, ReadableByteChannel {
    private static final SocketAddress UNNAMED = UnixDomainSocketAddress.of("");

    private final boolean isUnix;
    private final @Nullable Memory memory;

    /// The shared buffers of a loop, and where they are.
    ///
    /// @param buffers the buffers
    /// @param input the address of the one to read into
    /// @param staging the address of the one that most writes come from
    public record Memory(StreamBuffers buffers, long input, long staging) {
        /// Looks the addresses up.
        ///
        /// @param buffers the buffers
        /// @return them, and where they are
        public static Memory of(StreamBuffers buffers) {
            return new Memory(buffers, address(buffers.input()), address(buffers.staging()));
        }

        private static long address(ByteBuffer buffer) {
            return MemorySegment.ofBuffer(buffer.duplicate().clear()).address();
        }
    }

    /// Wraps a descriptor, which is this socket's from now on.
    ///
    /// @param descriptor does not block
    /// @param isUnix whether its addresses are paths
    /// @param memory of the loop; null if this one neither reads nor writes by itself
    public StreamSocket(int descriptor, boolean isUnix, @Nullable Memory memory) {
        super(descriptor);
        this.isUnix = isUnix;
        this.memory = memory;
    }

    /// Opens a socket of the address's own family: one of version 6 would name a version 4 address
    /// in its own way.
    ///
    /// @param address an internet address, or a Unix domain one
    /// @param memory of the loop; null if the socket neither reads nor writes by itself
    /// @return the socket
    /// @throws IOException if the system refuses
    /// @throws UnsupportedOperationException if this machine lacks the family
    public static StreamSocket open(SocketAddress address, @Nullable Memory memory)
            throws IOException {
        try {
            if (!(address instanceof InetSocketAddress internet)) {
                return new StreamSocket(newSocketDomain0(), true, memory);
            }
            boolean isVersion4 = internet.getAddress() instanceof Inet4Address;
            return new StreamSocket(newSocketStream0(!isVersion4), false, memory);
        } catch (ChannelException e) {
            String reason = reason(e.getCause() == null ? e : e.getCause());
            if (reason.startsWith("Address family not supported")) {
                throw new UnsupportedOperationException("this machine has none like " + address, e);
            }
            throw new SocketException("no socket can be opened: " + reason, e);
        }
    }

    /// {@return the address as Netty wants it}
    ///
    /// @param address an internet address, or a Unix domain one; the kernel has looked at its
    ///   length
    private static SocketAddress forNetty(SocketAddress address) {
        return address instanceof UnixDomainSocketAddress unix
                ? new DomainSocketAddress(unix.getPath().toString())
                : address;
    }

    /// Binds it.
    ///
    /// @param address where to
    /// @throws IOException if the system refuses
    public void bindTo(SocketAddress address) throws IOException {
        if (address instanceof UnixDomainSocketAddress unix
                && Files.exists(unix.getPath(), LinkOption.NOFOLLOW_LINKS)) {
            throw new BindException("Address already in use"); // Netty would remove the file
        }
        bind(forNetty(address));
    }

    /// Starts to connect.
    ///
    /// @param address where to
    /// @return whether it is connected already
    /// @throws IOException if it fails at once
    public boolean connectTo(SocketAddress address) throws IOException {
        return connect(forNetty(address));
    }

    /// {@return whether its addresses are paths}
    public boolean isUnix() {
        return isUnix;
    }

    /// {@return the address of this side; null if the system does not know it any more}
    public @Nullable SocketAddress local() {
        return isUnix ? unix(localDomainSocketAddress()) : localAddress();
    }

    /// {@return the address of the peer; null if the system does not know it any more}
    public @Nullable SocketAddress remote() {
        return isUnix ? unix(remoteDomainSocketAddress()) : remoteAddress();
    }

    /// Names without a file begin with a zero, which no path of the JDK's may have; and a peer may
    /// have a name that this JVM's character set lacks.
    private static SocketAddress unix(@Nullable DomainSocketAddress address) {
        String path = address == null ? "" : address.path();
        if (path.isEmpty() || path.charAt(0) == 0) {
            return UNNAMED;
        }
        try {
            return UnixDomainSocketAddress.of(path);
        } catch (InvalidPathException _) {
            return UNNAMED;
        }
    }

    /// {@return the address of the peer, which was just accepted; null if the system does not know
    /// it any more}
    ///
    /// @param accepted the length of an internet address and then that, as `accept` writes it
    public @Nullable SocketAddress remote(byte[] accepted) {
        return isUnix ? remote() : NativeInetAddress.address(accepted, 1, accepted[0]);
    }

    /// Reads what has come, as much as is one stream's turn; for those with memory.
    ///
    /// @param handler told what has come, in its own buffers or in the loop's
    /// @param receiver whose socket it is
    /// @param share counts what was read
    public void receive(StreamHandler handler, StreamBuffers.Receiver receiver, ReadShare share) {
        memory().buffers.read(this, handler, receiver, share);
    }

    /// Writes from the buffers, in order, and moves their positions; for those with memory.
    ///
    /// @param buffers heap or direct; those of which nothing remains are skipped
    /// @param count how many of the buffers to write, from the first
    /// @return how many bytes were taken
    /// @throws IOException if the connection is broken
    public long send(ByteBuffer[] buffers, int count) throws IOException {
        return memory().buffers.write(this, buffers, count);
    }

    @SuppressWarnings("NullAway") // those without memory neither read nor write by themselves
    private Memory memory() {
        return memory;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int position = target.position();
        int count;
        try {
            count = target.isDirect() ? receive(target) : receiveOnHeap(target);
        } catch (NotYetConnectedException e) {
            throw new SocketException("Socket is not connected", e);
        }
        target.position(position + Math.max(count, 0));
        return count;
    }

    private int receive(ByteBuffer direct) throws IOException {
        return direct == memory().buffers.input()
                ? recvAddress(memory().input, direct.position(), direct.limit())
                : recv(direct, direct.position(), direct.limit());
    }

    private int receiveOnHeap(ByteBuffer target) throws IOException {
        ByteBuffer input = memory().buffers.input();
        int count = recvAddress(memory().input, 0, Math.min(target.remaining(), input.capacity()));
        target.put(target.position(), input.clear(), 0, Math.max(count, 0));
        return count;
    }

    @Override
    public int write(ByteBuffer direct) throws IOException {
        int position = direct.position();
        int count;
        try {
            count =
                    direct == memory().buffers.staging()
                            ? sendAddress(memory().staging, position, direct.limit())
                            : send(direct, position, direct.limit());
        } catch (NotYetConnectedException e) {
            throw new SocketException("Socket is not connected", e);
        }
        direct.position(position + count);
        return count;
    }

    @Override
    public long write(ByteBuffer[] direct, int offset, int length) throws IOException {
        long count;
        try {
            count = writev(direct, offset, length, Long.MAX_VALUE);
        } catch (NotYetConnectedException e) {
            throw new SocketException("Socket is not connected", e);
        }
        long left = count;
        for (int i = offset; left > 0; i++) {
            ByteBuffer buffer = direct[i];
            int taken = (int) Math.min(left, buffer.remaining());
            buffer.position(buffer.position() + taken);
            left -= taken;
        }
        return count;
    }

    @Override
    public long write(ByteBuffer[] direct) throws IOException {
        return write(direct, 0, direct.length);
    }

    /// Closes the descriptor; it cannot fail in a way that leaves it open.
    @Override
    public void close() {
        try {
            super.close();
        } catch (IOException e) {
            // What was lost with it, a peer that has gone tells better; the descriptor is free.
            System.getLogger("dev.rondo").log(System.Logger.Level.DEBUG, "closing " + this, e);
        }
    }

    /// {@return what the system has said, without what Netty says around it}
    ///
    /// @param failure what Netty has thrown
    public static String reason(Throwable failure) {
        String message = failure.getMessage();
        if (message == null) {
            return switch (failure) {
                // Netty has this one for ENETUNREACH as well
                case java.net.NoRouteToHostException _ -> "Network or host is unreachable";
                case java.io.FileNotFoundException _ -> "No such file or directory";
                default -> failure.getClass().getSimpleName();
            };
        }
        // as in: connect(..) failed with error(-111): Connection refused
        int end = message.indexOf("failed with error(");
        return end < 0 ? message : message.substring(message.indexOf(':', end) + 1).strip();
    }
}
