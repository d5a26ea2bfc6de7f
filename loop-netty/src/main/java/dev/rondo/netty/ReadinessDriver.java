package dev.rondo.netty;

import dev.rondo.spi.AcceptHandler;
import dev.rondo.spi.ConnectHandler;
import dev.rondo.spi.DescriptorHandler;
import dev.rondo.spi.DescriptorWatch;
import dev.rondo.spi.ListenOptions;
import dev.rondo.spi.ListenerPort;
import dev.rondo.spi.LoopHost;
import dev.rondo.spi.SocketAddresses;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// A driver over a handler that tells what descriptors are ready for, as epoll and kqueue do.
public abstract class ReadinessDriver extends NettyDriver {
    /// Whose wishes have changed since the system was looked at last.
    private final ArrayList<Descriptor> changed = new ArrayList<>();

    /// Makes a driver that was not started.
    ///
    /// @param host the loop
    protected ReadinessDriver(LoopHost host) {
        super(host);
    }

    /// {@return a handle of the backend's kind}
    ///
    /// @param file a socket, or what else can be watched
    protected abstract Descriptor describe(FileDescriptor file);

    final void changed(Descriptor descriptor) {
        changed.add(descriptor);
    }

    /// {@return a watch of a descriptor that is no socket of ours}
    ///
    /// @param descriptor the watch's from now on, unless this fails
    /// @param handler hears the events
    /// @throws IOException if the system refuses
    protected final DescriptorWatch watchForeign(int descriptor, DescriptorHandler handler)
            throws IOException {
        Descriptor foreign = describe(new FileDescriptor(descriptor));
        foreign.register();
        return new ForeignDescriptor(foreign, handler);
    }

    @Override
    protected final void prepare() {
        for (int i = 0; i < changed.size(); i++) {
            changed.get(i).apply();
        }
        changed.clear();
    }

    /// Takes over a connected socket, or closes it.
    final SocketStream stream(StreamSocket socket, SocketAddress local, SocketAddress remote)
            throws IOException {
        Descriptor descriptor = describe(socket);
        descriptor.registerOrClose();
        return new SocketStream(this, descriptor, local, remote);
    }

    @Override
    public final Runnable connect(
            SocketAddress remote, @Nullable SocketAddress local, ConnectHandler handler)
            throws IOException {
        var attempt = new SocketConnect(this, SocketAddresses.supported(remote), handler);
        attempt.start(local == null ? null : SocketAddresses.supported(local));
        return attempt::cancel;
    }

    @Override
    public final ListenerPort listen(
            SocketAddress local, ListenOptions options, AcceptHandler handler) throws IOException {
        return SocketListener.open(this, SocketAddresses.supported(local), options, handler);
    }
}
