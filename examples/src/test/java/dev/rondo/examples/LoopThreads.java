package dev.rondo.examples;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import jdk.management.VirtualThreadSchedulerMXBean;

/// The threads of loops: their own, their workers, and the virtual threads of their coroutines.
///
/// Only the JDK's dump names the virtual ones, those of a scheduler of our own included.
final class LoopThreads {
    /// One thread of the JVM, not of a loop: it waits for unreachable futures.
    private static final String CLEANER = "\"rondo-unretrieved-failures\"";

    private LoopThreads() {}

    /// {@return the threads that are left when they had time to end}
    ///
    /// A loop's thread and its workers are told to end by `close`, which does not wait for them.
    static List<String> leftAfterAWhile() throws IOException {
        return Poll.untilEmpty(LoopThreads::leftAtRest);
    }

    /// A dump can crash the JVM while a virtual thread is mounted or unmounted (JDK-8364343).
    private static List<String> leftAtRest() throws IOException {
        VirtualThreadSchedulerMXBean scheduler =
                ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
        int busy = scheduler.getMountedVirtualThreadCount();
        long queued = scheduler.getQueuedVirtualThreadCount();
        return busy > 0 || queued > 0
                ? List.of("virtual threads that run: " + busy + ", that are about to: " + queued)
                : left();
    }

    /// {@return the threads that there are now, each with its stack}
    static List<String> left() throws IOException {
        return Arrays.stream(dump().split("\n\n"))
                .filter(thread -> thread.startsWith("#"))
                .filter(LoopThreads::belongsToALoop)
                .toList();
    }

    private static boolean belongsToALoop(String thread) {
        String header = thread.lines().findFirst().orElseThrow();
        return !header.contains(CLEANER)
                && (header.contains("\"rondo-") || thread.contains("at dev.rondo.kernel."));
    }

    private static String dump() throws IOException {
        Path folder = Files.createTempDirectory("threads");
        Path file = folder.resolve("dump");
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
            return Files.readString(file);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }
}
