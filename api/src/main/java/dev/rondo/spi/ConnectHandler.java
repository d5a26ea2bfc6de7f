package dev.rondo.spi;

import java.io.IOException;

/// Hears how an attempt to connect ends.
public interface ConnectHandler {
    /// The connection stands.
    ///
    /// @param port the stream; it does not read until it is told to
    void connected(StreamPort port);

    /// The attempt has failed, and its resources are released.
    ///
    /// @param exception why
    void failed(IOException exception);
}
