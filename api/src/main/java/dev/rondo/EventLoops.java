package dev.rondo;

import dev.rondo.kernel.Backends;
import dev.rondo.kernel.DebugMode;
import dev.rondo.kernel.Engines;
import dev.rondo.kernel.Spin;
import dev.rondo.spi.LoopProvider;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Finds backends and creates loops.
///
/// Backends are found with [java.util.ServiceLoader]. Which one is taken: the one named in code,
/// else by the system property [#LOOP_PROPERTY], else by the environment's `RONDO_LOOP`, else the
/// available one of the highest priority. A name may be a list, `epoll,nio`, of which the first
/// available is taken. Nothing falls back in silence.
///
/// All methods may be called from any thread.
public final class EventLoops {
    /// The system property that names the backend.
    public static final String LOOP_PROPERTY = "rondo.loop";

    /// The system property that names the coroutine engine: `auto`, `scheduled` or `handoff`.
    public static final String ENGINE_PROPERTY = "rondo.coroutines";

    /// The system property that says who starts child processes: `auto`, or `jdk` for the JDK's
    /// `ProcessBuilder` although the system's own calls could be used.
    public static final String CHILDREN_PROPERTY = "rondo.children";

    /// The system property that switches debug mode on: `true` or `false`.
    ///
    /// Without it the environment's `RONDO_DEBUG` counts, `1` or `0`.
    public static final String DEBUG_PROPERTY = "rondo.debug";

    /// The system property that says for how many microseconds a loop looks for events before it
    /// sleeps, see [Builder#spin]; 0 unless it is set.
    public static final String SPIN_PROPERTY = "rondo.spin";

    private EventLoops() {}

    /// Creates a loop of the backend that the configuration chooses.
    ///
    /// @return a new loop, to be closed by the caller
    /// @throws IllegalArgumentException if the configuration names an unknown backend or engine
    /// @throws IllegalStateException if what it names is not available here
    public static EventLoop create() {
        return builder().build();
    }

    /// Creates a loop of a backend.
    ///
    /// @param backend a name, or a list of names in order of preference
    /// @return a new loop, to be closed by the caller
    /// @throws IllegalArgumentException if the name is unknown; the message lists all backends
    /// @throws IllegalStateException if the backend is not available here; the message says why
    public static EventLoop create(String backend) {
        return builder().backend(Objects.requireNonNull(backend, "backend")).build();
    }

    /// {@return a builder of loops, with what the configuration says as its defaults}
    public static Builder builder() {
        return new Builder();
    }

    /// {@return the backends that were found, by falling priority, the broken ones included}
    public static List<BackendInfo> backends() {
        return Backends.list();
    }

    /// {@return what is known about a backend, be it registered or not}
    ///
    /// Unlike [LoopProvider#missing] it tells what children lack on this machine, too: these are
    /// the same for every backend.
    ///
    /// @param provider the backend
    public static BackendInfo describe(LoopProvider provider) {
        return Backends.describe(Objects.requireNonNull(provider, "provider"));
    }

    /// {@return the coroutine engine that the configuration chooses, and why}
    ///
    /// @throws IllegalArgumentException if the configuration names an unknown engine
    public static EngineInfo engine() {
        return Engines.describe();
    }

    /// Collects what a new loop should be like.
    public static final class Builder {
        private @Nullable String backend;
        private @Nullable LoopProvider provider;
        private @Nullable String engine;
        private @Nullable Boolean debug;
        private @Nullable Long spinNanos;

        private Builder() {}

        /// Chooses the backend by name.
        ///
        /// @param name a name, or a list of names in order of preference
        /// @return this builder
        public Builder backend(String name) {
            this.backend = Objects.requireNonNull(name, "name");
            return this;
        }

        /// Chooses the backend by its provider, which need not be registered anywhere.
        ///
        /// @param loopProvider the provider
        /// @return this builder
        public Builder provider(LoopProvider loopProvider) {
            this.provider = Objects.requireNonNull(loopProvider, "loopProvider");
            return this;
        }

        /// Chooses the coroutine engine.
        ///
        /// @param name `auto`, `scheduled` or `handoff`
        /// @return this builder
        public Builder engine(String name) {
            this.engine = Objects.requireNonNull(name, "name");
            return this;
        }

        /// Switches debug mode on or off, whatever the configuration says.
        ///
        /// @param on whether it is to be on, see [EventLoop#isDebug]
        /// @return this builder
        public Builder debug(boolean on) {
            this.debug = on;
            return this;
        }

        /// Has the loop look for events again and again before it sleeps, whatever the
        /// configuration says.
        ///
        /// What comes in that time is handled sooner, by what it takes the system to wake a thread,
        /// and other threads need not wake it; the price is a core that is busy meanwhile. A loop
        /// that has looked in vain does so before fewer and fewer sleeps, until something comes in
        /// time again. Without effect where time is virtual.
        ///
        /// @param time how long, up to 10 milliseconds; zero sleeps at once
        /// @return this builder
        /// @throws IllegalArgumentException if the time is negative or longer
        public Builder spin(Duration time) {
            this.spinNanos = Spin.checked(Objects.requireNonNull(time, "time"));
            return this;
        }

        /// Creates the loop.
        ///
        /// @return a new loop, to be closed by the caller
        /// @throws IllegalArgumentException if the backend or engine is unknown, or the
        ///   configuration of debug mode is neither yes nor no, or that of spinning no time
        /// @throws IllegalStateException if the backend or engine is not available here
        public EventLoop build() {
            boolean isDebug = debug == null ? DebugMode.isConfigured() : debug;
            long spin = spinNanos == null ? Spin.configured() : spinNanos;
            return Backends.open(provider, backend, engine, isDebug, spin);
        }
    }
}
