package dev.rondo.kernel;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The one door to what the JDK does not publish about virtual threads: a scheduler of one's own.
///
/// JDK 25 has it in `java.lang`, which must be opened to us. The JDK is preparing a public API; it
/// will replace this class alone.
///
/// [#park] is `LockSupport.park` without its last resort: where the stack is pinned the JDK would
/// park the carrier, and a loop whose carrier is parked cannot wake anybody. We refuse instead.
/// [#unpark] is `LockSupport.unpark` without the permit and the scheduler, which its caller is.
final class VirtualThreads {
    private static final @Nullable String UNAVAILABLE;
    private static final @Nullable MethodHandle CREATE;
    private static final @Nullable MethodHandle SCHEDULER;
    private static final @Nullable MethodHandle SET_STATE;
    private static final @Nullable MethodHandle CHANGE_STATE;
    private static final @Nullable MethodHandle YIELD;
    private static final @Nullable Executor DEFAULT_SCHEDULER;
    private static final int NO_INHERIT_THREAD_LOCALS;
    private static final int PARKING;
    private static final int PARKED;
    private static final int UNPARKED;
    private static final int RUNNING;

    static {
        String unavailable = null;
        MethodHandle create = null;
        MethodHandle scheduler = null;
        MethodHandle setState = null;
        MethodHandle changeState = null;
        MethodHandle yield = null;
        Executor defaultScheduler = null;
        int noInherit = 0;
        int parking = 0;
        int parked = 0;
        int unparked = 0;
        int running = 0;
        try {
            Class<?> builders = Class.forName("java.lang.ThreadBuilders");
            Class<?> threads = Class.forName("java.lang.VirtualThread");
            MethodHandles.Lookup mine = MethodHandles.lookup();
            MethodHandles.Lookup inBuilders = MethodHandles.privateLookupIn(builders, mine);
            MethodHandles.Lookup inThreads = MethodHandles.privateLookupIn(threads, mine);
            create =
                    inBuilders.findStatic(
                            builders,
                            "newVirtualThread",
                            MethodType.methodType(
                                    Thread.class,
                                    Executor.class,
                                    String.class,
                                    int.class,
                                    Runnable.class));
            scheduler =
                    inThreads
                            .findGetter(threads, "scheduler", Executor.class)
                            .asType(MethodType.methodType(Executor.class, Thread.class));
            setState =
                    inThreads
                            .findVirtual(
                                    threads,
                                    "setState",
                                    MethodType.methodType(void.class, int.class))
                            .asType(MethodType.methodType(void.class, Thread.class, int.class));
            changeState =
                    inThreads
                            .findVirtual(
                                    threads,
                                    "compareAndSetState",
                                    MethodType.methodType(boolean.class, int.class, int.class))
                            .asType(
                                    MethodType.methodType(
                                            boolean.class, Thread.class, int.class, int.class));
            yield =
                    inThreads
                            .findVirtual(
                                    threads,
                                    "yieldContinuation",
                                    MethodType.methodType(boolean.class))
                            .asType(MethodType.methodType(boolean.class, Thread.class));
            defaultScheduler =
                    (Executor)
                            inThreads
                                    .findStatic(
                                            threads,
                                            "defaultScheduler",
                                            MethodType.methodType(Executor.class))
                                    .invoke();
            noInherit = constant(Thread.class, "NO_INHERIT_THREAD_LOCALS");
            parking = constant(threads, "PARKING");
            parked = constant(threads, "PARKED");
            unparked = constant(threads, "UNPARKED");
            running = constant(threads, "RUNNING");
        } catch (IllegalAccessException e) {
            unavailable = "java.base does not open java.lang to " + receiver();
        } catch (Throwable e) {
            unavailable = "this JDK (" + Runtime.version() + ") has no such scheduler: " + e;
        }
        UNAVAILABLE = unavailable;
        CREATE = create;
        SCHEDULER = scheduler;
        SET_STATE = setState;
        CHANGE_STATE = changeState;
        YIELD = yield;
        DEFAULT_SCHEDULER = defaultScheduler;
        NO_INHERIT_THREAD_LOCALS = noInherit;
        PARKING = parking;
        PARKED = parked;
        UNPARKED = unparked;
        RUNNING = running;
    }

    private VirtualThreads() {}

    /// {@return why a scheduler of our own cannot be had, or null if it can}
    static @Nullable String unavailable() {
        return UNAVAILABLE;
    }

    /// {@return the flag that gives us the door}
    static String remedy() {
        Module module = VirtualThreads.class.getModule();
        return "start java with --add-opens java.base/java.lang="
                + (module.isNamed() ? module.getName() : "ALL-UNNAMED");
    }

    /// {@return a new virtual thread, not started, that runs only when the scheduler runs it}
    @SuppressWarnings("NullAway") // the handles are there where unavailable() is null
    static Thread create(Executor scheduler, Runnable body) {
        try {
            return (Thread)
                    CREATE.invokeExact(scheduler, (String) null, NO_INHERIT_THREAD_LOCALS, body);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /// {@return the scheduler of a virtual thread, which it may have inherited}
    @SuppressWarnings("NullAway") // the handles are there where unavailable() is null
    static Executor schedulerOf(Thread thread) {
        try {
            return (Executor) SCHEDULER.invokeExact(thread);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /// Parks the calling virtual thread until it is unparked or interrupted; may return early.
    ///
    /// @param thread the calling thread
    /// @throws IllegalStateException if its stack cannot be unmounted here
    @SuppressWarnings("NullAway") // the handles are there where unavailable() is null
    static void park(Thread thread) {
        boolean yielded = false;
        try {
            SET_STATE.invokeExact(thread, PARKING);
            try {
                yielded = (boolean) YIELD.invokeExact(thread);
            } finally {
                if (!yielded) {
                    SET_STATE.invokeExact(thread, RUNNING);
                }
            }
        } catch (Throwable e) {
            throw broken(e);
        }
        if (!yielded) {
            throw new IllegalStateException(
                    "cannot wait here: a class initialiser or a native frame is on the stack, and the"
                            + " whole loop would stand still; wait outside of it");
        }
    }

    /// Lets a virtual thread that waits in [#park] go on when the caller runs its continuation, as
    /// he does next.
    ///
    /// @param thread the thread; if it is not parked it gets a permit, as from `LockSupport`
    @SuppressWarnings("NullAway") // the handles are there where unavailable() is null
    static void unpark(Thread thread) {
        boolean isDone;
        try {
            isDone = (boolean) CHANGE_STATE.invokeExact(thread, PARKED, UNPARKED);
        } catch (Throwable e) {
            throw broken(e);
        }
        if (!isDone) {
            LockSupport.unpark(thread);
        }
    }

    /// {@return the JDK's own scheduler of virtual threads}
    @SuppressWarnings("NullAway") // it is there where unavailable() is null
    static Executor defaultScheduler() {
        return DEFAULT_SCHEDULER;
    }

    private static String receiver() {
        Module module = VirtualThreads.class.getModule();
        return module.isNamed() ? "module " + module.getName() : "the unnamed module";
    }

    private static int constant(Class<?> owner, String name) throws ReflectiveOperationException {
        Field field = owner.getDeclaredField(name);
        field.setAccessible(true);
        return field.getInt(null);
    }

    private static Error broken(Throwable e) {
        if (e instanceof Error error) {
            return error;
        }
        return new AssertionError("the JDK's virtual threads have changed; please report this", e);
    }
}
