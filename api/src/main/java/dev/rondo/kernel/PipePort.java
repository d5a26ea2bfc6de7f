package dev.rondo.kernel;

import dev.rondo.spi.StreamHandler;
import dev.rondo.spi.StreamPort;
import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// This side of a pipe to a child, as a port: never blocks, and is told by [Readiness] when there
/// is something to do. With the turn, but for its making.
abstract class PipePort implements StreamPort {
    private static final int NOTHING_ARMED = -1;

    final KernelLoop loop;
    final int descriptor;
    final String name;

    private Readiness.@Nullable Watch watch;
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
                watch = Readiness.watch(descriptor, this::tell);
            }
            watch.arm(events);
        } catch (IOException e) {
            IOException failure =
                    new IOException("cannot watch " + name + ": " + e.getMessage(), e);
            later(() -> handler().failed(failure));
        }
    }

    /// On the thread that waits for all descriptors.
    private void tell(int events) {
        Pipes.submitCallback(
                loop.cycle,
                () -> {
                    if (!isClosed) {
                        armed = NOTHING_ARMED;
                        ready(events);
                    }
                });
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

    abstract void ready(int events);

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
        }
        Linux.close(descriptor);
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
