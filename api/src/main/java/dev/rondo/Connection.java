package dev.rondo;

/// A transport and the protocol that it serves.
///
/// @param transport the transport
/// @param protocol the protocol
/// @param <P> the type of the protocol
public record Connection<P extends Protocol>(Transport transport, P protocol) {}
