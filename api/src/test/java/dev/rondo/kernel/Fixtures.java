package dev.rondo.kernel;

import dev.rondo.spi.Capability;
import dev.rondo.spi.IoDriver;
import dev.rondo.spi.LoopHost;
import dev.rondo.spi.LoopProvider;
import java.util.Map;

/// A loop that is never started, for the parts that only want to belong to one.
final class Fixtures {
    private Fixtures() {}

    static Cycle cycle() {
        return new KernelLoop(new NoProvider(), new HandoffEngine(), false, 0).cycle;
    }

    /// An entry that does nothing, told apart by its number.
    static Numbered entry(int submitter, int number) {
        return new Numbered(submitter, number);
    }

    static final class Numbered extends Entry {
        final int submitter;
        final int number;

        Numbered(int submitter, int number) {
            super(false);
            this.submitter = submitter;
            this.number = number;
        }

        @Override
        void run() {}
    }

    private record NoProvider() implements LoopProvider {
        @Override
        public String name() {
            return "none";
        }

        @Override
        public int priority() {
            return 0;
        }

        @Override
        public Availability availability() {
            return new Availability("a fixture", null);
        }

        @Override
        public Map<Capability, String> missing() {
            return Map.of();
        }

        @Override
        public IoDriver open(LoopHost host) {
            throw new AssertionError("the loop of this fixture is never started");
        }
    }
}
