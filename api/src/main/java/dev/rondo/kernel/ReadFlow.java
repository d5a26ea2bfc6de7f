package dev.rondo.kernel;

import dev.rondo.Transport;

/// Where the bytes of a [KernelStreamReader] come from, to stop them and to let them go on.
interface ReadFlow {
    void pauseReading();

    void resumeReading();

    /// {@return the reading of a transport, whichever it is}
    static ReadFlow of(Transport transport) {
        return new ReadFlow() {
            @Override
            public void pauseReading() {
                transport.pauseReading();
            }

            @Override
            public void resumeReading() {
                transport.resumeReading();
            }
        };
    }
}
