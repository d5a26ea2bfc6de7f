package dev.rondo.looptests;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What this process had at some moment: descriptors, child processes, and the threads of loops.
/// Later it tells what came since and has stayed.
///
/// Where the system lists no descriptors there are none to check.
public final class Leftovers {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    /// The thread that waits for the collector, once there is something to wait for.
    private static final String OF_ALL_LOOPS = "rondo-unretrieved-failures";

    private static boolean isWarm;

    private final Set<String> descriptors;
    private final Set<Thread> threads;
    private final Set<Long> children;

    private Leftovers(Set<String> descriptors, Set<Thread> threads, Set<Long> children) {
        this.descriptors = descriptors;
        this.threads = threads;
        this.children = children;
    }

    /// {@return what there is now}
    public static Leftovers now() {
        try {
            openThoseOfTheJdk();
            return new Leftovers(
                    descriptors(),
                    threads().collect(Collectors.toSet()),
                    children().collect(Collectors.toSet()));
        } catch (Exception e) {
            throw new AssertionError("cannot list what is open", e);
        }
    }

    /// Fails if something that was not there then is there to stay.
    public void assertNothing() throws Exception {
        List<String> newThreads = Patience.untilEmpty(this::newThreads);
        List<String> newDescriptors = Patience.untilEmpty(this::newDescriptors);
        List<String> newChildren = Patience.untilEmpty(this::newChildren);
        assertAll(
                () -> assertEquals(List.of(), newThreads, "threads left"),
                () -> assertEquals(List.of(), newDescriptors, "descriptors left open"),
                () -> assertEquals(List.of(), newChildren, "child processes left"));
    }

    /// {@return how many descriptors are open}
    public static int openDescriptors() {
        try {
            return descriptors().size();
        } catch (IOException e) {
            throw new AssertionError("cannot list descriptors", e);
        }
    }

    private List<String> newDescriptors() throws IOException {
        return descriptors().stream().filter(one -> !descriptors.contains(one)).toList();
    }

    private List<String> newThreads() {
        return threads().filter(one -> !threads.contains(one)).map(Thread::toString).toList();
    }

    private List<String> newChildren() {
        return children().filter(one -> !children.contains(one)).map(pid -> "pid " + pid).toList();
    }

    /// Also those that have ended and wait to be collected.
    private static Stream<Long> children() {
        return ProcessHandle.current().children().map(ProcessHandle::pid);
    }

    private static Stream<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("rondo"))
                .filter(thread -> !thread.getName().equals(OF_ALL_LOOPS));
    }

    private static Set<String> descriptors() throws IOException {
        Set<String> found = new TreeSet<>();
        for (Path link : links()) {
            try {
                String target = Files.readSymbolicLink(link).toString();
                if (!isOfTheClassLoader(target)) {
                    found.add(link.getFileName() + " " + target);
                }
            } catch (NoSuchFileException e) {
                // closed meanwhile, as the listing itself is
            }
        }
        return found;
    }

    private static List<Path> links() throws IOException {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return List.of();
        }
        try (Stream<Path> links = Files.list(DESCRIPTORS)) {
            return links.toList();
        }
    }

    /// Archives of classes are opened with the first class that is taken from them.
    private static boolean isOfTheClassLoader(String target) {
        return target.endsWith(".jar") || target.endsWith("/lib/modules");
    }

    /// Has the JDK open what it opens once and keeps: the system's random numbers, and the pollers
    /// of virtual threads.
    private static synchronized void openThoseOfTheJdk() throws Exception {
        if (isWarm) {
            return;
        }
        isWarm = true;
        new SecureRandom().nextInt();
        FutureTask<Void> waiting =
                new FutureTask<>(() -> {
                    try (ServerSocket server = new ServerSocket(0)) {
                        server.setSoTimeout(50); // long enough to park, busy as the machine may be
                        server.accept();
                    } catch (SocketTimeoutException e) {
                        // nobody came, and nobody was to come
                    }
                    return null;
                });
        Thread.startVirtualThread(waiting);
        waiting.get();
    }
}
