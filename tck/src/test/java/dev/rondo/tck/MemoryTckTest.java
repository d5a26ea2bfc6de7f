package dev.rondo.tck;

import dev.rondo.memory.MemoryLoopProvider;
import dev.rondo.spi.LoopProvider;

/// The kit on its first subject.
class MemoryTckTest extends RondoTck {
    @Override
    protected LoopProvider provider() {
        return new MemoryLoopProvider();
    }
}
