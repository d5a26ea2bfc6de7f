package dev.rondo;

import java.io.IOException;

/// More than a reader's limit has come without a separator.
///
/// Source: `asyncio.LimitOverrunError`.
public class LimitOverrunException extends IOException {
    private static final long serialVersionUID = 1L;

    /// How many bytes come before a separator, or are known to hold none.
    private final int consumed;

    /// Creates an exception.
    ///
    /// @param message what was found
    /// @param consumed how many bytes come before the separator, or are known to hold none
    public LimitOverrunException(String message, int consumed) {
        super(message);
        this.consumed = consumed;
    }

    /// {@return how many bytes come before the separator, or are known to hold none}
    ///
    /// After [StreamReader#readUntil] they are still there: reading so many gets the stream over
    /// them.
    public int consumed() {
        return consumed;
    }
}
