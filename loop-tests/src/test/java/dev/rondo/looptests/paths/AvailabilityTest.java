package dev.rondo.looptests.paths;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rondo.BackendInfo;
import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Each cause has a message and a remedy of its own, whatever Netty makes of it. Each wants a JVM
/// in which nobody has asked before.
@ParameterizedClass
@EnumSource(Transport.class)
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AvailabilityTest {
    private static final String ALLOWED = "--enable-native-access=ALL-UNNAMED";

    private final Transport transport;

    AvailabilityTest(Transport transport) {
        this.transport = transport;
        assumeTrue(
                FreshJava.has(transport.library(), Transport.platform()),
                () -> "the path has no library of " + transport + " for " + Transport.platform());
    }

    /// Prints why a backend is not available, and what would help.
    static final class Ask {
        public static void main(String[] arguments) {
            BackendInfo asked =
                    EventLoops.backends().stream()
                            .filter(info -> info.name().equals(arguments[0]))
                            .findAny()
                            .orElseThrow();
            IO.println(asked.unavailable() + "\n" + asked.remedy());
        }
    }

    private void check(FreshJava java, String reason, String remedy) throws Exception {
        assertEquals(reason + "\n" + remedy, java.run(Ask.class, transport.backend()));
    }

    private FreshJava onModulePath() {
        return new FreshJava().modules(transport.module());
    }

    @Test
    void isThereWhereItCanBe() throws Exception {
        check(new FreshJava().option(ALLOWED), "null", "null");
    }

    @Test
    void isThereUnlessNativeAccessIsForbidden() throws Exception {
        check(new FreshJava(), "null", "null");
    }

    @Test
    void onOtherSystemsItSaysWhereItIs() throws Exception {
        check(new FreshJava().option("-Dos.name=Plan 9"), "Linux only", "null");
    }

    @Test
    void switchedOff() throws Exception {
        check(
                new FreshJava().option(ALLOWED, "-Dio.netty.transport.noNative=true"),
                "native transports are switched off with -Dio.netty.transport.noNative=true",
                "start java without it");
    }

    @Test
    void nativeAccessDenied() throws Exception {
        check(
                new FreshJava().option("--illegal-native-access=deny"),
                "java does not let Netty load its native library",
                "start java with --enable-native-access=ALL-UNNAMED");
    }

    @Test
    void nativeJarMissing() throws Exception {
        check(
                new FreshJava().option(ALLOWED).without(transport.library()),
                "the native library for " + Transport.platform() + " is not on the class path",
                "add " + transport.library() + " with the classifier " + Transport.platform());
    }

    @Test
    void classesMissing() throws Exception {
        check(
                new FreshJava().option(ALLOWED).without(transport.classes()),
                "a class of Netty's is missing: " + transport.firstClass(),
                "put " + transport.classes() + " and what it depends on on the path");
    }

    @Test
    void moduleNotNamed() throws Exception {
        check(
                onModulePath().option("--enable-native-access=io.netty.common"),
                "the module with the native library, "
                        + transport.libraryModule()
                        + ", is not resolved",
                "start java with --add-modules "
                        + transport.libraryModule()
                        + ", with "
                        + transport.library()
                        + " for "
                        + Transport.platform()
                        + " on the module path");
    }

    @Test
    void nativeAccessDeniedToTheModule() throws Exception {
        check(
                onModulePath()
                        .option(
                                "--add-modules",
                                transport.libraryModule(),
                                "--illegal-native-access=deny"),
                "java does not let Netty load its native library",
                "start java with --enable-native-access=io.netty.common");
    }

    @Test
    void theRemediesForModulesHelp() throws Exception {
        String printed =
                onModulePath()
                        .option(
                                "--add-modules",
                                transport.libraryModule(),
                                "--illegal-native-access=deny")
                        .option("--enable-native-access=io.netty.common")
                        .run(RunALoop.class, transport.backend());

        assertEquals(transport.backend() + " in module dev.rondo", printed);
    }

    static final class RunALoop {
        public static void main(String[] arguments) {
            try (EventLoop loop = EventLoops.create(arguments[0])) {
                String name = loop.runUntilComplete(() -> loop.backend());
                IO.println(name + " in " + EventLoop.class.getModule());
            }
        }
    }
}
