package dev.rondo.kernel;

import dev.rondo.spi.DescriptorHandler;
import dev.rondo.spi.DescriptorWatch;
import java.io.IOException;

/// A watch for the loops whose driver has none: [Readiness] waits, and what it hears takes the way
/// through the loop's queue. With the turn.
final class SharedWatch implements DescriptorWatch {
    private final Cycle cycle;
    private final int descriptor;
    private final DescriptorHandler handler;
    private final Readiness.Watch watch;
    private boolean isClosed;

    /// @throws IOException if the system refuses; the descriptor remains the caller's
    SharedWatch(Cycle cycle, int descriptor, DescriptorHandler handler) throws IOException {
        this.cycle = cycle;
        this.descriptor = descriptor;
        this.handler = handler;
        watch = Readiness.watch(descriptor, this::tell);
    }

    @Override
    public void arm(int events) throws IOException {
        int input = (events & INPUT) != 0 ? Readiness.IN : 0;
        watch.arm((events & OUTPUT) != 0 ? input | Readiness.OUT : input);
    }

    /// On the thread that waits for all descriptors.
    private void tell(int heard) {
        int input = (heard & Readiness.IN) != 0 ? INPUT : 0;
        int output = (heard & Readiness.OUT) != 0 ? OUTPUT : 0;
        int end = (heard & ~(Readiness.IN | Readiness.OUT)) != 0 ? END : 0;
        Pipes.submitCallback(
                cycle,
                () -> {
                    if (!isClosed) {
                        handler.ready(input | output | end);
                    }
                });
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            watch.close();
            Linux.close(descriptor);
        }
    }
}
