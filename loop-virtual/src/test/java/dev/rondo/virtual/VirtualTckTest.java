package dev.rondo.virtual;

import dev.rondo.spi.LoopProvider;
import dev.rondo.tck.RondoTck;

class VirtualTckTest extends RondoTck {
    @Override
    protected LoopProvider provider() {
        return new VirtualLoopProvider();
    }
}
