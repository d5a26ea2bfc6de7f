package dev.rondo.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.Rondo;
import dev.rondo.Subprocess;
import dev.rondo.spi.Capability;
import dev.rondo.spi.IoDriver;
import dev.rondo.spi.LoopHost;
import dev.rondo.spi.LoopProvider;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class MemorySubprocessTest {
    @Test
    void refusesChildrenByName() {
        try (EventLoop loop = EventLoops.create("memory")) {
            UnsupportedOperationException refusal =
                    loop.runUntilComplete(() ->
                            assertThrows(
                                    UnsupportedOperationException.class,
                                    Subprocess.exec("true")::start));

            assertEquals(
                    "memory does not support SUBPROCESSES: there is no operating system below it",
                    refusal.getMessage());
        }
    }

    @Test
    void virtualTimeStandsStillWhileAChildRuns() {
        try (EventLoop loop = EventLoops.builder().provider(new WithChildren()).build()) {
            int code =
                    loop.runUntilComplete(() -> {
                        Subprocess child = Subprocess.shell("sleep 0.1; exit 9").start();
                        return Rondo.timeout(Duration.ofDays(1), () -> child.waitFor());
                    });

            assertEquals(9, code);
        }
    }

    /// A backend with virtual time that does not deny the system below it.
    private static final class WithChildren implements LoopProvider {
        private final LoopProvider memory = new MemoryLoopProvider();

        @Override
        public String name() {
            return "memory-with-children";
        }

        @Override
        public int priority() {
            return 0;
        }

        @Override
        public Availability availability() {
            return Availability.AVAILABLE;
        }

        @Override
        public Map<Capability, String> missing() {
            Map<Capability, String> missing = new EnumMap<>(memory.missing());
            missing.remove(Capability.SUBPROCESSES);
            return missing;
        }

        @Override
        public IoDriver open(LoopHost host) throws java.io.IOException {
            return memory.open(host);
        }
    }
}
