package dev.rondo.spi;

import java.io.IOException;

/// A descriptor that a driver waits for and does not use: see [IoDriver#watch]. With the loop's
/// turn.
public interface DescriptorWatch {
    /// There are bytes to read.
    int INPUT = 1;

    /// There is room for bytes.
    int OUTPUT = 2;

    /// The other side has ended or the descriptor is broken: reading or writing says which.
    int END = 4;

    /// Has the next event told, once; an event that was asked for before no more.
    ///
    /// What is so already counts as an event. So does [#END], whatever is asked for.
    ///
    /// @param events any of [#INPUT] and [#OUTPUT], or 0
    /// @throws IOException if the system refuses at once; the descriptor is not closed by that
    void arm(int events) throws IOException;

    /// Closes the descriptor, once the system has forgotten the watch; the handler hears nothing
    /// more. Again, it has no effect.
    ///
    /// Nobody uses the descriptor after this. Where events are operations, the end of the last one
    /// comes first, with one of the next iterations.
    void close();
}
