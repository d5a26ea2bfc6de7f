package dev.rondo.kqueue;

import dev.rondo.spi.LoopProvider;
import dev.rondo.tck.RondoTck;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(
        value = {OS.MAC, OS.FREEBSD, OS.OPENBSD},
        disabledReason = "kqueue is for macOS and BSD only")
class KQueueTckTest extends RondoTck {
    @Override
    protected LoopProvider provider() {
        return new KQueueLoopProvider();
    }
}
