package dev.rondo.spi;

import java.io.IOException;

/// Hears of a descriptor that is watched; implemented by the kernel. Called from
/// [IoDriver#dispatch], never after [DescriptorWatch#close].
public interface DescriptorHandler {
    /// The event that the watch was armed for. It is not armed any more; the handler may do so.
    ///
    /// @param events what is so, of [DescriptorWatch#INPUT], [DescriptorWatch#OUTPUT] and
    ///   [DescriptorWatch#END]
    void ready(int events);

    /// The system cannot watch the descriptor, which it had not said at once.
    ///
    /// @param exception why
    void failed(IOException exception);
}
