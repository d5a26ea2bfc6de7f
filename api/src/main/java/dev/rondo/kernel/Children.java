package dev.rondo.kernel;

import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.ExceptionContext;
import dev.rondo.LoopFuture;
import dev.rondo.Subprocess;
import dev.rondo.SubprocessConnection;
import dev.rondo.SubprocessProtocol;
import dev.rondo.spi.Capability;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The child processes of a loop. For the code that has the turn.
public final class Children {
    /// What only children have that are started through the system's own calls.
    static final Set<Capability> NATIVE =
            Set.of(Capability.EXIT_SIGNALS, Capability.PROCESS_CONTROL);

    /// As much as a pipe holds.
    private static final int BUFFER_BYTES = 64 * 1024;

    private static final int PAGE = 4096;

    private final KernelLoop loop;

    /// Those that are being started.
    private final Set<Launch<?>> launches = new LinkedHashSet<>();

    /// Those that have not ended: work outside of the loop is under way.
    private final Set<ChildTransport> running = new LinkedHashSet<>();

    /// Those that have not ended or whose pipes have not.
    private final Set<ChildTransport> open = new LinkedHashSet<>();

    /// What pipes are read into and written from, one at a time.
    private @Nullable MemorySegment input;

    private @Nullable MemorySegment output;

    Children(KernelLoop loop) {
        this.loop = loop;
    }

    /// {@return whether children are started through the system's own calls, and not by the JDK}
    ///
    /// @throws IllegalArgumentException if the property says something else
    static boolean areNative() {
        return whyJdk() == null;
    }

    /// {@return why the JDK starts the children, or null if it does not}
    private static @Nullable String whyJdk() {
        String chosen = System.getProperty(EventLoops.CHILDREN_PROPERTY, "auto");
        return switch (chosen) {
            case "auto" -> NativeChildren.unavailable();
            case "jdk" -> "the JDK starts children, as " + EventLoops.CHILDREN_PROPERTY + " says";
            default ->
                    throw new IllegalArgumentException(
                            EventLoops.CHILDREN_PROPERTY + " is not auto or jdk: " + chosen);
        };
    }

    /// {@return what children of this kernel lack on this machine, whatever the backend}
    static Map<Capability, String> missing() {
        Map<Capability, String> missing = new EnumMap<>(Capability.class);
        String reason = whyJdk();
        if (reason != null) {
            NATIVE.forEach(capability -> missing.put(capability, reason));
        }
        return missing;
    }

    /// {@return how a child has ended, for people}
    ///
    /// @param exitCode as [Subprocess#exitCode] tells it
    public static String describe(int exitCode) {
        return exitCode < 0 ? "killed by signal " + -exitCode : "exit code " + exitCode;
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
        loop.checkOpen("start a child process");
        return loop.children.launch(command);
    }

    private ChildProcess launch(ChildCommand command) throws IOException {
        Launch<ChildStreams> launch = prepare(command, new ChildStreams(loop));
        SubprocessConnection<ChildStreams> started = null;
        try {
            started = launch.start().awaitInput();
        } finally {
            if (started == null) {
                launch.abandon();
            }
        }
        return started.protocol().process();
    }

    /// Starts a child for a protocol.
    ///
    /// @param loop the loop
    /// @param protocol creates the protocol
    /// @param command what the child is to be
    /// @param <P> the type of the protocol
    /// @return a future of the child
    public static <P extends SubprocessProtocol> LoopFuture<SubprocessConnection<P>> create(
            EventLoop loop, Supplier<P> protocol, ChildCommand command) {
        KernelLoop kernel = (KernelLoop) loop;
        kernel.checkOpen("createSubprocess");
        return kernel.children.create(protocol, command);
    }

    private <P extends SubprocessProtocol> LoopFuture<SubprocessConnection<P>> create(
            Supplier<P> protocol, ChildCommand command) {
        Launch<P> launch = prepare(command, protocol.get());
        KernelFuture<SubprocessConnection<P>> future = launch.start();
        future.onDone(
                done -> {
                    if (done.isCancelled()) {
                        launch.abandon();
                    }
                },
                null);
        return future;
    }

    private <P extends SubprocessProtocol> Launch<P> prepare(ChildCommand command, P protocol) {
        loop.require(Capability.SUBPROCESSES);
        if (command.group() != ChildCommand.Group.SAME) {
            loop.require(Capability.PROCESS_CONTROL);
        }
        Launch<P> launch = new Launch<>(loop, command, protocol);
        launches.add(launch);
        return launch;
    }

    /// A start has ended.
    void launched(Launch<?> launch) {
        launches.remove(launch);
    }

    /// A child runs, as far as the loop knows.
    void add(ChildTransport child, List<StackTraceElement> site) {
        running.add(child);
        open.add(child);
        loop.workers.beginOutstanding();
        loop.cycle.openResources.opened(child, site);
    }

    /// A child has ended.
    void exited(ChildTransport child) {
        if (running.remove(child)) {
            loop.workers.endOutstanding();
        }
    }

    /// A child and its pipes have ended.
    void done(ChildTransport child) {
        open.remove(child);
        loop.cycle.openResources.closed(child);
    }

    MemorySegment input() {
        MemorySegment known = input;
        if (known == null) {
            known = Arena.ofAuto().allocate(BUFFER_BYTES, PAGE);
            input = known;
        }
        return known;
    }

    MemorySegment output() {
        MemorySegment known = output;
        if (known == null) {
            known = Arena.ofAuto().allocate(BUFFER_BYTES, PAGE);
            output = known;
        }
        return known;
    }

    /// The loop closes: lets go of all children, kills what still runs, and says so, unless the
    /// program has closed it, which takes its time.
    void close() {
        List.copyOf(launches).forEach(Launch::abandon);
        for (ChildTransport child : List.copyOf(open)) {
            List<StackTraceElement> site = loop.cycle.openResources.site(child);
            boolean isKnown = child.isClosing();
            if (child.discard() && !isKnown) {
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
