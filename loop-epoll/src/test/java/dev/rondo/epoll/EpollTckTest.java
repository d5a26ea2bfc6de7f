package dev.rondo.epoll;

import dev.rondo.spi.LoopProvider;
import dev.rondo.tck.RondoTck;

class EpollTckTest extends RondoTck {
    @Override
    protected LoopProvider provider() {
        return new EpollLoopProvider();
    }
}
