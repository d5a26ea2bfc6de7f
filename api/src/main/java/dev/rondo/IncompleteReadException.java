package dev.rondo;

import java.io.EOFException;
import java.util.OptionalInt;

/// A stream has ended before all that was asked for had come.
///
/// Source: `asyncio.IncompleteReadError`.
public class IncompleteReadException extends EOFException {
    private static final long serialVersionUID = 1L;
    private static final int UNKNOWN = -1;

    /// What was read before the end.
    private final byte[] partial;

    /// How much was wanted, or [#UNKNOWN].
    private final int expected;

    /// Creates an exception for a separator that did not come.
    ///
    /// @param partial what was read before the end
    public IncompleteReadException(byte[] partial) {
        super("the stream ended after " + partial.length + " bytes, without the separator");
        this.partial = partial.clone();
        this.expected = UNKNOWN;
    }

    /// Creates an exception for bytes that did not come.
    ///
    /// @param partial what was read before the end
    /// @param expected how many bytes were wanted
    public IncompleteReadException(byte[] partial, int expected) {
        super("the stream ended after " + partial.length + " of " + expected + " expected bytes");
        this.partial = partial.clone();
        this.expected = expected;
    }

    /// {@return what was read before the end, which is no longer in the reader}
    public byte[] partial() {
        return partial.clone();
    }

    /// {@return how many bytes were wanted; empty if a separator was}
    public OptionalInt expected() {
        return expected == UNKNOWN ? OptionalInt.empty() : OptionalInt.of(expected);
    }
}
