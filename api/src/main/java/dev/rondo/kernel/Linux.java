package dev.rondo.kernel;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Linux, as the C library offers it to the JVM: system calls, and the words for their errors.
///
/// Results below zero are error numbers, negated, as the kernel itself returns them. Loading this
/// class needs native access, see [NativeChildren#unavailable].
@SuppressWarnings("restricted") // native access is what this is for
final class Linux {
    static final boolean IS_X64 = System.getProperty("os.arch").equals("amd64");

    static final int ESRCH = 3;
    static final int EINTR = 4;
    static final int EAGAIN = 11;

    /// Flags that mean the same to `open`, `pipe2` and `eventfd`; `epoll_create1` has the first.
    static final int O_CLOEXEC = 0x8_0000;

    static final int O_NONBLOCK = 0x800;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final MemoryLayout CAPTURED = Linker.Option.captureStateLayout();

    private static final MethodHandle SYSCALL =
            LINKER.downcallHandle(
                    symbol("syscall"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG),
                    ERRNO,
                    Linker.Option.firstVariadicArg(1));

    private static final MethodHandle STRERROR =
            function("strerror", ValueLayout.ADDRESS, ValueLayout.JAVA_INT);

    private Linux() {}

    private static MemorySegment symbol(String name) {
        return LINKER.defaultLookup()
                .find(name)
                .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no " + name));
    }

    /// {@return a function of the C library that does not set `errno`}
    static MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(symbol(name), FunctionDescriptor.of(result, arguments));
    }

    /// {@return the environment of this process, as C has it}
    static MemorySegment environment() {
        return symbol("environ")
                .reinterpret(ValueLayout.ADDRESS.byteSize())
                .get(ValueLayout.ADDRESS, 0);
    }

    /// {@return an error that a handle has thrown, although C functions throw nothing}
    static AssertionError impossible(Throwable thrown) {
        return new AssertionError("a downcall failed; please report this", thrown);
    }

    /// Makes a system call, again if a signal has interrupted it.
    ///
    /// @return its result, or an error number, negated
    static long call(SystemCall call, long... arguments) {
        long[] six = new long[6];
        System.arraycopy(arguments, 0, six, 0, arguments.length);
        long result;
        do {
            result = callOnce(call.number(), six);
        } while (result == -EINTR);
        return result;
    }

    private static long callOnce(long number, long[] a) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment captured = arena.allocate(CAPTURED);
            long result =
                    (long)
                            SYSCALL.invokeExact(
                                    captured, number, a[0], a[1], a[2], a[3], a[4], a[5]);
            return result == -1 ? -captured.get(ValueLayout.JAVA_INT, 0) : result;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// {@return the result of a call}
    ///
    /// @param wish what it was for
    /// @throws IOException if it is an error
    static int checked(String wish, long result) throws IOException {
        if (result < 0) {
            throw new IOException("cannot " + wish + ": " + describe((int) -result));
        }
        return (int) result;
    }

    static void close(int descriptor) {
        // Linux releases the descriptor whatever it answers
        call(SystemCall.CLOSE, descriptor);
    }

    /// {@return the C library's words for an error number}
    static String describe(int error) {
        try {
            MemorySegment text = (MemorySegment) STRERROR.invokeExact(error);
            return text.reinterpret(Long.MAX_VALUE).getString(0);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }
}
