package dev.rondo.spi;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A connected stream of a driver: bytes in, bytes out, no buffering of its own.
///
/// The kernel sets the handler before anything else, and calls everything with the loop's turn.
public interface StreamPort {
    /// What [#write] answers when it has taken no bytes yet but owns the buffers until
    /// [StreamHandler#written] or [StreamHandler#closed].
    long PENDING = -1;

    /// Sets who hears of this stream.
    ///
    /// @param handler the handler
    void setHandler(StreamHandler handler);

    /// Delivers what arrives to [StreamHandler#readable]; has no effect when it does already.
    void startReading();

    /// Delivers nothing more until reading starts again; has no effect when it does not.
    void stopReading();

    /// Writes from the buffers, in order.
    ///
    /// A readiness backend takes what the system takes and answers the number of bytes, which may
    /// be 0, having moved the positions; when bytes are left it calls [StreamHandler#writable] once
    /// more can be taken. A completion backend may answer [#PENDING] and owns the buffers until it
    /// calls [StreamHandler#written]. One write is outstanding at a time.
    ///
    /// @param buffers heap or direct; those of which nothing remains are skipped. The array itself
    ///   is the caller's again when this returns
    /// @param count how many of the buffers to write, from the first
    /// @return how many bytes were taken, or [#PENDING]
    /// @throws IOException if the connection is broken; the kernel then aborts it
    long write(ByteBuffer[] buffers, int count) throws IOException;

    /// {@return whether [#write] may answer [#PENDING]}
    ///
    /// The kernel then writes from buffers of its own alone, which are direct: the program's are
    /// the program's again when its call returns. What the driver owns counts as taken: as sent,
    /// for the program, and to be sent still by a [#close] that comes meanwhile.
    default boolean isCompletionBased() {
        return false;
    }

    /// Writes what the system takes at once from the program's own buffers, and owns nothing; for
    /// completion backends.
    ///
    /// The kernel offers much data so when no write is outstanding, and passes to [#write] what is
    /// left. By default nothing is taken: the data is copied.
    ///
    /// @param buffers heap or direct; the array itself is the caller's again when this returns
    /// @param count how many of the buffers to write, from the first
    /// @return how many bytes were taken; the positions have moved by as many
    /// @throws IOException if the connection is broken; the kernel then aborts it
    default long writeNow(ByteBuffer[] buffers, int count) throws IOException {
        return 0;
    }

    /// Closes the writing side; what was taken is still sent.
    ///
    /// @throws IOException if the connection is broken
    void shutdownOutput() throws IOException;

    /// Closes the stream; what was taken is still sent. [StreamHandler#closed] follows, from
    /// `dispatch` or before this method returns.
    void close();

    /// Closes the stream with a reset where the transport has one; what was not sent is lost. May
    /// come after [#close], which may be still sending.
    ///
    /// [StreamHandler#closed] follows, from `dispatch` or before this method returns.
    void abort();

    /// {@return the options that [#option] and [#setOption] know}
    ///
    /// The kernel switches `TCP_NODELAY` on where it is one of them.
    default Set<SocketOption<?>> supportedOptions() {
        return Set.of();
    }

    /// {@return the value of a socket option, one of the supported ones}
    ///
    /// @param option the option
    /// @param <T> the type of its value
    /// @throws IOException if the system refuses
    default <T> @Nullable T option(SocketOption<T> option) throws IOException {
        throw new UnsupportedOperationException("no options are supported");
    }

    /// Sets a socket option, one of the supported ones.
    ///
    /// @param option the option
    /// @param value the value
    /// @param <T> the type of the value
    /// @throws IOException if the system refuses
    default <T> void setOption(SocketOption<T> option, T value) throws IOException {
        throw new UnsupportedOperationException("no options are supported");
    }

    /// {@return the address of this side}
    SocketAddress localAddress();

    /// {@return the address of the peer}
    SocketAddress remoteAddress();
}
