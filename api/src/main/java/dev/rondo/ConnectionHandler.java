package dev.rondo;

/// What a server does with a connection, in direct style.
///
/// Source: the `client_connected_cb` of `asyncio.start_server`.
@FunctionalInterface
public interface ConnectionHandler {
    /// Handles a connection, in a task of its own.
    ///
    /// The connection is closed when this method has returned, and what was written is still sent.
    ///
    /// @param reader what comes from the peer
    /// @param writer what goes to the peer
    /// @throws Exception whatever ends the handling; the loop's exception handler gets it
    void handle(StreamReader reader, StreamWriter writer) throws Exception;
}
