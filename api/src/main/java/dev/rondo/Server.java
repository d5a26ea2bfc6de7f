package dev.rondo;

import java.net.SocketAddress;
import java.util.List;

/// A listening server. For code that has the loop's turn.
///
/// Source: `asyncio.Server`.
public interface Server extends AutoCloseable {
    /// {@return the addresses that it listens on; empty when closed}
    List<SocketAddress> addresses();

    /// {@return the port of the first address}
    ///
    /// @throws IllegalStateException when closed
    int port();

    /// {@return whether it accepts connections}
    boolean isServing();

    /// Stops listening; connections that stand go on.
    @Override
    void close();

    /// Suspends the calling coroutine until the server is closed and all its connections have
    /// ended.
    void waitClosed();

    /// Suspends the calling coroutine until the server is closed, and closes it if the coroutine is
    /// cancelled.
    void serveForever();
}
