package dev.rondo.epoll.paths;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rondo.BackendInfo;
import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Each cause has a message and a remedy of its own, whatever Netty makes of it. Each wants a JVM
/// in which nobody has asked before.
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AvailabilityTest {
    private static final String ALLOWED = "--enable-native-access=ALL-UNNAMED";
    private static final String PLATFORM = "linux-" + arch();
    private static final String MODULE = "io.netty.transport.epoll." + PLATFORM.replace('-', '.');

    private static String arch() {
        return System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
    }

    /// Prints why the backend is not available, and what would help.
    static final class Ask {
        public static void main(String[] arguments) {
            BackendInfo epoll =
                    EventLoops.backends().stream()
                            .filter(info -> info.name().equals("epoll"))
                            .findAny()
                            .orElseThrow();
            IO.println(epoll.unavailable() + "\n" + epoll.remedy());
        }
    }

    private static void check(FreshJava java, Class<?> program, String reason, String remedy)
            throws Exception {
        assertEquals(reason + "\n" + remedy, java.run(program));
    }

    @Test
    void isThereWhereItCanBe() throws Exception {
        check(new FreshJava().option(ALLOWED), Ask.class, "null", "null");
    }

    @Test
    void isThereUnlessNativeAccessIsForbidden() throws Exception {
        check(new FreshJava(), Ask.class, "null", "null");
    }

    @Test
    void onOtherSystemsItSaysWhereItIs() throws Exception {
        check(new FreshJava().option("-Dos.name=Plan 9"), Ask.class, "Linux only", "null");
    }

    @Test
    void switchedOff() throws Exception {
        check(
                new FreshJava().option(ALLOWED, "-Dio.netty.transport.noNative=true"),
                Ask.class,
                "native transports are switched off with -Dio.netty.transport.noNative=true",
                "start java without it");
    }

    @Test
    void nativeAccessDenied() throws Exception {
        check(
                new FreshJava().option("--illegal-native-access=deny"),
                Ask.class,
                "java does not let Netty load its native library",
                "start java with --enable-native-access=ALL-UNNAMED");
    }

    @Test
    void nativeJarMissing() throws Exception {
        check(
                new FreshJava().option(ALLOWED).without("netty-transport-native-epoll"),
                Ask.class,
                "the native library for " + PLATFORM + " is not on the class path",
                "add netty-transport-native-epoll with the classifier " + PLATFORM);
    }

    @Test
    void classesMissing() throws Exception {
        check(
                new FreshJava().option(ALLOWED).without("netty-transport-classes-epoll"),
                Ask.class,
                "a class of Netty's is missing: io.netty.channel.epoll.Epoll",
                "put netty-transport-classes-epoll and what it depends on on the path");
    }

    @Test
    void moduleNotNamed() throws Exception {
        check(
                new FreshJava().modules().option("--enable-native-access=io.netty.common"),
                Ask.class,
                "the module with the native library, " + MODULE + ", is not resolved",
                "start java with --add-modules "
                        + MODULE
                        + ", with netty-transport-native-epoll for "
                        + PLATFORM
                        + " on the module path");
    }

    @Test
    void nativeAccessDeniedToTheModule() throws Exception {
        check(
                new FreshJava()
                        .modules()
                        .option("--add-modules", MODULE, "--illegal-native-access=deny"),
                Ask.class,
                "java does not let Netty load its native library",
                "start java with --enable-native-access=io.netty.common");
    }

    @Test
    void theRemediesForModulesHelp() throws Exception {
        String printed =
                new FreshJava()
                        .modules()
                        .option("--add-modules", MODULE, "--illegal-native-access=deny")
                        .option("--enable-native-access=io.netty.common")
                        .run(RunALoop.class);

        assertEquals("epoll in module dev.rondo", printed);
    }

    static final class RunALoop {
        public static void main(String[] arguments) {
            try (EventLoop loop = EventLoops.create("epoll")) {
                String name = loop.runUntilComplete(() -> loop.backend());
                IO.println(name + " in " + EventLoop.class.getModule());
            }
        }
    }
}
