package dev.rondo.iouring;

import dev.rondo.spi.LoopProvider;
import dev.rondo.tck.RondoTck;

class IoUringTckTest extends RondoTck {
    @Override
    protected LoopProvider provider() {
        return new IoUringLoopProvider();
    }
}
