package dev.rondo;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The incoming side of a connection, in direct style.
///
/// A method that reads is for coroutines: it suspends the caller until it has what it was asked
/// for, and only one coroutine may wait in a reader at a time. Nothing more is taken from the peer
/// while more than twice the limit is buffered, so that a peer that sends faster than the program
/// reads has to wait.
///
/// When the connection breaks every read throws why, even if data is left.
///
/// Source: `asyncio.StreamReader`.
public sealed interface StreamReader permits dev.rondo.kernel.KernelStreamReader {
    /// How long a line, or what comes before a separator, may be unless told otherwise: 64 KiB.
    int DEFAULT_LIMIT = 64 * 1024;

    /// Reads what is there, and waits only if nothing is.
    ///
    /// @param atMost how many bytes at most
    /// @return at least one byte; none at the end of the stream, or if none was asked for
    /// @throws IOException if the connection is broken
    /// @throws IllegalArgumentException if `atMost` is negative
    byte[] read(int atMost) throws IOException;

    /// Reads up to the end of the stream.
    ///
    /// @return everything that was left
    /// @throws IOException if the connection is broken
    byte[] readAll() throws IOException;

    /// Reads a line.
    ///
    /// @return the line with its `\n`; without it what was left at the end of the stream, and then
    ///   nothing
    /// @throws LimitOverrunException if the line is longer than the limit; what is buffered of it
    ///   was dropped
    /// @throws IOException if the connection is broken
    byte[] readLine() throws IOException;

    /// Reads a line as text.
    ///
    /// @param charset how it is encoded
    /// @return the line without its `\n` or `\r\n`, or null at the end of the stream
    /// @throws LimitOverrunException if the line is longer than the limit; what is buffered of it
    ///   was dropped
    /// @throws IOException if the connection is broken
    @Nullable String readLine(Charset charset) throws IOException;

    /// {@return the lines that are left, to be iterated once, each as [#readLine(Charset)] returns
    /// it}
    ///
    /// The iterator suspends where it has to wait, and throws [java.io.UncheckedIOException] where
    /// reading a line would throw.
    ///
    /// @param charset how they are encoded
    Iterable<String> lines(Charset charset);

    /// Reads up to the separator that ends first, and includes it.
    ///
    /// @param separators one or more, none of them empty
    /// @return the bytes, the last of which are the separator
    /// @throws IncompleteReadException if the stream ends before; it carries what was left
    /// @throws LimitOverrunException if more than the limit comes before the separator; nothing was
    ///   taken, so that it can still be read in another way
    /// @throws IOException if the connection is broken
    /// @throws IllegalArgumentException if there is no separator, or one is empty
    byte[] readUntil(byte[]... separators) throws IOException;

    /// Reads an exact number of bytes, whatever the limit.
    ///
    /// @param count how many
    /// @return that many bytes
    /// @throws IncompleteReadException if the stream ends before; it carries what was left
    /// @throws IOException if the connection is broken
    /// @throws IllegalArgumentException if `count` is negative
    byte[] readExactly(int count) throws IOException;

    /// {@return whether the stream has ended and everything was read}
    boolean atEof();

    /// {@return why the connection is broken, if it is}
    Optional<IOException> exception();
}
