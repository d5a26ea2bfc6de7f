package dev.rondo.kernel;

import dev.rondo.ExceptionContext;
import dev.rondo.Subprocess;
import dev.rondo.spi.Capability;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The child processes of a loop. For the code that has the turn.
public final class Children {
    private final KernelLoop loop;

    /// Those that have not ended: work outside of the loop is under way.
    private final Set<ChildProcess> running = new LinkedHashSet<>();

    /// Those that have not ended or whose pipes have not.
    private final Set<ChildProcess> open = new LinkedHashSet<>();

    Children(KernelLoop loop) {
        this.loop = loop;
    }

    /// Starts a child of the loop that runs here, and suspends the caller meanwhile.
    ///
    /// @param command what it is to be
    /// @return the child
    /// @throws IOException if it cannot be started
    public static Subprocess start(ChildCommand command) throws IOException {
        Fiber fiber = Fiber.require("start a child process");
        fiber.requireTaskHere("start a child process");
        KernelLoop loop = fiber.cycle.loop;
        loop.require(Capability.SUBPROCESSES);
        return loop.children.launch(command);
    }

    /// The system may take its time, so another thread asks it.
    private ChildProcess launch(ChildCommand command) throws IOException {
        loop.checkOpen("start a child process");
        Launch launch = new Launch(loop, command);
        ChildProcess child = null;
        try {
            child = launch.start().awaitInput();
        } finally {
            if (child == null) {
                launch.abandon();
            }
        }
        add(child, launch.site());
        return child;
    }

    /// The child may have ended before its task has heard that it was started.
    private void add(ChildProcess child, List<StackTraceElement> site) {
        if (child.isAlive()) {
            running.add(child);
            loop.workers.beginOutstanding();
        }
        if (!child.isDone()) {
            open.add(child);
            loop.cycle.openResources.opened(child, site);
        }
    }

    /// A child has ended.
    void exited(ChildProcess child) {
        if (running.remove(child)) {
            loop.workers.endOutstanding();
        }
    }

    /// A child and its pipes have ended.
    void done(ChildProcess child) {
        open.remove(child);
        loop.cycle.openResources.closed(child);
    }

    /// The loop closes: lets go of all children, kills what still runs, and says so.
    void close() {
        for (ChildProcess child : List.copyOf(open)) {
            List<StackTraceElement> site = loop.cycle.openResources.site(child);
            if (child.discard()) {
                loop.callExceptionHandler(
                        new ExceptionContext(
                                child
                                        + " was killed, because its loop was closed; wait for it,"
                                        + " or close it",
                                null,
                                null,
                                null,
                                null,
                                null,
                                site));
            }
        }
    }
}
