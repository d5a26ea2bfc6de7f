package dev.rondo.spi;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Hears of a stream; implemented by the kernel. Called from [IoDriver#dispatch], never after
/// [#closed].
public interface StreamHandler {
    /// Bytes have arrived. They count as delivered, whatever the handler does with them.
    ///
    /// @param data a view that is valid during the call only
    void readable(ByteBuffer data);

    /// The peer has closed its writing side; no bytes follow.
    void endOfInput();

    /// More can be written, after a `write` that left bytes; may also come for no reason.
    void writable();

    /// A pending write has ended.
    ///
    /// @param count how many bytes were sent; the positions have moved
    void written(long count);

    /// The connection is broken, also while reading is off; [#closed] follows once the kernel
    /// aborts the port.
    ///
    /// @param exception why
    void failed(IOException exception);

    /// The stream is closed and its descriptor released; called exactly once.
    void closed();
}
