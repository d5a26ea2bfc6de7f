package dev.rondo.nio;

import dev.rondo.spi.AcceptHandler;
import dev.rondo.spi.ConnectHandler;
import dev.rondo.spi.IoDriver;
import dev.rondo.spi.ListenOptions;
import dev.rondo.spi.ListenerPort;
import dev.rondo.spi.ReadShare;
import dev.rondo.spi.SocketAddresses;
import dev.rondo.spi.StreamBuffers;
import dev.rondo.spi.StreamPort;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The driver over a `java.nio` selector. Each key is attached to a [Runnable], which `dispatch`
/// runs when the key is ready.
///
/// ## Waiting
///
/// [Selector#select(long)] counts in milliseconds, timers in nanoseconds. So there are two ways to
/// sleep, and `state` says which one is on, for that is what a wake-up has to end:
///
/// - `SELECTING`: in the selector, for the whole milliseconds, or without a limit. Ended by
///   `Selector.wakeup`.
/// - `PARKED`: parked, for what is left below a millisecond, or for everything where no channel is
///   registered: parking is cheaper and exact to the system's timer slack. With channels registered
///   it parks in slices and looks at the selector between them, which bounds how late an event is
///   seen. Ended by `unpark`.
///
/// ## Wake-ups
///
/// Any thread moves `state` to `WOKEN`, then ends the sleep that it has replaced, if there was one.
/// The driver falls asleep by a compare-and-set from `AWAKE`, which fails after a wake-up: an early
/// one is never lost. The last thing of an `await` is to go back to `AWAKE`, which consumes the
/// wake-up. A waker that was overtaken by that may end a later sleep for no reason: one look too
/// many, and nothing is lost.
///
/// An interrupt ends a sleep and stays set: what it means is the kernel's to say.
///
/// ## Closing
///
/// A closed channel keeps its descriptor until the next selection. Until then `isPolling` is true,
/// since its key is there; then it is told.
final class NioDriver implements IoDriver {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /// How long to park between two looks at the selector. The system's timer slack adds about as
    /// much.
    private static final long SLICE_NANOS = 50_000;

    private static final int AWAKE = 0;
    private static final int SELECTING = 1;
    private static final int PARKED = 2;
    private static final int WOKEN = 3;

    private final Selector selector;

    /// `WOKEN` by any thread, everything else by the loop's thread: see the design block.
    private final AtomicInteger state = new AtomicInteger(AWAKE);

    /// Who sleeps when `state` is `PARKED`: written before that, read after `PARKED` was replaced.
    private @Nullable Thread sleeper;

    /// What `await` has found; kept here, for the selector's own set costs two objects a key.
    private final ArrayList<SelectionKey> ready = new ArrayList<>();

    private final Consumer<SelectionKey> found = ready::add;

    /// What `dispatch` tells without an event: ends of streams and of attempts to connect.
    private final ArrayDeque<Runnable> notices = new ArrayDeque<>();

    /// How many of the `notices` came before the last selection.
    private int due;

    private final ReadShare share = new ReadShare();
    private @Nullable StreamBuffers buffers;

    NioDriver() throws IOException {
        selector = Selector.open();
    }

    /// Nothing to do: a selector may be waited on by any thread, one at a time.
    @Override
    public void start() {}

    @Override
    public boolean await(long nanos) throws IOException {
        // What the last dispatch has left goes first.
        if (ready.isEmpty() && (nanos <= 0 || hasWork() || !sleep(nanos))) {
            look();
        }
        if (state.get() != AWAKE) {
            // Also reads: what the waker did before is visible after.
            state.getAndSet(AWAKE);
        }
        due = notices.size();
        return hasWork();
    }

    private boolean hasWork() {
        return !ready.isEmpty() || !notices.isEmpty();
    }

    private boolean look() throws IOException {
        return !selector.keys().isEmpty() && selector.selectNow(found) > 0;
    }

    /// {@return false if a wake-up came before}
    private boolean sleep(long nanos) throws IOException {
        if (nanos < NANOS_PER_MILLI || selector.keys().isEmpty()) {
            return park(AWAKE, nanos);
        }
        if (!state.compareAndSet(AWAKE, SELECTING)) {
            return false;
        }
        if (nanos == Long.MAX_VALUE) {
            selector.select(found);
            return true;
        }
        long start = nanoTime();
        if (selector.select(found, nanos / NANOS_PER_MILLI) == 0) {
            park(SELECTING, nanos - (nanoTime() - start));
        }
        return true;
    }

    private boolean park(int from, long nanos) throws IOException {
        long start = nanoTime();
        long slice = selector.keys().isEmpty() ? nanos : SLICE_NANOS;
        sleeper = Thread.currentThread();
        if (!state.compareAndSet(from, PARKED)) {
            return false;
        }
        for (long left = nanos; left > 0; left = nanos - (nanoTime() - start)) {
            if (look() || state.get() != PARKED || Thread.currentThread().isInterrupted()) {
                break;
            }
            if (slice == Long.MAX_VALUE) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, Math.min(left, slice));
            }
        }
        return true;
    }

    @Override
    public void wakeup() {
        switch (state.getAndSet(WOKEN)) {
            case SELECTING -> selector.wakeup();
            case PARKED -> LockSupport.unpark(sleeper);
            default -> {}
        }
    }

    @Override
    public void dispatch() {
        share.begin();
        share.deliver(ready, NioDriver::run);
        for (; due > 0; due--) {
            notices.remove().run();
        }
    }

    private static void run(SelectionKey key) {
        if (!key.isValid()) {
            return;
        }
        if (key.attachment() instanceof Runnable whenReady) {
            whenReady.run();
        } else {
            key.cancel(); // a program's; it would be ready for ever
            throw new IllegalStateException(
                    key.channel() + " is registered without a Runnable for when it is ready");
        }
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public boolean isPolling() {
        return hasWork() || !selector.keys().isEmpty();
    }

    @Override
    public Runnable connect(
            SocketAddress remote, @Nullable SocketAddress local, ConnectHandler handler)
            throws IOException {
        var attempt = new NioConnect(this, SocketAddresses.supported(remote), handler);
        attempt.start(local == null ? null : SocketAddresses.supported(local));
        return attempt::cancel;
    }

    @Override
    public ListenerPort listen(SocketAddress local, ListenOptions options, AcceptHandler handler)
            throws IOException {
        return NioListener.open(this, SocketAddresses.supported(local), options, handler);
    }

    @Override
    public StreamPort adopt(SocketChannel connected) throws IOException {
        return NioStream.of(this, connected);
    }

    @Override
    public ListenerPort adopt(ServerSocketChannel bound, int backlog, AcceptHandler handler)
            throws IOException {
        return NioListener.of(this, bound, backlog, handler);
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return type == Selector.class ? Optional.of(type.cast(selector)) : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        var failure = new IOException("cannot close all channels of the loop");
        selector.keys().forEach(key -> close(key.channel(), failure));
        close(selector, failure);
        ready.clear();
        notices.clear();
        due = 0;
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }

    SelectionKey register(SelectableChannel channel, int operations, Runnable ready)
            throws ClosedChannelException {
        return channel.register(selector, operations, ready);
    }

    ReadShare share() {
        return share;
    }

    StreamBuffers buffers() {
        StreamBuffers existing = buffers;
        return existing != null ? existing : (buffers = new StreamBuffers());
    }

    /// Runs a notice from `dispatch`, after the descriptors of channels that are closed by then are
    /// released.
    void tell(Runnable notice) {
        notices.add(notice);
    }

    /// Releases the descriptors of closed channels; the next selection finds again what this one
    /// sees.
    void flush() {
        try {
            selector.selectNow(_ -> {});
        } catch (IOException e) {
            throw new UncheckedIOException("the loop's selector has failed", e);
        }
    }

    static void close(Closeable channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + channel, e);
        }
    }

    /// Closes what a failure has left; a second failure goes along with the first.
    static void close(Closeable channel, IOException failure) {
        try {
            channel.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
