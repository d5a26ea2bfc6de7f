package dev.rondo.looptests.scale;

import dev.rondo.looptests.Amount;
import dev.rondo.looptests.ChildJvm;
import dev.rondo.looptests.OnEachLoop;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Nothing grows under a mixed load. `-Drondo.test.soak=600` does it for ten minutes.
@OnEachLoop
@Tag("slow")
class SoakTest {
    private static final int SECONDS = Amount.of("soak", 5);

    private final String backend;

    SoakTest(String backend) {
        this.backend = backend;
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void nothingGrows() throws Exception {
        String said =
                new ChildJvm(Soak.class, backend)
                        .fixedHeap("128m")
                        .limit(Duration.ofSeconds(60 + 2 * SECONDS))
                        .run("" + SECONDS);

        System.out.print(backend + ": " + said);
    }
}
