package dev.rondo.iouring;

import dev.rondo.netty.DeferredHandle;
import dev.rondo.netty.NettyDriver;
import dev.rondo.spi.AcceptHandler;
import dev.rondo.spi.ConnectHandler;
import dev.rondo.spi.DescriptorHandler;
import dev.rondo.spi.DescriptorWatch;
import dev.rondo.spi.ListenOptions;
import dev.rondo.spi.ListenerPort;
import dev.rondo.spi.LoopHost;
import dev.rondo.spi.SocketAddresses;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.uring.IoUringIoHandle;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// The driver over a ring of Linux's io_uring: operations that complete, not readiness.
///
/// ## Submitting
///
/// What sockets want done is noted, and submitted just before the loop waits: all that an iteration
/// has brought up goes to the system in the call that waits for the next events. That is also the
/// one place where the right thread is certain to run, for a ring belongs to the thread that has
/// set it up; coroutines may run elsewhere.
///
/// In a long submission receives take what is there and do not wait, except for the first, which is
/// submitted before the answer to its peer. What a wait brings comes as work that the system puts
/// off, and says so in a flag. The flag can be raised too late, when the work is done already, and
/// Netty then asks for the work more than a hundred times, in every run until some comes (decision
/// 0062).
///
/// ## Completing
///
/// Accepting is asked for once and completes again and again; a receive brings one buffer, which
/// the system picks itself ([ReceiveBuffers]). The calls of an iteration are shared by all
/// connections that have something. What comes up is noted while Netty looks at the ring, and told
/// by `dispatch`.
///
/// ## Closing
///
/// Memory is never given to anybody else while an operation may use it: see [RingSocket] for
/// closing a socket. When the loop closes, everything is cancelled and Netty waits for the ring to
/// be empty; the buffers live as long as the driver, which is longer.
final class IoUringDriver extends NettyDriver {
    /// Enough for what most iterations have to submit; more costs a system call more.
    private static final int SUBMISSIONS = 1024;

    /// Enough for a message on each of 8,000 connections at once, which comes and goes. What is
    /// more is not lost, but Netty warns of it each time.
    private static final int COMPLETIONS = 16 * SUBMISSIONS;

    /// As many sockets with something to submit take the system so long that the peers of the first
    /// may have answered before it is done with the last (decision 0062).
    private static final int MANY = 16;

    /// Whose wishes have changed since the last wait.
    private final ArrayList<RingSocket> changed = new ArrayList<>();

    /// Whether those that submit now are many.
    private boolean isSubmittingMany;

    private final Completions completions = new Completions(this);
    private @Nullable ReceiveBuffers receiveBuffers;
    private final Addresses addresses = new Addresses();
    private final Messages messages = new Messages(addresses);

    IoUringDriver(LoopHost host) {
        super(host);
    }

    @Override
    protected IoHandlerFactory factory() {
        return IoUringIoHandler.newFactory(
                new IoUringIoHandlerConfig().setRingSize(SUBMISSIONS).setCqSize(COMPLETIONS));
    }

    @Override
    protected DeferredHandle defer(IoHandle handle) {
        if (handle instanceof IoUringIoHandle ours) {
            return new IoUringDeferredHandle(this, ours);
        }
        throw new IllegalArgumentException("not for io_uring: " + handle.getClass().getName());
    }

    IoRegistration enlist(IoUringIoHandle handle) throws IOException {
        return register(handle);
    }

    void changed(RingSocket socket) {
        changed.add(socket);
    }

    @Override
    protected void prepare() {
        if (receiveBuffers != null) {
            receiveBuffers.submit();
        }
        messages.reset();
        if (changed.size() >= MANY) {
            changed.getFirst().submitAfterAll(); // this one waits
            isSubmittingMany = true;
        }
        for (int i = 0; i < changed.size(); i++) {
            changed.get(i).submit();
        }
        for (int i = 0; i < changed.size(); i++) {
            changed.get(i).submitAfterAll();
        }
        changed.clear();
        isSubmittingMany = false;
    }

    /// {@return whether this is a long submission; asked in the course of it}
    boolean isSubmittingMany() {
        return isSubmittingMany;
    }

    /// Notes what the ring has brought, for `dispatch`.
    void completed(RingSocket socket, int kind, int result, int flags) {
        if (isClosing()) {
            socket.owner().discard(kind, result);
            return;
        }
        if (socket.owner().isFirst()) {
            found(() -> socket.owner().completed(kind, result, flags), true);
            return;
        }
        completions.add(socket, kind, result, flags);
    }

    ReceiveBuffers receiveBuffers() throws IOException {
        ReceiveBuffers existing = receiveBuffers;
        return existing != null ? existing : (receiveBuffers = new ReceiveBuffers(this));
    }

    Addresses addresses() {
        return addresses;
    }

    Messages messages() {
        return messages;
    }

    @Override
    public Runnable connect(
            SocketAddress remote, @Nullable SocketAddress local, ConnectHandler handler)
            throws IOException {
        var attempt = new RingConnect(this, SocketAddresses.supported(remote), handler);
        attempt.start(local == null ? null : SocketAddresses.supported(local));
        return attempt::cancel;
    }

    @Override
    public ListenerPort listen(SocketAddress local, ListenOptions options, AcceptHandler handler)
            throws IOException {
        return RingListener.open(this, SocketAddresses.supported(local), options, handler);
    }

    @Override
    public DescriptorWatch watch(int descriptor, DescriptorHandler handler) throws IOException {
        return new RingWatch(new RingSocket(this, new FileDescriptor(descriptor)), handler);
    }

    @Override
    public void close() throws IOException {
        completions.discard();
        super.close();
    }
}
