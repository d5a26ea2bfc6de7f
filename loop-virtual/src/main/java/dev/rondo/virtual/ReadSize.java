package dev.rondo.virtual;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/// How much to read at once: as much as there is. For the thread that reads.
///
/// The system is not asked for each of many small messages, nor while there are large buffers to
/// wait with: to ask is a call more for each message. It knows of a TCP connection how much has
/// come; where it cannot be asked the size grows as long as the buffers are filled.
final class ReadSize {
    private static final int GROWTH = 8;

    private final SocketChannel channel;
    private @Nullable InputStream input;

    /// Whether the system cannot be asked.
    private boolean isUnknown;

    private boolean isMuch;

    /// What to expect where the system cannot be asked.
    private int guess;

    ReadSize(SocketChannel channel) {
        this.channel = channel;
    }

    /// {@return whether the last read has brought as much as a small buffer holds}
    boolean isMuch() {
        return isMuch;
    }

    /// {@return how much to expect, or 0 if nothing is there or nothing is known}
    int expected() throws IOException {
        int there = there();
        return isUnknown ? guess : there;
    }

    /// {@return how many bytes are there, or 0 if that is unknown}
    int there() throws IOException {
        if (isUnknown) {
            return 0;
        }
        if (input == null) {
            try {
                input = channel.socket().getInputStream();
            } catch (UnsupportedOperationException _) { // a Unix socket
                isUnknown = true;
                return 0;
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
