package dev.rondo.kernel;

import dev.rondo.BackendInfo;
import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.spi.Capability;
import dev.rondo.spi.LoopProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The backends that can be found, and the choice among them.
public final class Backends {
    private static final System.Logger LOGGER = System.getLogger("dev.rondo");

    /// A backend that was found: what is known, and the provider unless it is broken.
    private record Found(BackendInfo info, @Nullable LoopProvider provider) {}

    private Backends() {}

    /// {@return all backends, by falling priority}
    public static List<BackendInfo> list() {
        return find(_ -> true).stream().map(Found::info).toList();
    }

    /// Opens a loop.
    ///
    /// @param provider the provider, or null to choose one by name
    /// @param backend the name or list of names, or null to choose by configuration
    /// @param engine the coroutine engine, or null to choose by configuration
    /// @param debug whether to record creation stacks
    /// @return the loop
    public static EventLoop open(
            @Nullable LoopProvider provider,
            @Nullable String backend,
            @Nullable String engine,
            boolean debug) {
        LoopProvider chosen = provider == null ? choose(backend) : provider;
        if (!chosen.availability().isAvailable()) {
            throw new IllegalStateException(unavailable(describe(chosen)));
        }
        KernelLoop loop = new KernelLoop(chosen, Engines.choose(engine), debug);
        loop.start();
        LOGGER.log(
                System.Logger.Level.DEBUG,
                () -> "opened " + loop + " with coroutine engine '" + loop.engine() + "'");
        return loop;
    }

    private static LoopProvider choose(@Nullable String wished) {
        String names = wished == null ? configured() : wished;
        if (names != null) {
            return byName(names);
        }
        List<Found> all = find(_ -> true);
        for (Found found : all) {
            if (found.provider != null && found.info.automatic() && found.info.isAvailable()) {
                return found.provider;
            }
        }
        throw new IllegalStateException("no backend is available" + overview(all));
    }

    private static @Nullable String configured() {
        String property = System.getProperty(EventLoops.LOOP_PROPERTY);
        return property != null ? property : System.getenv("RONDO_LOOP");
    }

    /// Asks only those that are named whether they are available: the answer may load native code.
    private static LoopProvider byName(String names) {
        List<String> wished = Arrays.stream(names.split(",", -1)).map(String::strip).toList();
        List<Found> named = find(wished::contains);
        for (String name : wished) {
            for (Found found : named) {
                if (found.info.name().equals(name)
                        && found.provider != null
                        && found.info.isAvailable()) {
                    return found.provider;
                }
            }
            if (named.stream().noneMatch(found -> found.info.name().equals(name))) {
                break; // an error, which names all that there are
            }
        }
        return byName(wished, find(_ -> true));
    }

    private static LoopProvider byName(List<String> names, List<Found> all) {
        List<String> unavailable = new ArrayList<>();
        for (String name : names) {
            Found found = find(name, all);
            if (found.provider != null && found.info.isAvailable()) {
                return found.provider;
            }
            unavailable.add(unavailable(found.info));
        }
        throw new IllegalStateException(String.join("; ", unavailable) + overview(all));
    }

    private static Found find(String name, List<Found> all) {
        for (Found found : all) {
            if (found.info.name().equals(name)) {
                return found;
            }
        }
        throw new IllegalArgumentException("no backend '" + name + "'" + overview(all));
    }

    private static String overview(List<Found> all) {
        String available =
                all.stream()
                        .filter(found -> found.info.isAvailable())
                        .map(found -> found.info.name())
                        .collect(Collectors.joining(", "));
        String unavailable =
                all.stream()
                        .filter(found -> !found.info.isAvailable())
                        .map(found -> found.info.name() + " (" + why(found.info) + ")")
                        .collect(Collectors.joining(", "));
        return "; available: "
                + (available.isEmpty()
                        ? "none; put a backend such as rondo-loop-nio on the path"
                        : available)
                + (unavailable.isEmpty() ? "" : "; unavailable: " + unavailable);
    }

    private static String unavailable(BackendInfo info) {
        return "backend '" + info.name() + "' is not available: " + why(info);
    }

    private static String why(BackendInfo info) {
        return info.unavailable() + (info.remedy() == null ? "" : "; " + info.remedy());
    }

    private static List<Found> find(Predicate<String> isWanted) {
        List<Found> all = new ArrayList<>();
        Iterator<ServiceLoader.Provider<LoopProvider>> providers =
                ServiceLoader.load(LoopProvider.class).stream().iterator();
        while (true) {
            try {
                if (!providers.hasNext()) {
                    break;
                }
                ServiceLoader.Provider<LoopProvider> next = providers.next();
                load(next, isWanted).ifPresent(all::add);
            } catch (ServiceConfigurationError | LinkageError e) {
                all.add(broken("(unknown)", e)); // one broken entry must not hide the others
            }
        }
        all.sort(Comparator.comparingInt(found -> -found.info.priority()));
        return all;
    }

    private static Optional<Found> load(
            ServiceLoader.Provider<LoopProvider> provider, Predicate<String> isWanted) {
        try {
            LoopProvider loaded = provider.get();
            return isWanted.test(loaded.name())
                    ? Optional.of(new Found(describe(loaded), loaded))
                    : Optional.empty();
        } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
            return Optional.of(broken(provider.type().getName(), e));
        }
    }

    private static Found broken(String name, Throwable e) {
        return new Found(
                new BackendInfo(name, Integer.MIN_VALUE, false, "broken: " + e, null, Map.of()),
                null);
    }

    /// {@return what a provider lacks, and what children lack on this machine, which are the
    /// kernel's for all backends}
    static Map<Capability, String> missing(LoopProvider provider) {
        Map<Capability, String> all = new EnumMap<>(Capability.class);
        all.putAll(Children.missing());
        all.putAll(provider.missing());
        String noChildren = all.get(Capability.SUBPROCESSES);
        if (noChildren != null) {
            all.putIfAbsent(Capability.EXIT_SIGNALS, noChildren);
            all.putIfAbsent(Capability.PROCESS_CONTROL, noChildren);
        }
        return all;
    }

    /// {@return what is known about a backend}
    ///
    /// @param provider the backend
    public static BackendInfo describe(LoopProvider provider) {
        LoopProvider.Availability availability = provider.availability();
        Map<Capability, String> missing = Map.copyOf(missing(provider));
        return new BackendInfo(
                provider.name(),
                provider.priority(),
                provider.isAutomatic(),
                availability.reason(),
                availability.remedy(),
                missing);
    }
}
