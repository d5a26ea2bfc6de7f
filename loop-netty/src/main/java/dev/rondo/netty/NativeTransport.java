package dev.rondo.netty;

import dev.rondo.spi.Capability;
import dev.rondo.spi.LoopProvider.Availability;
import java.io.FileNotFoundException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A native transport of Netty's, and why it is not available: Netty answers with one error for
/// half a dozen causes, which want different remedies.
///
/// @param name what the transport is called in the names of Netty's jars and modules, as `epoll`
/// @param systems the systems that have it, for people, as `Linux`
/// @param isSystem whether it is one of them, by the property `os.name`
/// @param library how the names of Netty's libraries call this system, as `linux`
public record NativeTransport(
        String name, String systems, Predicate<String> isSystem, String library) {
    /// What backends over native transports lack.
    public static final Map<Capability, String> MISSING =
            Map.of(
                    Capability.SOCKET_CHANNELS,
                    "a channel of java.nio keeps its descriptor to itself");

    private static final String NO_NATIVE = "io.netty.transport.noNative";

    /// Where Netty looks for the library. It also misses files that it cannot write.
    private static final String LIBRARIES = "META-INF/native/";

    /// Finds out whether the transport is available.
    ///
    /// @param cause asks Netty why it is not; null says that it is
    /// @return the answer, with the reason and the remedy
    public Availability availability(Supplier<@Nullable Throwable> cause) {
        if (!isSystem.test(System.getProperty("os.name"))) {
            return new Availability(systems + " only", null);
        }
        Throwable thrown;
        try {
            thrown = cause.get();
        } catch (LinkageError e) {
            thrown = e;
        }
        return thrown == null ? Availability.AVAILABLE : explain(thrown);
    }

    private Availability explain(Throwable thrown) {
        if (Boolean.getBoolean(NO_NATIVE)) {
            return new Availability(
                    "native transports are switched off with -D" + NO_NATIVE + "=true",
                    "start java without it");
        }
        Set<Throwable> all = Collections.newSetFromMap(new IdentityHashMap<>());
        collect(thrown, all);
        if (has(all, IllegalCallerException.class, "")) {
            return new Availability(
                    "java does not let Netty load its native library",
                    "start java with --enable-native-access=" + loader());
        }
        if (has(all, FileNotFoundException.class, LIBRARIES)) {
            return isOnModulePath() ? moduleMissing() : jarMissing();
        }
        if (has(all, NoClassDefFoundError.class, "")) {
            return new Availability(
                    "a class of Netty's is missing: " + innermost(thrown).getMessage(),
                    "put netty-transport-classes-" + name + " and what it depends on on the path");
        }
        return new Availability(
                "the system refuses it: " + innermost(thrown), "look for limits of this process");
    }

    private static void collect(Throwable thrown, Set<Throwable> all) {
        if (!all.add(thrown)) {
            return;
        }
        if (thrown.getCause() != null) {
            collect(thrown.getCause(), all);
        }
        for (Throwable suppressed : thrown.getSuppressed()) {
            collect(suppressed, all);
        }
    }

    private static boolean has(Set<Throwable> all, Class<?> type, String beginning) {
        return all.stream()
                .filter(type::isInstance)
                .anyMatch(each -> String.valueOf(each.getMessage()).startsWith(beginning));
    }

    private static Throwable innermost(Throwable thrown) {
        Throwable inner = thrown;
        while (inner.getCause() != null && inner.getCause() != inner) {
            inner = inner.getCause();
        }
        return inner;
    }

    private static boolean isOnModulePath() {
        return NativeTransport.class.getModule().isNamed();
    }

    /// {@return who loads the library, for the option that allows it}
    private static String loader() {
        return isOnModulePath() ? "io.netty.common" : "ALL-UNNAMED";
    }

    private Availability jarMissing() {
        return new Availability(
                "the native library for " + platform() + " is not on the class path",
                "add netty-transport-native-" + name + " with the classifier " + platform());
    }

    private Availability moduleMissing() {
        String module = "io.netty.transport." + name + "." + platform().replace('-', '.');
        return new Availability(
                "the module with the native library, " + module + ", is not resolved",
                "start java with --add-modules "
                        + module
                        + ", with netty-transport-native-"
                        + name
                        + " for "
                        + platform()
                        + " on the module path");
    }

    /// {@return this platform, as Netty's classifiers name it}
    private String platform() {
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String netty =
                switch (arch) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64" -> "aarch_64";
                    default -> arch;
                };
        return library + "-" + netty;
    }
}
