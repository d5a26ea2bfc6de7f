package dev.rondo.kernel;

import dev.rondo.SubprocessConnection;
import dev.rondo.SubprocessProtocol;
import dev.rondo.spi.StreamPort;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The start of a child process on another thread, which its task may give up meanwhile.
///
/// The system may take its time: it looks for the program, opens files, and holds the thread until
/// the program has begun. When the start is given up nobody would ever hear of the child: it is
/// killed, by whoever comes second of the thread that starts it and the one who gives it up.
///
/// @param <P> the protocol of the child
final class Launch<P extends SubprocessProtocol> implements Runnable {
    private static final Object ABANDONED = new Object();

    /// A start that the system holds up, as with a named pipe, must not hold up the others.
    private static final int THREADS = 32;

    private static final long IDLE_MILLIS = 50;

    private final KernelLoop loop;
    private final ChildCommand command;
    private final P protocol;
    private final boolean isNative;

    /// The context variables of who starts the child.
    private final Bindings bindings;

    /// The child once it runs; with the turn.
    private final KernelFuture<SubprocessConnection<P>> future;

    /// Null, then the child or [#ABANDONED].
    private final AtomicReference<@Nullable Object> outcome = new AtomicReference<>();

    /// With the turn, once it runs.
    private @Nullable ChildTransport transport;

    private boolean isUnderWay;

    Launch(KernelLoop loop, ChildCommand command, P protocol) {
        this.loop = loop;
        this.command = command;
        this.protocol = protocol;
        this.isNative = Children.areNative();
        this.bindings = loop.cycle.bindings.captured();
        this.future = KernelFuture.create(loop.cycle);
    }

    KernelFuture<SubprocessConnection<P>> start() {
        isUnderWay = true;
        loop.workers.beginOutstanding();
        if (isNative) {
            Threads.POOL.execute(this);
        } else {
            Pipes.thread("launch", this).start();
        }
        return future;
    }

    /// {@return where it was asked for; empty unless in debug mode}
    List<StackTraceElement> site() {
        return future.creationSite();
    }

    @Override
    public void run() {
        try {
            launch();
        } catch (Throwable e) {
            Pipes.submit(
                    loop.cycle,
                    () -> {
                        end();
                        future.fail(e);
                    });
        }
    }

    private void launch() throws IOException {
        if (isNative) {
            started(NativeChildren.start(loop, command));
        } else {
            JdkChild.start(loop.cycle, command, this::started);
        }
    }

    private void started(SystemChild child) {
        if (outcome.compareAndSet(null, child)) {
            Pipes.submitCallback(loop.cycle, () -> begin(child));
        } else {
            discard(child);
            Pipes.submit(loop.cycle, this::end);
        }
    }

    private void begin(SystemChild child) {
        end();
        if (outcome.get() == ABANDONED) {
            return;
        }
        loop.cycle.bindings = bindings;
        ChildTransport begun = new ChildTransport(loop, command, child, protocol);
        transport = begun;
        loop.children.add(begun, site());
        Throwable failure = begun.begin();
        if (failure == null) {
            future.succeed(new SubprocessConnection<>(begun, protocol));
        } else {
            future.fail(failure);
        }
    }

    private void end() {
        if (isUnderWay) {
            isUnderWay = false;
            loop.workers.endOutstanding();
            loop.children.launched(this);
        }
    }

    /// Nobody will take the child. With the turn.
    void abandon() {
        if (outcome.getAndSet(ABANDONED) instanceof SystemChild child) {
            if (transport == null) {
                discard(child);
            } else {
                transport.discard();
            }
        }
    }

    /// Kills a child that nobody knows of; its end is taken by who watches it for the system.
    private void discard(SystemChild child) {
        child.signal(SystemChild.SIGKILL);
        for (int i = 0; i <= 2; i++) {
            StreamPort pipe = child.pipe(i);
            if (pipe != null) {
                loop.network.discard(pipe);
            }
        }
    }

    /// The threads that start children, for all loops; they end when there is nothing to start.
    private static final class Threads {
        static final ThreadPoolExecutor POOL =
                new ThreadPoolExecutor(
                        THREADS,
                        THREADS,
                        IDLE_MILLIS,
                        TimeUnit.MILLISECONDS,
                        new LinkedBlockingQueue<>(),
                        Thread.ofPlatform()
                                .daemon()
                                .inheritInheritableThreadLocals(false)
                                .name("rondo-launch-", 1)
                                .factory());

        static {
            POOL.allowCoreThreadTimeOut(true);
        }
    }
}
