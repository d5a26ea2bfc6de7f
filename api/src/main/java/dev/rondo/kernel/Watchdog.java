package dev.rondo.kernel;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Says in debug mode who keeps the turn for too long while he still does, with the call that he is
/// in: a thread of its own that looks at the [Watch] of its loop.
///
/// It sees a stretch at the latest when that has lasted for the limit, and then reports it once. It
/// logs by itself: the loop cannot, and a lock of a log handler that the loop holds up holds up
/// this thread alone.
final class Watchdog {
    /// How often it looks, at most and at least: shorter stretches it does not see.
    private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int FRAMES = 50;

    private final Cycle cycle;
    private final Watch watch;
    private final Thread thread;
    private volatile boolean isEnded;

    private Watchdog(Cycle cycle) {
        this.cycle = cycle;
        this.watch = cycle.watch;
        this.thread =
                Thread.ofPlatform()
                        .name("rondo-watchdog")
                        .daemon()
                        .inheritInheritableThreadLocals(false)
                        .unstarted(this::run);
    }

    static Watchdog start(Cycle cycle) {
        Watchdog watchdog = new Watchdog(cycle);
        watchdog.thread.start();
        return watchdog;
    }

    /// Ends the thread; does not wait for it, for it may be logging.
    void end() {
        isEnded = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!isEnded) {
            LockSupport.parkNanos(this, look());
        }
    }

    /// Reports the stretch that is under way if it is too long.
    ///
    /// @return when to look again
    private long look() {
        long limit = Math.max(watch.limitNanos(), SHORTEST_NANOS);
        Watch.Stretch stretch = watch.current();
        if (stretch != null && !stretch.isReported()) {
            long lasted = System.nanoTime() - stretch.since();
            if (lasted < limit) {
                return Math.min(limit - lasted, LONGEST_NANOS);
            }
            report(stretch, lasted);
            if (!stretch.isReported()) {
                return SHORTEST_NANOS;
            }
        }
        return Math.min(limit, LONGEST_NANOS);
    }

    private void report(Watch.Stretch stretch, long lasted) {
        Thread blocked = cycle.turn;
        if (blocked == null) {
            return;
        }
        StackTraceElement[] stack = blocked.getStackTrace();
        if (stack.length == 0 || watch.current() != stretch) {
            return; // it does not run yet, or has ended and the stack may be another one's
        }
        stretch.markReported();
        Log.logger()
                .log(
                        System.Logger.Level.WARNING,
                        text(stretch.who(), lasted, CreationSite.ofProgram(stack, FRAMES)));
    }

    private static String text(Object who, long lasted, List<StackTraceElement> stack) {
        double seconds = lasted / (double) TimeUnit.SECONDS.toNanos(1);
        StringBuilder text =
                new StringBuilder(
                        String.format(
                                Locale.ROOT,
                                "blocked: %s has kept the loop for %.3f s and goes on",
                                Watch.name(who),
                                seconds));
        appendCall(text, stack);
        for (StackTraceElement frame : stack) {
            text.append(System.lineSeparator()).append("  at ").append(frame);
        }
        CreationSite.append(text, Watch.site(who));
        return text.toString();
    }

    /// Appends what the program is in: the call of the JDK that it has made, or its own.
    private static void appendCall(StringBuilder text, List<StackTraceElement> stack) {
        int caller = 0;
        while (caller < stack.size() && isOfJdk(stack.get(caller))) {
            caller++;
        }
        if (caller > 0) {
            StackTraceElement call = stack.get(caller - 1);
            text.append(", in ")
                    .append(call.getClassName())
                    .append('.')
                    .append(call.getMethodName());
        }
        if (caller < stack.size()) {
            text.append(caller > 0 ? ", called by " : ", in ").append(stack.get(caller));
        }
    }

    private static boolean isOfJdk(StackTraceElement frame) {
        String module = frame.getModuleName();
        return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
    }
}
