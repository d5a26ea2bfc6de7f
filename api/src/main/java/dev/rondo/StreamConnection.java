package dev.rondo;

/// Both sides of a connection, as [Rondo#openConnection] returns them.
///
/// @param reader what comes from the peer
/// @param writer what goes to the peer
public record StreamConnection(StreamReader reader, StreamWriter writer) implements AutoCloseable {
    /// Closes the connection once all is sent, without waiting for it.
    @Override
    public void close() {
        writer.close();
    }
}
