package dev.rondo.virtual;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/// How much to read at once: as much as there is. For the thread that reads.
///
/// Who gets small messages is not asked for each of them: only after a read that has brought as
/// much as a small buffer holds. Of a TCP connection the system knows how much has come; where it
/// cannot be asked the size grows as long as the buffers are filled.
final class ReadSize {
    private static final int GROWTH = 8;

    private final SocketChannel channel;
    private @Nullable InputStream input;

    /// Whether the last read has brought as much as a small buffer holds.
    private boolean isMuch;

    /// What to expect where the system cannot be asked.
    private int guess;

    ReadSize(SocketChannel channel) {
        this.channel = channel;
    }

    /// {@return how much is there, or 0 if that is nothing or unknown}
    int expected() throws IOException {
        if (!isMuch) {
            return 0;
        }
        if (input == null) {
            try {
                input = channel.socket().getInputStream();
            } catch (UnsupportedOperationException _) { // a Unix socket
                return guess;
            }
        }
        return input.available();
    }

    /// Notes what a read has brought.
    ///
    /// @param count how many bytes, or -1 at the end
    /// @param buffer what it has read into
    void hasRead(int count, ByteBuffer buffer) {
        isMuch = count >= ReadBuffers.SMALL;
        guess = buffer.hasRemaining() ? 0 : buffer.capacity() * GROWTH;
    }
}
