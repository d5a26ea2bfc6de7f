package dev.rondo.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `posix_spawn`: starts a program in a child process, which shares nothing with the JVM but what
/// it was given.
///
/// The C library shares the memory until the program starts, so it takes as long for a large JVM as
/// for a small one; the calling thread is held for that time. In the child it connects the three
/// standard streams, changes the directory, closes all other descriptors, and starts the program:
/// the JDK's own descriptors are not all marked as to be closed.
final class Spawn {
    static final String CLOSE_FROM = "posix_spawn_file_actions_addclosefrom_np";

    /// More than any processor's `posix_spawnattr_t` (336 bytes), file actions (80), `sigset_t`
    /// (128).
    private static final MemoryLayout STRUCTURE = MemoryLayout.sequenceLayout(64, ADDRESS);

    private static final int SET_PROCESS_GROUP = 0x02;
    private static final int SET_DEFAULT_SIGNALS = 0x04;
    private static final int SET_MASK = 0x08;
    private static final int SET_SESSION = 0x80;

    private static final int SIGPIPE = 13;
    private static final int SIGXFSZ = 25;

    private static final int FIRST_AFTER_STANDARD = 3;

    /// The system's own, in which the JVM reads names and arguments.
    private static final Charset CHARSET =
            Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

    private static final MethodHandle ATTRIBUTES_INIT =
            Linux.function("posix_spawnattr_init", JAVA_INT, ADDRESS);
    private static final MethodHandle ATTRIBUTES_DESTROY =
            Linux.function("posix_spawnattr_destroy", JAVA_INT, ADDRESS);
    private static final MethodHandle SET_FLAGS =
            Linux.function("posix_spawnattr_setflags", JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SET_SIGMASK =
            Linux.function("posix_spawnattr_setsigmask", JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle SET_SIGDEFAULT =
            Linux.function("posix_spawnattr_setsigdefault", JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle ACTIONS_INIT =
            Linux.function("posix_spawn_file_actions_init", JAVA_INT, ADDRESS);
    private static final MethodHandle ACTIONS_DESTROY =
            Linux.function("posix_spawn_file_actions_destroy", JAVA_INT, ADDRESS);
    private static final MethodHandle ADD_DUP2 =
            Linux.function(
                    "posix_spawn_file_actions_adddup2", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle ADD_CHDIR =
            Linux.function("posix_spawn_file_actions_addchdir_np", JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle ADD_CLOSE_FROM =
            Linux.function(CLOSE_FROM, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SPAWN =
            Linux.function(
                    "posix_spawnp", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);

    private final Arena arena;
    private final MemorySegment attributes;
    private final MemorySegment actions;

    private Spawn(Arena arena) {
        this.arena = arena;
        this.attributes = arena.allocate(STRUCTURE);
        this.actions = arena.allocate(STRUCTURE);
    }

    /// Starts a child.
    ///
    /// @param standard the descriptors that are to be its 0, 1 and 2, all above these; below zero
    ///   for the one of this process
    /// @return its number, or an error number, negated
    static int start(ChildCommand command, int[] standard) {
        try (Arena arena = Arena.ofConfined()) {
            return new Spawn(arena).run(command, standard);
        }
    }

    private int run(ChildCommand command, int[] standard) {
        try {
            check((int) ATTRIBUTES_INIT.invokeExact(attributes));
            check((int) ACTIONS_INIT.invokeExact(actions));
            try {
                setAttributes(command.group());
                addActions(command, standard);
                return spawn(command);
            } finally {
                check((int) ACTIONS_DESTROY.invokeExact(actions));
                check((int) ATTRIBUTES_DESTROY.invokeExact(attributes));
            }
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw Linux.impossible(e);
        }
    }

    /// No signal is blocked, and those that the JVM ignores or catches are as they are by default;
    /// what the JVM's own parent has it ignore, as `nohup` does, the child ignores, too.
    private void setAttributes(ChildCommand.Group group) throws Throwable {
        int flags = SET_DEFAULT_SIGNALS | SET_MASK;
        flags |=
                switch (group) {
                    case SAME -> 0;
                    case NEW_GROUP -> SET_PROCESS_GROUP; // 0, as it is initially: of its own number
                    case NEW_SESSION -> SET_SESSION;
                };
        MemorySegment none = arena.allocate(STRUCTURE);
        MemorySegment defaults = arena.allocate(STRUCTURE);
        defaults.set(JAVA_INT, 0, 1 << (SIGPIPE - 1) | 1 << (SIGXFSZ - 1));
        check((int) SET_FLAGS.invokeExact(attributes, flags));
        check((int) SET_SIGMASK.invokeExact(attributes, none));
        check((int) SET_SIGDEFAULT.invokeExact(attributes, defaults));
    }

    private void addActions(ChildCommand command, int[] standard) throws Throwable {
        for (int i = 0; i < standard.length; i++) {
            if (standard[i] >= 0) {
                check((int) ADD_DUP2.invokeExact(actions, standard[i], i));
            }
        }
        if (command.isErrorMerged()) {
            check((int) ADD_DUP2.invokeExact(actions, 1, 2));
        }
        if (command.directory() != null) {
            MemorySegment path = text(command.directory().toAbsolutePath().toString());
            check((int) ADD_CHDIR.invokeExact(actions, path));
        }
        check((int) ADD_CLOSE_FROM.invokeExact(actions, FIRST_AFTER_STANDARD));
    }

    private int spawn(ChildCommand command) throws Throwable {
        MemorySegment pid = arena.allocate(JAVA_INT);
        int error =
                (int)
                        SPAWN.invokeExact(
                                pid,
                                text(command.program()),
                                actions,
                                attributes,
                                texts(command.command()),
                                environment(command.environment()));
        return error == 0 ? pid.get(JAVA_INT, 0) : -error;
    }

    /// {@return the variables; those of this process as they are, whatever their encoding}
    private MemorySegment environment(@Nullable Map<String, String> chosen) {
        if (chosen == null) {
            return Linux.environment();
        }
        List<String> variables = new ArrayList<>();
        chosen.forEach((name, value) -> variables.add(name + "=" + value));
        return texts(variables);
    }

    private MemorySegment text(String text) {
        return text(arena, text);
    }

    /// {@return the text as C has it}
    static MemorySegment text(Arena arena, String text) {
        byte[] bytes = text.getBytes(CHARSET);
        MemorySegment copy = arena.allocate(bytes.length + 1L); // which is zero
        MemorySegment.copy(bytes, 0, copy, JAVA_BYTE, 0, bytes.length);
        return copy;
    }

    /// {@return the array of the texts, with the null that ends it}
    private MemorySegment texts(List<String> texts) {
        MemorySegment array = arena.allocate(ADDRESS, texts.size() + 1L);
        for (int i = 0; i < texts.size(); i++) {
            array.setAtIndex(ADDRESS, i, text(texts.get(i)));
        }
        return array;
    }

    /// What has prepared a spawn fails only without memory.
    private static void check(int error) {
        if (error != 0) {
            throw new OutOfMemoryError("posix_spawn: " + Linux.describe(error));
        }
    }
}
