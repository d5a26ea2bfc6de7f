package dev.rondo.kernel;

import dev.rondo.BackendInfo;
import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.spi.Capability;
import dev.rondo.spi.LoopProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The backends that can be found, and the choice among them.
public final class Backends {
    /// A backend that was found. Whether it is available is asked when somebody wants to know, for
    /// the answer may load native code.
    private static final class Found {
        final String name;
        final int priority;

        /// Null if it is broken.
        private final @Nullable LoopProvider provider;

        /// What is known of it; a broken one is not asked any more.
        private @Nullable BackendInfo info;

        private boolean isAsked;
        private boolean isAvailable;

        Found(LoopProvider provider) {
            this.provider = provider;
            name = provider.name();
            priority = provider.priority();
        }

        Found(String name, Throwable problem) {
            provider = null;
            info = broken(name, problem);
            this.name = name;
            priority = info.priority();
        }

        BackendInfo info() {
            if (info == null) {
                ask(asked -> info = describe(asked));
            }
            return Objects.requireNonNull(info);
        }

        /// {@return the provider, if it can be used} What it lacks is not asked: to find that out
        /// takes longer than to open a loop.
        @Nullable LoopProvider usable() {
            if (!isAsked) {
                isAsked = true;
                ask(asked -> isAvailable = asked.availability().isAvailable());
            }
            return isAvailable ? provider : null;
        }

        /// Asks the provider, if there is one; it is broken when it cannot answer.
        private void ask(Consumer<LoopProvider> question) {
            LoopProvider asked = provider;
            if (asked == null) {
                return;
            }
            try {
                question.accept(asked);
            } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
                info = broken(asked.getClass().getName(), e);
            }
        }

        /// {@return whether a name means this; a broken one has another name}
        boolean isNamed(String wished) {
            return name.equals(wished) && (usable() != null || info().name().equals(wished));
        }

        private static BackendInfo broken(String name, Throwable problem) {
            return new BackendInfo(
                    name, Integer.MIN_VALUE, false, "broken: " + problem, null, Map.of());
        }
    }

    private Backends() {}

    /// {@return all backends, by falling priority}
    public static List<BackendInfo> list() {
        return describe(find());
    }

    private static List<BackendInfo> describe(List<Found> all) {
        return all.stream()
                .map(Found::info)
                .sorted(Comparator.comparingInt(info -> -info.priority()))
                .toList();
    }

    /// Opens a loop.
    ///
    /// @param provider the provider, or null to choose one by name
    /// @param backend the name or list of names, or null to choose by configuration
    /// @param engine the coroutine engine, or null to choose by configuration
    /// @param debug whether to record creation stacks
    /// @param spinNanos how long to look for events before a sleep
    /// @return the loop
    public static EventLoop open(
            @Nullable LoopProvider provider,
            @Nullable String backend,
            @Nullable String engine,
            boolean debug,
            long spinNanos) {
        LoopProvider chosen = provider == null ? choose(backend) : available(provider);
        KernelLoop loop = new KernelLoop(chosen, Engines.choose(engine), debug, spinNanos);
        loop.start();
        if (debug) {
            Log.logger()
                    .log(
                            System.Logger.Level.DEBUG,
                            "opened " + loop + " with coroutine engine '" + loop.engine() + "'");
        }
        return loop;
    }

    private static LoopProvider available(LoopProvider provider) {
        if (!provider.availability().isAvailable()) {
            throw new IllegalStateException(unavailable(describe(provider)));
        }
        return provider;
    }

    private static LoopProvider choose(@Nullable String wished) {
        String names = wished == null ? configured() : wished;
        List<Found> all = find();
        if (names != null) {
            return byName(names, all);
        }
        for (Found found : all) {
            if (found.provider != null && found.provider.isAutomatic()) {
                LoopProvider usable = found.usable();
                if (usable != null) {
                    return usable;
                }
            }
        }
        throw new IllegalStateException("no backend is available" + overview(all));
    }

    private static @Nullable String configured() {
        String property = System.getProperty(EventLoops.LOOP_PROPERTY);
        return property != null ? property : System.getenv("RONDO_LOOP");
    }

    private static LoopProvider byName(String names, List<Found> all) {
        List<String> unavailable = new ArrayList<>();
        for (String name : names.split(",", -1)) {
            Found found = find(name.strip(), all);
            LoopProvider usable = found.usable();
            if (usable != null) {
                return usable;
            }
            unavailable.add(unavailable(found.info()));
        }
        throw new IllegalStateException(String.join("; ", unavailable) + overview(all));
    }

    private static Found find(String name, List<Found> all) {
        for (Found found : all) {
            if (found.isNamed(name)) {
                return found;
            }
        }
        throw new IllegalArgumentException("no backend '" + name + "'" + overview(all));
    }

    private static String overview(List<Found> all) {
        List<BackendInfo> infos = describe(all);
        String available =
                infos.stream()
                        .filter(BackendInfo::isAvailable)
                        .map(BackendInfo::name)
                        .collect(Collectors.joining(", "));
        String unavailable =
                infos.stream()
                        .filter(info -> !info.isAvailable())
                        .map(info -> info.name() + " (" + why(info) + ")")
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

    private static List<Found> find() {
        List<Found> all = new ArrayList<>();
        Iterator<ServiceLoader.Provider<LoopProvider>> providers =
                ServiceLoader.load(LoopProvider.class).stream().iterator();
        while (true) {
            try {
                if (!providers.hasNext()) {
                    break;
                }
                ServiceLoader.Provider<LoopProvider> next = providers.next();
                all.add(load(next));
            } catch (ServiceConfigurationError | LinkageError e) {
                all.add(new Found("(unknown)", e)); // one broken entry must not hide the others
            }
        }
        all.sort((one, other) -> Integer.compare(other.priority, one.priority));
        return all;
    }

    private static Found load(ServiceLoader.Provider<LoopProvider> provider) {
        try {
            return new Found(provider.get());
        } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
            return new Found(provider.type().getName(), e);
        }
    }

    /// {@return what a provider lacks, and what children lack on this machine, which are the
    /// kernel's for all backends}
    static Map<Capability, String> missing(LoopProvider provider) {
        Map<Capability, String> all = new EnumMap<>(Capability.class);
        all.putAll(Children.missing());
        all.putAll(provider.missing());
        String noChildren = all.get(Capability.SUBPROCESSES);
        if (noChildren != null) {
            Children.NATIVE.forEach(capability -> all.putIfAbsent(capability, noChildren));
        }
        return all;
    }

    /// {@return why loops of a provider lack a capability, or null if they have it}
    static @Nullable String reason(LoopProvider provider, Capability capability) {
        String reason = provider.missing().get(capability);
        return reason == null && Children.NATIVE.contains(capability)
                ? missing(provider).get(capability)
                : reason;
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
