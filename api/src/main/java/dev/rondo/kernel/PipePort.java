package dev.rondo.kernel;

import dev.rondo.spi.DescriptorHandler;
import dev.rondo.spi.DescriptorWatch;
import dev.rondo.spi.StreamHandler;
import dev.rondo.spi.StreamPort;
import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// This side of a pipe to a child, as a port: never blocks, and is told by the driver when there is
/// something to do, or by [Readiness] where the driver waits for its own alone. With the turn, but
/// for its making.
abstract class PipePort implements StreamPort, DescriptorHandler {
    private static final int NOTHING_ARMED = -1;

    final KernelLoop loop;
    final int descriptor;
    final String name;

    private @Nullable DescriptorWatch watch;
    private @Nullable StreamHandler handler;
    private boolean isClosed;
    private boolean isToldClosed;

    /// What will be told next, or [#NOTHING_ARMED].
    private int armed = NOTHING_ARMED;

    /// @param descriptor does not block, and is this port's from now on
    PipePort(KernelLoop loop, int descriptor, String name) {
        this.loop = loop;
        this.descriptor = descriptor;
        this.name = name;
    }

    @Override
    public final void setHandler(StreamHandler newHandler) {
        handler = newHandler;
    }

    @SuppressWarnings("NullAway") // it is set before anything else
    final StreamHandler handler() {
        return handler;
    }

    final boolean isClosed() {
        return isClosed;
    }

    /// Has events told; those that were asked for before no more.
    final void arm(int events) {
        if (isClosed || armed == events) {
            return;
        }
        armed = events;
        try {
            if (watch == null) {
                watch = watch();
            }
            watch.arm(events);
        } catch (IOException e) {
            later(() -> failed(e));
        }
    }

    private DescriptorWatch watch() throws IOException {
        DescriptorWatch ofDriver = loop.cycle.driver().watch(descriptor, this);
        return ofDriver != null ? ofDriver : new SharedWatch(loop.cycle, descriptor, this);
    }

    @Override
    public final void ready(int events) {
        armed = NOTHING_ARMED;
        move(events);
    }

    @Override
    public final void failed(IOException exception) {
        handler()
                .failed(
                        new IOException(
                                "cannot watch " + name + ": " + exception.getMessage(), exception));
    }

    /// Does something in the next iteration, unless this is closed by then: handlers are not called
    /// from inside a call of the kernel's.
    final void later(Runnable action) {
        Runnable unlessClosed =
                () -> {
                    if (!isClosed) {
                        action.run();
                    }
                };
        loop.cycle.enqueue(new Callback(loop.cycle, unlessClosed, true));
    }

    /// Moves bytes, or sees the end.
    ///
    /// @param events as [DescriptorHandler#ready] has them
    abstract void move(int events);

    final IOException failure(String what, long result) {
        return new IOException(what + " " + name + " failed: " + Linux.describe((int) -result));
    }

    /// Gives the descriptor back.
    final void release() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        if (watch != null) {
            watch.close();
        } else {
            Linux.close(descriptor);
        }
    }

    @Override
    public final void close() {
        if (!isClosed) {
            release();
        }
        closed();
    }

    private void closed() {
        if (!isToldClosed) {
            isToldClosed = true;
            handler().closed();
        }
    }

    @Override
    public final void abort() {
        close();
    }

    @Override
    public final SocketAddress localAddress() {
        return PipeAddress.HERE;
    }

    @Override
    public final SocketAddress remoteAddress() {
        return new PipeAddress(name);
    }
}
