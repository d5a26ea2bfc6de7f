package dev.rondo.looptests;

import dev.rondo.BackendInfo;
import dev.rondo.EventLoops;
import dev.rondo.spi.Capability;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/// The backends that are tested. All that can run here and reach other processes take the two
/// engines in turn, as to test each of them with both takes long; the system property
/// `rondo.test.loops` says otherwise: `-Drondo.test.loops=nio,epoll`, or `all` for each of them.
public final class Backends implements ArgumentsProvider {
    private static final String PROPERTY = "rondo.test.loops";

    /// {@return their names}
    public static List<String> names() {
        String chosen = System.getProperty(PROPERTY, "");
        return switch (chosen) {
            case "" -> everySecond(real());
            case "all" -> real();
            default -> Arrays.asList(chosen.split(","));
        };
    }

    private static List<String> real() {
        return EventLoops.backends().stream()
                .filter(Backends::isReal)
                .map(BackendInfo::name)
                .toList();
    }

    private static List<String> everySecond(List<String> names) {
        int first = EventLoops.engine().name().equals("scheduled") ? 1 : 0;
        return IntStream.range(0, names.size())
                .filter(index -> index % 2 == first)
                .mapToObj(names::get)
                .toList();
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
