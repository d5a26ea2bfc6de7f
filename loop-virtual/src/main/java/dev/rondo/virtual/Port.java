package dev.rondo.virtual;

import java.io.IOException;

/// Something that the driver has opened.
interface Port {
    /// Closes it when the loop is closed: ends the threads, tells nobody.
    ///
    /// @throws IOException if the system refuses
    void shutDown() throws IOException;
}
