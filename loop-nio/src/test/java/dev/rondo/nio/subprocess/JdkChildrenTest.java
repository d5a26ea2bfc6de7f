package dev.rondo.nio.subprocess;

import static dev.rondo.Rondo.run;
import static dev.rondo.Stdio.PIPE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoops;
import dev.rondo.Subprocess;
import dev.rondo.nio.NioLoopProvider;
import dev.rondo.spi.Capability;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/// The same children, started by the JDK: what other systems have, or this one without native
/// access.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class JdkChildrenTest {
    @BeforeAll
    static void choose() {
        System.setProperty(EventLoops.CHILDREN_PROPERTY, "jdk");
    }

    @AfterAll
    static void forget() {
        System.clearProperty(EventLoops.CHILDREN_PROPERTY);
    }

    @Nested
    class Starting extends StartTest {}

    @Nested
    class Connecting extends ConnectionsTest {}

    @Nested
    class Communicating extends CommunicateTest {}

    @Nested
    class ReadingAndWriting extends PipesTest {}

    @Nested
    class Ending extends EndingTest {
        /// As shells tell it: it cannot be told from an exit code.
        @Override
        int endOf(int signal) {
            return 128 + signal;
        }
    }

    @Test
    void declareWhatTheyLack() {
        Map<Capability, String> missing = EventLoops.describe(new NioLoopProvider()).missing();

        assertEquals(Set.of(Capability.EXIT_SIGNALS, Capability.PROCESS_CONTROL), missing.keySet());
        assertEquals(
                "the JDK starts children, as rondo.children says",
                missing.get(Capability.EXIT_SIGNALS));
    }

    @Test
    void refuseWhatTheyLack() {
        run(() -> {
            String refusal =
                    assertThrows(
                                    UnsupportedOperationException.class,
                                    Subprocess.exec("true").newSession()::start)
                            .getMessage();
            assertTrue(refusal.contains("PROCESS_CONTROL"), refusal);
            Subprocess child = Subprocess.exec("cat").stdin(PIPE).start();
            assertThrows(UnsupportedOperationException.class, () -> child.sendSignal(1));
            child.communicate();
        });
    }
}
