package dev.rondo.spi;

import java.io.IOException;

/// Hears of the connections of a listener.
public interface AcceptHandler {
    /// A connection was accepted.
    ///
    /// @param port the stream; it does not read until it is told to
    void accepted(StreamPort port);

    /// Accepting has failed; the listener goes on once the kernel resumes it.
    ///
    /// The driver has stopped to accept, so that a lack of descriptors does not spin.
    ///
    /// @param exception why
    void failed(IOException exception);
}
