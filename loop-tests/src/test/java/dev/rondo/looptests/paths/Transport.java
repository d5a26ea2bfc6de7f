package dev.rondo.looptests.paths;

/// A backend over a native transport of Netty's that Linux has, and what its parts are called.
enum Transport {
    EPOLL("epoll", "dev.rondo.epoll", "io.netty.channel.epoll.Epoll"),
    IO_URING("io_uring", "dev.rondo.iouring", "io.netty.channel.uring.IoUring");

    private static final String PROCESSOR =
            System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";

    /// The backend's, and the transport's in the names of Netty's artifacts and modules.
    private final String name;

    private final String module;
    private final String firstClass;

    Transport(String name, String module, String firstClass) {
        this.name = name;
        this.module = module;
        this.firstClass = firstClass;
    }

    String backend() {
        return name;
    }

    /// {@return the backend's module}
    String module() {
        return module;
    }

    /// {@return the class of Netty's that is asked first}
    String firstClass() {
        return firstClass;
    }

    String classes() {
        return "netty-transport-classes-" + name;
    }

    String library() {
        return "netty-transport-native-" + name;
    }

    /// {@return the module that the library is in}
    String libraryModule() {
        return "io.netty.transport." + name + ".linux." + PROCESSOR;
    }

    /// {@return this platform, as a classifier}
    static String platform() {
        return "linux-" + PROCESSOR;
    }
}
