package dev.rondo.kernel;

import dev.rondo.Stdio;
import dev.rondo.spi.StreamPort;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Starts children through the system's own calls. May block; one for each child.
///
/// Files are opened here and not by the child, so that a file that cannot be opened is named.
final class NativeChildren {
    private static final int STANDARD = 3;
    private static final Path NOTHING = Path.of("/dev/null");

    private static final int AT_CURRENT_DIRECTORY = -100;
    private static final int O_WRONLY = 1;
    private static final int O_CREAT = 0x40;
    private static final int O_TRUNC = 0x200;
    private static final int O_APPEND = 0x400;
    private static final int CREATED_MODE = 0x1B6;

    private static final int DUPLICATE_CLOEXEC = 1030;
    private static final int SET_STATUS_FLAGS = 4;

    private final KernelLoop loop;
    private final ChildCommand command;

    /// Descriptors that are the child's, to be closed here once it has them.
    private final List<Integer> childs = new ArrayList<>();

    /// This side of the pipes, or below zero; closed when there is no child.
    private final int[] own = {-1, -1, -1};

    private NativeChildren(KernelLoop loop, ChildCommand command) {
        this.loop = loop;
        this.command = command;
    }

    /// {@return why children cannot be started this way here, or null if they can}
    static @Nullable String unavailable() {
        return Support.UNAVAILABLE;
    }

    /// {@return a child that runs}
    static SystemChild start(KernelLoop loop, ChildCommand command) throws IOException {
        NativeChildren starting = new NativeChildren(loop, command);
        SystemChild child = null;
        try {
            child = starting.start();
            return child;
        } finally {
            starting.childs.forEach(Linux::close);
            if (child == null) {
                Arrays.stream(starting.own).filter(end -> end >= 0).forEach(Linux::close);
            }
        }
    }

    private SystemChild start() throws IOException {
        int[] standard = new int[STANDARD];
        for (int i = 0; i < STANDARD; i++) {
            standard[i] = connect(i);
        }
        int pid = Spawn.start(command, standard);
        if (pid < 0) {
            throw StartFailure.ofError(command, -pid);
        }
        return SpawnedChild.hold(pid, command.program(), ports(pid));
    }

    private @Nullable StreamPort[] ports(int pid) {
        @Nullable StreamPort[] ports = new @Nullable StreamPort[STANDARD];
        for (int i = 0; i < STANDARD; i++) {
            String name = ChildCommand.name(i) + " of child process " + pid;
            if (own[i] >= 0) {
                ports[i] =
                        i == 0
                                ? new PipeOutput(loop, own[i], name)
                                : new PipeInput(loop, own[i], name);
            }
        }
        return ports;
    }

    /// {@return the child's descriptor for a standard stream, or -1 if it has that of this process
    /// or the one before}
    private int connect(int stream) throws IOException {
        return switch (command.stream(stream)) {
            case Stdio.Standard.INHERIT, Stdio.Standard.STDOUT -> -1;
            case Stdio.Standard.DEVNULL -> childs(open(NOTHING, stream == 0 ? 0 : O_WRONLY));
            case Stdio.Standard.PIPE -> pipe(stream);
            case Stdio.File(var path, boolean isAppending) -> file(path, stream, isAppending);
        };
    }

    private int file(Path path, int stream, boolean isAppending) throws IOException {
        int forOutput = O_WRONLY | O_CREAT | (isAppending ? O_APPEND : O_TRUNC);
        long opened = open(path.toAbsolutePath(), stream == 0 ? 0 : forOutput);
        if (opened < 0) {
            throw StartFailure.ofFile(command, path, stream, (int) -opened);
        }
        return childs(opened);
    }

    private static long open(Path path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = Spawn.text(arena, path.toString());
            return Linux.call(
                    SystemCall.OPENAT,
                    AT_CURRENT_DIRECTORY,
                    name.address(),
                    flags | Linux.O_CLOEXEC,
                    CREATED_MODE);
        }
    }

    private int pipe(int stream) throws IOException {
        int[] ends = openPipe(ChildCommand.name(stream) + " of '" + command.program() + "'");
        int read = ends[0];
        int written = ends[1];
        own[stream] = stream == 0 ? written : read;
        Linux.call(SystemCall.FCNTL, own[stream], SET_STATUS_FLAGS, Linux.O_NONBLOCK);
        return childs(stream == 0 ? read : written);
    }

    private static int[] openPipe(String purpose) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(ValueLayout.JAVA_INT, 2);
            Linux.checked(
                    "open a pipe for " + purpose,
                    Linux.call(SystemCall.PIPE2, ends.address(), Linux.O_CLOEXEC));
            return ends.toArray(ValueLayout.JAVA_INT);
        }
    }

    /// Keeps a descriptor for the child: one that is not where a standard stream is to be, in case
    /// this process has none there.
    private int childs(long descriptor) throws IOException {
        if (descriptor >= STANDARD) {
            childs.add((int) descriptor);
            return (int) descriptor;
        }
        String purpose = " for '" + command.program() + "'";
        int low = Linux.checked("open " + NOTHING + purpose, descriptor);
        int moved =
                Linux.checked(
                        "move a descriptor" + purpose,
                        Linux.call(SystemCall.FCNTL, low, DUPLICATE_CLOEXEC, STANDARD));
        Linux.close(low);
        childs.add(moved);
        return moved;
    }

    /// Found out once, with the first question.
    private static final class Support {
        static final @Nullable String UNAVAILABLE = find();

        private static @Nullable String find() {
            String system = System.getProperty("os.name");
            String processor = System.getProperty("os.arch");
            if (!system.equals("Linux") || !List.of("amd64", "aarch64").contains(processor)) {
                return "children are the JDK's on " + system + " on " + processor;
            }
            Module module = Linux.class.getModule();
            if (!module.isNativeAccessEnabled()) {
                return "native access is not enabled; start java with --enable-native-access="
                        + (module.isNamed() ? module.getName() : "ALL-UNNAMED");
            }
            if (Linker.nativeLinker().defaultLookup().find(Spawn.CLOSE_FROM).isEmpty()) {
                return "the C library has no " + Spawn.CLOSE_FROM + "; glibc has it since 2.34";
            }
            return probe();
        }

        private static @Nullable String probe() {
            long held = Linux.call(SystemCall.PIDFD_OPEN, ProcessHandle.current().pid(), 0);
            if (held < 0) {
                return "the kernel refuses pidfd_open: " + Linux.describe((int) -held);
            }
            Linux.close((int) held);
            return null;
        }
    }
}
