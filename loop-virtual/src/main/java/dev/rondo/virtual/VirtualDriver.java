package dev.rondo.virtual;

import dev.rondo.spi.AcceptHandler;
import dev.rondo.spi.ConnectHandler;
import dev.rondo.spi.IoDriver;
import dev.rondo.spi.ListenOptions;
import dev.rondo.spi.ListenerPort;
import dev.rondo.spi.ReadShare;
import dev.rondo.spi.SocketAddresses;
import dev.rondo.spi.StreamPort;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The driver over blocking channels: threads of its own block in its place, and it hears of what
/// they have done.
///
/// ## Waiting
///
/// There is no selector. A helper pushes a [Completion]; `await` parks until there is one, or a
/// wake-up, or the time is over; `dispatch` runs what `await` has found. Parking is exact to the
/// system's timer slack.
///
/// Nothing is lost. The driver first says that it is about to park (`state` is `PARKED`), then
/// looks for completions, then parks; a helper first pushes, then looks at `state`. Any thread that
/// wakes the driver moves `state` to `WOKEN` and unparks it if it was `PARKED`. The driver falls
/// asleep by a compare-and-set from `AWAKE`, which fails after a wake-up: an early one is never
/// lost. The last thing of an `await` is to go back to `AWAKE`, which consumes the wake-up.
///
/// An interrupt ends a sleep and stays set: what it means is the kernel's to say.
///
/// ## Where the helpers run
///
/// On the JDK's scheduler; or, where the engine allows it, on the loop's thread: `await` mounts
/// those that can go on, before it looks for completions (decision 0055). A helper that another
/// thread has woken counts as a completion in what is said above: who adds it to [Mounts] then
/// looks at `state`.
///
/// When `await` begins the helpers get what the round has brought them: the writers what is to be
/// written, the readers leave to read again.
///
/// ## Whose is what
///
/// A port's fields are for the code that has the turn. A helper shares with it the channel and
/// flags that say go and stop; what it has done is its own until it hands that over as a
/// completion.
final class VirtualDriver implements IoDriver {
    private static final int AWAKE = 0;
    private static final int PARKED = 1;
    private static final int WOKEN = 2;

    /// How long `close` waits for helpers whose channels are closed.
    private static final Duration END_LIMIT = Duration.ofSeconds(1);

    /// How many helpers are mounted before the loop hears of it.
    private static final int MOUNTS = 64;

    /// `WOKEN` by any thread, everything else by the loop's: see the design block.
    private final AtomicInteger state = new AtomicInteger(AWAKE);

    /// Who sleeps when `state` is `PARKED`: written before that, read after `PARKED` was replaced.
    private @Nullable Thread sleeper;

    /// Pushed to by helpers.
    private final Completions completions = new Completions();

    /// What the last `await` has found.
    private final ArrayDeque<Completion> due = new ArrayDeque<>();

    /// The streams, listeners and attempts to connect that are not closed.
    private final Set<Port> open = new HashSet<>();

    /// Streams whose thread is to read next.
    private final ArrayDeque<StreamInput> readers = new ArrayDeque<>();

    /// How much helpers are let read, read, and have told before the next step: then it is still in
    /// the processor's caches. Each of these begins anew.
    private final ReadShare share = new ReadShare();

    private final Mounts mounts = new Mounts(this::wakeIfParked);
    private final Later later;
    private final Helpers helpers;
    private final Writers writers;
    private final ReadBuffers buffers = new ReadBuffers();

    /// @param threads makes virtual threads that this driver mounts, if it can; else they are the
    ///   JDK's
    VirtualDriver(Function<Executor, Optional<ThreadFactory>> threads, Later later) {
        this.later = later;
        ThreadFactory ofTheJdk = Thread.ofVirtual().inheritInheritableThreadLocals(false).factory();
        helpers =
                new Helpers(
                        threads.apply(mounts.writers()).orElse(ofTheJdk),
                        threads.apply(mounts.others()).orElse(ofTheJdk),
                        this::wakeup);
        writers = new Writers(helpers);
    }

    /// Nothing to do: any thread may park.
    @Override
    public void start() {}

    @Override
    public boolean await(long nanos) {
        if (!due.isEmpty()) {
            return true; // the last dispatch has left something
        }
        handOver();
        mountSome();
        if (!readers.isEmpty()) {
            Thread.yield(); // to the others, which may share a processor with this thread
        } else if (nanos > 0 && !hasWork()) {
            sleep(nanos);
            mountSome();
        }
        if (state.get() != AWAKE) {
            // Also reads: what the waker did before is visible after.
            state.getAndSet(AWAKE);
        }
        completions.drainTo(due);
        return !due.isEmpty();
    }

    /// Gives the helpers what a round of the loop has brought them: first what is to be written, so
    /// that the answers are on their way when the next reads are made.
    private void handOver() {
        writers.handOver();
        share.begin();
        while (!share.isTaken() && !readers.isEmpty()) {
            StreamInput next = readers.remove();
            share.take(next.lastSize());
            next.readNow();
        }
    }

    private void mountSome() {
        share.begin();
        for (int left = MOUNTS; left > 0 && !share.isTaken() && mounts.mountNext(); left--) {
            share.take(completions.drainTo(due));
        }
    }

    private boolean hasWork() {
        return !due.isEmpty() || !readers.isEmpty() || !completions.isEmpty() || !mounts.isEmpty();
    }

    private void sleep(long nanos) {
        long start = nanoTime();
        sleeper = Thread.currentThread();
        if (!state.compareAndSet(AWAKE, PARKED)) {
            return;
        }
        for (long left = nanos; left > 0; left = nanos - (nanoTime() - start)) {
            if (hasWork() || state.get() != PARKED || Thread.currentThread().isInterrupted()) {
                break;
            }
            if (nanos == Long.MAX_VALUE) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, left);
            }
        }
    }

    @Override
    public void wakeup() {
        if (state.getAndSet(WOKEN) == PARKED) {
            LockSupport.unpark(sleeper);
        }
    }

    /// Has the loop hear of something; for any thread.
    void complete(Completion completion) {
        completions.push(completion);
        wakeIfParked();
    }

    private void wakeIfParked() {
        if (state.get() == PARKED) {
            wakeup();
        }
    }

    @Override
    public void dispatch() {
        share.begin();
        for (int left = due.size(); left > 0 && !share.isTaken(); left--) {
            Completion completion = due.remove();
            share.take(completion.size());
            completion.run();
        }
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public boolean isPolling() {
        return !open.isEmpty() || hasWork();
    }

    @Override
    public Runnable connect(
            SocketAddress remote, @Nullable SocketAddress local, ConnectHandler handler)
            throws IOException {
        var attempt = new VirtualConnect(this, SocketAddresses.supported(remote), handler);
        attempt.start(local == null ? null : SocketAddresses.supported(local));
        return attempt::cancel;
    }

    @Override
    public ListenerPort listen(SocketAddress local, ListenOptions options, AcceptHandler handler)
            throws IOException {
        return VirtualListener.open(this, SocketAddresses.supported(local), options, handler);
    }

    @Override
    public StreamPort adopt(SocketChannel connected) throws IOException {
        return VirtualStream.of(this, connected);
    }

    @Override
    public ListenerPort adopt(ServerSocketChannel bound, int backlog, AcceptHandler handler)
            throws IOException {
        return VirtualListener.of(this, bound, backlog, handler);
    }

    /// There is nothing to hand out.
    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        var failure = new IOException("cannot close all channels of the loop");
        for (Port port : open) {
            close(port::shutDown, failure);
        }
        open.clear();
        readers.clear();
        writers.end();
        awaitHelpers();
        mounts.close();
        completions.drainTo(due);
        discardDue();
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }

    /// Has a stream's thread read when the next [#await] begins.
    void readLater(StreamInput input) {
        readers.add(input);
    }

    /// Waits until all threads have ended, but not for ever: they may find no processor.
    private void awaitHelpers() {
        boolean isInterrupted = false;
        long start = nanoTime();
        long left = END_LIMIT.toNanos();
        while (helpers.running() > 0 && left > 0) {
            isInterrupted |= Thread.interrupted();
            await(left);
            discardDue();
            left = END_LIMIT.toNanos() - (nanoTime() - start);
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void discardDue() {
        due.forEach(Completion::discard);
        due.clear();
    }

    Later later() {
        return later;
    }

    Writers writers() {
        return writers;
    }

    Helpers helpers() {
        return helpers;
    }

    ReadBuffers buffers() {
        return buffers;
    }

    void opened(Port port) {
        open.add(port);
    }

    void closed(Port port) {
        open.remove(port);
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
