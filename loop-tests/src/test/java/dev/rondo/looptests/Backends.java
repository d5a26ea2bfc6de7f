package dev.rondo.looptests;

import dev.rondo.BackendInfo;
import dev.rondo.EventLoops;
import dev.rondo.spi.Capability;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/// The backends that are tested: `nio`, or those that the system property `rondo.test.loops` lists:
/// `-Drondo.test.loops=nio,epoll`, or `all` that can run here and reach other processes.
public final class Backends implements ArgumentsProvider {
    private static final String PROPERTY = "rondo.test.loops";

    /// {@return their names}
    public static List<String> names() {
        String chosen = System.getProperty(PROPERTY, "nio");
        return chosen.equals("all")
                ? EventLoops.backends().stream()
                        .filter(Backends::isReal)
                        .map(BackendInfo::name)
                        .toList()
                : Arrays.asList(chosen.split(","));
    }

    private static boolean isReal(BackendInfo backend) {
        return backend.isAvailable()
                && !backend.missing().containsKey(Capability.TCP)
                && !backend.missing().containsKey(Capability.REAL_NETWORK);
    }

    @Override
    public Stream<Arguments> provideArguments(
            ParameterDeclarations parameters, ExtensionContext context) {
        return names().stream().map(Arguments::of);
    }
}
