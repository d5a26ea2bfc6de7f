package dev.rondo.bench;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// The class path of this process, and the part of it that a server needs.
final class ClassPath {
    static final String OWN = System.getProperty("java.class.path");

    private static final List<String> ON_NETTY = List.of("epoll", "io_uring", "kqueue");
    private static final List<String> ON_THE_JDK = List.of("nio", "virtual");
    private static final List<String> OF_TRANSPORTS = List.of("-classes-", "-native-");

    private ClassPath() {}

    /// {@return what a program on a backend needs; for a backend that is not one of ours, all}
    static String of(String loop) {
        return of(loop, OWN);
    }

    static String of(String loop, String classPath) {
        if (!ON_NETTY.contains(loop) && !ON_THE_JDK.contains(loop)) {
            return classPath;
        }
        return Arrays.stream(classPath.split(File.pathSeparator))
                .filter(entry -> serves(Path.of(entry), loop))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /// Folders are classes that were just compiled, of whatever module.
    private static boolean serves(Path entry, String loop) {
        String name = String.valueOf(entry.getFileName());
        return Files.isDirectory(entry)
                || name.startsWith("rondo-api-")
                || name.startsWith("rondo-bench-")
                || name.startsWith("rondo-loop-" + loop.replace("_", "") + "-")
                || ON_NETTY.contains(loop) && servesNetty(name, loop);
    }

    private static boolean servesNetty(String name, String loop) {
        boolean isOfTransport = OF_TRANSPORTS.stream().anyMatch(name::contains);
        boolean isOfThis = name.contains("-" + loop + "-") || name.contains("-unix-common-");
        return name.startsWith("rondo-loop-netty-")
                || name.startsWith("netty-") && (!isOfTransport || isOfThis);
    }
}
