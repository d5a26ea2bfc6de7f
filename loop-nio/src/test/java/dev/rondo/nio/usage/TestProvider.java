package dev.rondo.nio.usage;

import dev.rondo.spi.Capability;
import dev.rondo.spi.IoDriver;
import dev.rondo.spi.LoopHost;
import dev.rondo.spi.LoopProvider;
import java.io.IOException;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/// Providers that can be had for tests: by hand, or by [TestProviders] as if they were on the path.
class TestProvider implements LoopProvider {
    private final String name;
    private final Availability availability;

    TestProvider(String name, @Nullable String reason, @Nullable String remedy) {
        this.name = name;
        this.availability = new Availability(reason, remedy);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int priority() {
        return 1000;
    }

    @Override
    public Availability availability() {
        return availability;
    }

    @Override
    public Map<Capability, String> missing() {
        return Map.of();
    }

    @Override
    public IoDriver open(LoopHost host) throws IOException {
        throw new IOException("cannot be opened");
    }

    /// {@return the real backend}
    static LoopProvider nio() {
        return ServiceLoader.load(LoopProvider.class).stream()
                .filter(provider -> provider.type().getName().startsWith("dev.rondo.nio.Nio"))
                .findAny()
                .orElseThrow()
                .get();
    }

    /// It cannot run here, and says why.
    public static final class Absent extends TestProvider {
        /// For the service loader.
        public Absent() {
            super("absent", "the system is too old", "install a newer one");
        }
    }

    /// It cannot run here, and nothing helps.
    public static final class Hopeless extends TestProvider {
        /// For the service loader.
        public Hopeless() {
            super("hopeless", "it is for another system", null);
        }
    }

    /// Its constructor throws.
    public static final class FailsInConstructor extends TestProvider {
        /// For the service loader.
        public FailsInConstructor() {
            super("never", null, null);
            throw new IllegalArgumentException("no constructor");
        }
    }

    /// Its class cannot be initialised.
    public static final class FailsInInitialiser extends TestProvider {
        private static final int FAILURE = fail();

        /// For the service loader.
        public FailsInInitialiser() {
            super("never", null, Integer.toString(FAILURE));
        }

        private static int fail() {
            throw new IllegalArgumentException("no initialiser");
        }
    }

    /// It throws when it is asked whether it can run here.
    public static final class FailsWhenAsked extends TestProvider {
        /// For the service loader.
        public FailsWhenAsked() {
            super("never", null, null);
        }

        @Override
        public Availability availability() {
            throw new NoClassDefFoundError("some.Native");
        }
    }

    /// It is registered as a provider and is none.
    public static final class NoProvider {
        /// For the service loader.
        public NoProvider() {}
    }
}
