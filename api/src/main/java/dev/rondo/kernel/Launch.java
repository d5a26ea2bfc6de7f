package dev.rondo.kernel;

import dev.rondo.Stdio;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The start of a child process on a thread of its own, which its task may give up meanwhile.
///
/// Then nobody would ever hear of the child: it is killed, by whoever comes second of the thread
/// that starts it and the task that gives it up.
///
/// Not on the default executor: the thread goes on as the one that reads from the child. So it can
/// take the monitor of the first stream that is read at once, before the JDK does when the child
/// has ended, see [PipeReader]; only a child that ends before the system gives this thread any time
/// can come before it. The JDK closes stdout first and then stderr: who has the one keeps it from
/// the other.
final class Launch implements Runnable {
    private static final Object ABANDONED = new Object();

    private final KernelLoop loop;
    private final ChildCommand command;

    /// The child once it runs; with the turn.
    private final KernelFuture<ChildProcess> future;

    /// Null, then the child or [#ABANDONED].
    private final AtomicReference<@Nullable Object> outcome = new AtomicReference<>();

    Launch(KernelLoop loop, ChildCommand command) {
        this.loop = loop;
        this.command = command;
        this.future = KernelFuture.create(loop.cycle);
    }

    KernelFuture<ChildProcess> start() {
        Pipes.thread("launch", this).start();
        loop.workers.beginOutstanding();
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
            end(() -> future.fail(e));
        }
    }

    private void launch() throws IOException {
        Process process = ProcessLauncher.start(command);
        try {
            synchronized (firstOutput(process)) {
                new ChildProcess(loop, command, process).begin(this::began);
            }
        } catch (Throwable e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private Object firstOutput(Process process) {
        if (command.stdout() == Stdio.PIPE) {
            return process.getInputStream();
        }
        return command.stderr() == Stdio.PIPE ? process.getErrorStream() : process;
    }

    private void began(ChildProcess child) {
        if (!outcome.compareAndSet(null, child)) {
            child.discard();
        }
        end(() -> future.succeed(child));
    }

    private void end(Runnable completion) {
        Pipes.submit(
                loop.cycle,
                () -> {
                    loop.workers.endOutstanding();
                    completion.run();
                });
    }

    /// The task will not take the child.
    void abandon() {
        if (outcome.getAndSet(ABANDONED) instanceof ChildProcess child) {
            child.discard();
        }
    }
}
