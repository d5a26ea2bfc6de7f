package org.example.park;

import dev.rondo.spi.LoopProvider;
import dev.rondo.tck.RondoTck;

class ParkTckTest extends RondoTck {
    @Override
    protected LoopProvider provider() {
        return new ParkLoopProvider();
    }
}
