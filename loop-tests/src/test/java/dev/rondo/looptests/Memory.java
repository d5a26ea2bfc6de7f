package dev.rondo.looptests;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import javax.management.JMException;
import javax.management.ObjectName;

/// The memory of this process, after a collection.
///
/// @param heap the bytes of live objects
/// @param direct the bytes of direct buffers
/// @param resident the bytes of pages that the process has; with a heap of a fixed size, all of
///   whose pages are there, only other memory makes a difference to this
public record Memory(long heap, long direct, long resident) {
    private static final long SIGNIFICANT_BYTES = 16 * 1024;
    private static final long CLEANING_NANOS = 20_000_000;
    private static final int VAIN_COLLECTIONS = 5;

    /// {@return what there is now}
    public static Memory now() {
        collect();
        trim();
        return new Memory(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .filter(pool -> pool.getName().equals("direct"))
                        .mapToLong(BufferPoolMXBean::getMemoryUsed)
                        .sum(),
                readResident());
    }

    /// Collects until there is no less for a while: what one collection finds dead, the threads
    /// behind references and cleaners let go of only then, and idle threads when they end.
    private static void collect() {
        long least = Long.MAX_VALUE;
        for (int vain = 0; vain < VAIN_COLLECTIONS; vain++) {
            long used = collectOnce();
            if (least - used > SIGNIFICANT_BYTES) {
                least = used;
                vain = 0;
            }
        }
    }

    private static long collectOnce() {
        System.gc();
        LockSupport.parkNanos(CLEANING_NANOS);
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /// Has the C library give back what it keeps for the next allocation.
    private static void trim() {
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "systemTrimNativeHeap",
                            new Object[0],
                            new String[0]);
        } catch (JMException e) {
            // only a JVM over glibc has the command
        }
    }

    private static long readResident() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
                }
            }
            return 0;
        } catch (IOException e) {
            return 0; // this system does not tell
        }
    }

    /// {@return what there is more than before}
    public Memory since(Memory before) {
        return new Memory(heap - before.heap, direct - before.direct, resident - before.resident);
    }
}
