package dev.rondo.nio.subprocess;

import dev.rondo.Rondo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// What the system and the JVM know of children, and how a coroutine waits until they do.
final class Events {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(1);

    private Events() {}

    /// Waits until something is so; the limit is that of the test.
    static void until(Callable<Boolean> condition) throws Exception {
        while (!condition.call()) {
            Rondo.sleep(LOOK_AGAIN);
        }
    }

    /// {@return whether the system still knows the process, be it as a zombie}
    static boolean isKnown(long pid) {
        return Files.exists(Path.of("/proc", Long.toString(pid)));
    }

    /// {@return whether the process runs, as the system sees it}
    static boolean isRunning(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /// {@return how many bytes the process has written, to wherever}
    static long bytesWritten(long pid) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "io"))) {
            String line =
                    lines.filter(text -> text.startsWith("wchar: ")).findFirst().orElseThrow();
            return Long.parseLong(line.substring("wchar: ".length()));
        }
    }

    /// {@return a child of this JVM that has the argument}
    static Optional<ProcessHandle> childWith(String argument) {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains(argument))
                .findFirst();
    }

    /// {@return whether the process waits for something, such as room in a pipe}
    static boolean isWaiting(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        return stat.startsWith("S", stat.lastIndexOf(')') + 2);
    }

    /// {@return the threads that serve children}
    static Stream<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread ->
                        Stream.of("rondo-pipe-", "rondo-readiness", "rondo-launch")
                                .anyMatch(thread.getName()::startsWith));
    }

    /// Waits for the threads that serve children, which end by themselves.
    static void joinThreads() throws InterruptedException {
        for (Thread thread : threads().toList()) {
            thread.join();
        }
    }

    /// {@return how many descriptors of pipes this JVM has}
    static long openPipes() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(Events::isPipe).count();
        }
    }

    /// {@return how many descriptors this JVM has, without those of archives of classes}
    static long openDescriptors() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(descriptor -> !isArchive(descriptor)).count();
        }
    }

    private static boolean isArchive(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().endsWith(".jar");
        } catch (IOException e) {
            return true; // the listing's own descriptor, which is closed by now
        }
    }

    private static boolean isPipe(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("pipe:");
        } catch (IOException e) {
            return false; // the listing's own descriptor, which is closed by now
        }
    }
}
