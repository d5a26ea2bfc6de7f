package dev.rondo.spi;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Hears of a stream; implemented by the kernel. Called from [IoDriver#dispatch], never after
/// [#closed].
public interface StreamHandler {
    /// Bytes have arrived. They count as delivered, whatever the handler does with them.
    ///
    /// @param data a view that is valid during the call only
    void readable(ByteBuffer data);

    /// {@return the program's own buffer to read into, or null to read into one of the driver's}
    ///
    /// Every driver asks before each read. It reads to the position and moves it, then calls
    /// [#filled]; or, with null, [#readable]. The call may also stop the reading or end the stream:
    /// then nothing is read. A driver that has read already, into buffers that its system knows,
    /// copies, and keeps what does not fit until it has asked again.
    default @Nullable ByteBuffer target() {
        return null;
    }

    /// Bytes have arrived in the [#target].
    ///
    /// @param count how many; the position has moved by as many
    default void filled(int count) {
        throw new IllegalStateException("there is no target");
    }

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
