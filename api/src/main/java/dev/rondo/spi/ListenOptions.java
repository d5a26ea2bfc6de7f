package dev.rondo.spi;

/// How a driver listens.
///
/// @param backlog how many connections may wait to be accepted; a hint, and at least how many are
///   accepted for one event
/// @param reuseAddress whether the address may be one that connections of an earlier server still
///   use; for internet addresses
/// @param reusePort whether other listeners may share the address, each of which gets some of the
///   connections; for internet addresses, and never with [Capability#REUSE_PORT] missing
public record ListenOptions(int backlog, boolean reuseAddress, boolean reusePort) {}
