package peers.micro;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/// The JDK's bare continuations, which virtual threads are made of: what a switch costs without a
/// thread, a queue or a scheduler. To be run with `--add-exports
/// java.base/jdk.internal.vm=ALL-UNNAMED`.
public final class ContinuationMicro {
    private static final Object SCOPE;
    private static final MethodHandle CREATE;
    private static final MethodHandle RUN;
    private static final MethodHandle YIELD;

    static {
        try {
            Class<?> scopes = Class.forName("jdk.internal.vm.ContinuationScope");
            Class<?> continuations = Class.forName("jdk.internal.vm.Continuation");
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            SCOPE =
                    lookup.findConstructor(
                                    scopes, MethodType.methodType(void.class, String.class))
                            .invoke("peer");
            CREATE =
                    lookup.findConstructor(
                                    continuations,
                                    MethodType.methodType(void.class, scopes, Runnable.class))
                            .asType(
                                    MethodType.methodType(
                                            Object.class, Object.class, Runnable.class));
            RUN =
                    lookup.findVirtual(continuations, "run", MethodType.methodType(void.class))
                            .asType(MethodType.methodType(void.class, Object.class));
            YIELD =
                    lookup.findStatic(
                                    continuations,
                                    "yield",
                                    MethodType.methodType(boolean.class, scopes))
                            .asType(MethodType.methodType(boolean.class, Object.class));
        } catch (Throwable e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private ContinuationMicro() {}

    static void main(String[] arguments) {
        new Bench("java-continuation")
                .run("yield_loop", Bench.MILLION, ContinuationMicro::yielding);
    }

    private static double[] yielding(int count) {
        Object one = create();
        Object other = create();
        long start = System.nanoTime();
        for (int i = 0; i < count / 2; i++) {
            run(one);
            run(other);
        }
        return Bench.each(start, count);
    }

    private static Object create() {
        try {
            return (Object) CREATE.invokeExact(SCOPE, (Runnable) ContinuationMicro::yieldForEver);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static void run(Object continuation) {
        try {
            RUN.invokeExact(continuation);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /// Ends with what it is run by: nobody runs it again.
    private static void yieldForEver() {
        try {
            while (true) {
                boolean _ = (boolean) YIELD.invokeExact(SCOPE);
            }
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
