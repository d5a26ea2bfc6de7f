package dev.rondo;

/// The transport of a child process and the protocol that it serves.
///
/// @param transport the transport
/// @param protocol the protocol
/// @param <P> the type of the protocol
public record SubprocessConnection<P extends SubprocessProtocol>(
        SubprocessTransport transport, P protocol) {}
