package dev.rondo;

import org.jspecify.annotations.Nullable;

/// What a coroutine has acquired, to be released at the end of a `try` block.
///
/// ```java
/// try (var _ = lock.acquireScoped()) {
///     …
/// }
/// ```
///
/// Source: `async with` on the primitives of `asyncio`.
public final class Acquired implements AutoCloseable {
    private @Nullable Runnable release;

    Acquired(Runnable release) {
        this.release = release;
    }

    /// Releases it; closing again has no effect.
    @Override
    public void close() {
        Runnable pending = release;
        release = null;
        if (pending != null) {
            pending.run();
        }
    }
}
