package dev.rondo.iouring;

import dev.rondo.spi.LoopProvider.Availability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Why Linux gives this process no ring: the library was loaded, and the system said no.
///
/// @param answer the system's, as Netty tells it
/// @param setting the value of `kernel.io_uring_disabled`; empty on kernels that have no such
///   setting
/// @param isFiltered whether the system calls of this process are filtered
record Refusal(String answer, String setting, boolean isFiltered) {
    private static final Path SETTING = Path.of("/proc/sys/kernel/io_uring_disabled");
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String OFF = "2";
    private static final String RESERVED = "1";
    private static final String OTHERWISE = ", or use the backend epoll";

    /// {@return what this system says of itself, together with its answer}
    ///
    /// @param answer the system's, as Netty tells it
    static Refusal of(String answer) {
        boolean isFiltered =
                read(STATUS).lines().anyMatch(line -> line.matches("Seccomp:\\s*[12]"));
        return new Refusal(answer, read(SETTING).strip(), isFiltered);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException _) {
            return ""; // older than the setting, or no /proc in this container
        }
    }

    /// {@return the reason and the remedy, or null if this is nothing known}
    @Nullable Availability explain() {
        if (answer.contains("kernel version")) {
            return tooOld();
        }
        if (answer.contains("Cannot allocate memory")) {
            return new Availability(
                    "the limit of locked memory leaves no room for a ring",
                    "raise it (ulimit -l)" + OTHERWISE);
        }
        boolean isForbidden = answer.contains("Operation not permitted");
        boolean isUnknown = answer.contains("Function not implemented");
        if (isForbidden && setting.equals(OFF)) {
            return new Availability(
                    "io_uring is switched off on this system (kernel.io_uring_disabled is 2)",
                    "sysctl kernel.io_uring_disabled=0" + OTHERWISE);
        }
        if (isForbidden && setting.equals(RESERVED)) {
            return new Availability(
                    "io_uring is for one group of users on this system (kernel.io_uring_disabled is"
                            + " 1)",
                    "run as a member of the group of kernel.io_uring_group" + OTHERWISE);
        }
        if (isForbidden || isUnknown && isFiltered) {
            return new Availability(
                    "a filter of system calls (seccomp), as containers have one, forbids io_uring",
                    "allow io_uring_setup, io_uring_enter and io_uring_register" + OTHERWISE);
        }
        return isUnknown
                ? new Availability(
                        "this kernel was built without io_uring", "use the backend epoll")
                : null;
    }

    /// {@return that the kernel lacks what this backend is made of}
    static Availability tooOld() {
        return new Availability(
                "this kernel has no accepting that completes repeatedly, which came with Linux 5.19",
                "use a newer kernel" + OTHERWISE);
    }
}
