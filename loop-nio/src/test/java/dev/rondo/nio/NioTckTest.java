package dev.rondo.nio;

import dev.rondo.spi.LoopProvider;
import dev.rondo.tck.RondoTck;

class NioTckTest extends RondoTck {
    @Override
    protected LoopProvider provider() {
        return new NioLoopProvider();
    }
}
