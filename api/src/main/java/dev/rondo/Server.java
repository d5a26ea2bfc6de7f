package dev.rondo;

import java.net.SocketAddress;
import java.util.List;

/// A listening server, and the connections that it has accepted. For code that has the loop's turn.
///
/// Its end has two parts: [#close] stops listening, and the connections go on until they end by
/// themselves, or by [#closeClients] or [#abortClients]; [#waitClosed] waits for both. In a `try`
/// with resources the first part is done at the end of the block.
///
/// Source: `asyncio.Server`.
public interface Server extends AutoCloseable {
    /// {@return the loop that it belongs to}
    EventLoop loop();

    /// {@return the addresses that it listens on; empty when closed}
    List<SocketAddress> addresses();

    /// {@return the port of the first address}
    ///
    /// @throws IllegalStateException when closed, and for a Unix server, which has none
    int port();

    /// {@return whether it accepts connections, or would if there were not as many as its limit}
    boolean isServing();

    /// Starts to accept connections; has no effect when it does already.
    ///
    /// Only a server that was started without serving needs it, see [ServerOptions#startsServing].
    ///
    /// @throws IllegalStateException when closed
    void startServing();

    /// Stops listening; connections that stand go on, those that were not accepted are refused.
    @Override
    void close();

    /// Closes the connections that stand: what was written is still sent.
    ///
    /// Those that are accepted later are not concerned: call [#close] first.
    void closeClients();

    /// Aborts the connections that stand: they end at once, also those whose peers do not read.
    void abortClients();

    /// Suspends the calling coroutine until the server is closed and all its connections have
    /// ended.
    void waitClosed();

    /// Accepts connections, and suspends the calling coroutine until the server is closed.
    ///
    /// If the coroutine is cancelled, it closes the server and its connections, and waits until
    /// they have ended; a second request ends that wait.
    ///
    /// @throws IllegalStateException when closed, or if another coroutine does this already
    void serveForever();
}
