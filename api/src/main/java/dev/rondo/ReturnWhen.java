package dev.rondo;

/// What ends a wait for several futures: [Rondo#waitUntil].
///
/// Source: the constants of `asyncio.wait`.
public enum ReturnWhen {
    /// All of them are done, in whatever way.
    ALL_COMPLETED,

    /// One of them is done, in whatever way.
    FIRST_COMPLETED,

    /// One of them has failed, or all are done. A cancelled one has not failed.
    FIRST_EXCEPTION
}
