package dev.rondo.tck;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import jdk.management.VirtualThreadSchedulerMXBean;

/// The threads of this JVM: platform threads by themselves, virtual ones as far as they run code of
/// a loop.
final class RunningThreads {
    /// Threads that the JDK, or the kernel for all loops, starts once and keeps.
    private static final List<String> KEPT =
            List.of(
                    "rondo-unretrieved-failures",
                    "VirtualThread-unparker",
                    "VirtualThread-unblocker",
                    "Read-Poller",
                    "Write-Poller",
                    "Master-Poller",
                    "ForkJoinPool",
                    "CompletableFutureDelayScheduler",
                    "process reaper",
                    "Cleaner-",
                    "Common-Cleaner",
                    "Attach Listener",
                    "surefire-");

    private final Set<Thread> running;

    /// The number of a thread that was created then: later ones have higher numbers.
    private final long number;

    private RunningThreads(Set<Thread> running, long number) {
        this.running = running;
        this.number = number;
    }

    static RunningThreads now() {
        return new RunningThreads(
                Set.copyOf(Thread.getAllStackTraces().keySet()),
                Thread.ofPlatform().unstarted(() -> {}).threadId());
    }

    /// {@return the threads that did not run then and go on running}
    ///
    /// A loop's thread and its workers are told to end by `close`, which does not wait for them.
    List<String> addedAfterAWhile() {
        return Patience.untilEmpty(this::added);
    }

    private List<String> added() {
        List<String> added = new ArrayList<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.isAlive() && !running.contains(thread) && !isKept(thread)) {
                added.add(thread + " " + Arrays.toString(thread.getStackTrace()));
            }
        }
        return added.isEmpty() ? virtualOnes() : added;
    }

    private static boolean isKept(Thread thread) {
        String name = thread.getName();
        ThreadGroup group = thread.getThreadGroup();
        return group == null
                || group.getName().equals("system")
                || KEPT.stream().anyMatch(name::contains);
    }

    /// {@return the virtual threads of a loop}
    ///
    /// Only a dump names them, and a dump can crash the JVM when a virtual thread is mounted or
    /// unmounted meanwhile (JDK-8364343): so there is none before all of them rest.
    private List<String> virtualOnes() {
        VirtualThreadSchedulerMXBean scheduler =
                ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
        int busy = scheduler.getMountedVirtualThreadCount();
        long queued = scheduler.getQueuedVirtualThreadCount();
        if (busy > 0 || queued > 0) {
            return List.of("virtual threads that run: " + busy + ", that are about to: " + queued);
        }
        return Arrays.stream(RuleLimit.threadsOfLoops().split("\n\n"))
                .filter(thread -> thread.contains(" virtual") || thread.contains("VirtualThread"))
                .filter(thread -> thread.contains("dev.rondo.kernel."))
                .filter(thread -> numberOf(thread) > number)
                .toList();
    }

    /// {@return the number at the head of a thread's part of a dump: `#42 "its name" …`}
    private static long numberOf(String thread) {
        return Long.parseLong(thread.substring(1, thread.indexOf(' ')));
    }
}
