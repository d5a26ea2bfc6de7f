package dev.rondo.netty;

import dev.rondo.spi.IoDriver;
import dev.rondo.spi.LoopHost;
import dev.rondo.spi.ReadShare;
import dev.rondo.spi.StreamBuffers;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.EventExecutorGroup;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A driver over an [IoHandler] of Netty's.
///
/// ## Waiting and telling
///
/// [IoHandler#run] waits and calls the handles in one go, and `await` must not call anybody: it may
/// run on the bare thread of the loop, where no code of a program may. So the handler runs in
/// `await`, and every handle that it knows is one of ours, which only notes what has come
/// ([#found]); `dispatch` delivers it. Handles of Netty's own channels are wrapped
/// ([DeferredHandle]). Nothing that a handle does there can throw, for Netty would log it and sleep
/// a second on the loop's thread.
///
/// ## Wake-ups
///
/// Netty's handlers ignore a wake-up that comes while they do not wait, and leave it to their
/// caller to look at his queue before they block. The queue here is [#isWoken]: it is set first,
/// then the handler is woken; the handler first says that it waits, then looks at the flag
/// ([IoHandlerContext#canBlock]), then blocks. So one of the two sees the other, and there is one
/// system call for each sleep that has to be ended. The last thing of an `await` takes the flag
/// back.
///
/// ## Closing
///
/// Netty keeps all handles, so closing the handler closes all descriptors. What channels of
/// libraries want to do then, as telling their users, is done in [#close] itself.
public abstract class NettyDriver implements IoDriver {
    private final LoopHost host;
    private final Limit limit = new Limit();
    private final AtomicBoolean isWoken = new AtomicBoolean();

    /// What `await` has found and `dispatch` has not delivered yet, and what of it comes first.
    private final ArrayList<Found> found = new ArrayList<>();

    private final ArrayList<Found> foundFirst = new ArrayList<>();

    /// What `dispatch` tells without an event: ends of streams and of attempts to connect.
    private final ArrayDeque<Runnable> notices = new ArrayDeque<>();

    /// How many of the `notices` came before the last look at the system.
    private int due;

    private final ReadShare share = new ReadShare();
    private int registered;
    private boolean isClosing;
    private @Nullable NettyEventLoop eventLoop;
    private @Nullable IoHandler handler;
    private StreamSocket.@Nullable Memory memory;

    /// Makes a driver that was not started.
    ///
    /// @param host the loop
    protected NettyDriver(LoopHost host) {
        this.host = host;
    }

    /// {@return what makes the handler; called on the loop's thread}
    protected abstract IoHandlerFactory factory();

    /// {@return a handle that notes what it hears, and delivers it to the given one later}
    ///
    /// @param handle a handle of a library's
    protected abstract DeferredHandle defer(IoHandle handle);

    /// Does what has to be done before the system is looked at: it saves system calls to do at once
    /// what a whole iteration wants.
    protected void prepare() {}

    @Override
    public void start() throws IOException {
        NettyEventLoop carried = new NettyEventLoop(host, this);
        eventLoop = carried;
        try {
            handler = factory().newHandler(carried);
            handler.initialize();
        } catch (RuntimeException e) {
            throw new IOException("the transport cannot be opened: " + e.getMessage(), e);
        }
    }

    @Override
    public final boolean await(long nanos) {
        if (found.isEmpty()) { // else the last dispatch has left something
            prepare();
            limit.set(hasWork() ? 0 : nanos);
            handler().run(limit);
        }
        if (isWoken.get()) {
            isWoken.getAndSet(false); // also reads: what the waker did before is visible after
        }
        due = notices.size();
        return hasWork();
    }

    private boolean hasWork() {
        return !found.isEmpty() || !foundFirst.isEmpty() || !notices.isEmpty();
    }

    @Override
    public final void dispatch() {
        share.begin();
        for (int i = 0; i < foundFirst.size(); i++) {
            foundFirst.get(i).deliver();
        }
        foundFirst.clear();
        share.deliver(found, Found::deliver);
        for (; due > 0; due--) {
            notices.remove().run();
        }
    }

    @Override
    public final void wakeup() {
        isWoken.set(true);
        handler().wakeup();
    }

    @Override
    public final long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public final boolean isPolling() {
        return hasHandles() || hasWork();
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        boolean isLoop = EventExecutorGroup.class.isAssignableFrom(type);
        return isLoop && type.isInstance(eventLoop)
                ? Optional.of(type.cast(eventLoop))
                : Optional.empty();
    }

    /// {@return whether the loop closes: what is found now, `dispatch` will not deliver}
    protected final boolean isClosing() {
        return isClosing;
    }

    @Override
    public void close() throws IOException {
        isClosing = true;
        NettyEventLoop carried = eventLoop;
        IoHandler opened = handler;
        if (carried == null || opened == null) {
            return; // it was not started
        }
        carried.close(opened::prepareToDestroy, opened::destroy);
        found.clear();
        foundFirst.clear();
        notices.clear();
        due = 0;
    }

    @SuppressWarnings("NullAway") // the kernel starts a driver before anything else
    final IoHandler handler() {
        return handler;
    }

    /// {@return whether handles are left that were registered}
    final boolean hasHandles() {
        return registered > 0;
    }

    /// {@return the loop}
    protected final LoopHost host() {
        return host;
    }

    /// {@return the memory that all streams share}
    public final StreamSocket.Memory memory() {
        StreamSocket.Memory existing = memory;
        return existing != null ? existing : (memory = StreamSocket.Memory.of(new StreamBuffers()));
    }

    /// {@return how much is read in one `dispatch`}
    public final ReadShare share() {
        return share;
    }

    /// Registers one of our own handles, or a deferred one.
    ///
    /// @param handle the handle
    /// @return its registration
    /// @throws IOException if the handler refuses
    protected final IoRegistration register(IoHandle handle) throws IOException {
        try {
            return handler().register(handle);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("cannot be registered: " + handle, e);
        }
    }

    /// Counts a handle that is registered now.
    public final void registered() {
        registered++;
    }

    /// Counts a handle that is not registered any more.
    public final void unregistered() {
        registered--;
    }

    /// Keeps something for `dispatch`; called by handles.
    ///
    /// @param event what to deliver
    /// @param isFirst whether it comes before the others
    public final void found(Found event, boolean isFirst) {
        (isFirst ? foundFirst : found).add(event);
    }

    /// Runs a notice from the next `dispatch`, or the one after if one is going on.
    ///
    /// @param notice what to tell
    public final void tell(Runnable notice) {
        notices.add(notice);
    }

    /// How long the handler may block, as it asks for it.
    private final class Limit implements IoHandlerContext {
        private long nanos;

        /// Netty takes the time for another one when the deadline is another one, and for nothing
        /// else. So a number in place of each deadline spares a look at the clock.
        private long deadline;

        void set(long newNanos) {
            nanos = newNanos;
            deadline++;
        }

        @Override
        public boolean canBlock() {
            return nanos > 0 && !isWoken.get();
        }

        @Override
        public long delayNanos(long currentTimeNanos) {
            return nanos;
        }

        @Override
        public long deadlineNanos() {
            return nanos == Long.MAX_VALUE ? -1 : deadline;
        }
    }
}
