package dev.rondo;

/// What a TCP server is started with, beyond its addresses.
///
/// Start from [#DEFAULT] and change what differs: `DEFAULT.withConnectionLimit(500)`.
///
/// Source: the keyword arguments of `asyncio`'s `create_server`; the limit is Rondo's own.
///
/// @param backlog how many connections may wait to be accepted, at least 1; the system may hold
///   fewer
/// @param connectionLimit how many connections may stand at a time, at least 1; others wait in the
///   backlog until one has ended
/// @param startsServing whether connections are accepted from the start, not from
///   [Server#startServing]; until then they wait in the backlog
/// @param reuseAddress whether the address may be one that connections of an earlier server still
///   use (`SO_REUSEADDR`)
/// @param reusePort whether other servers, of this process or another one, may listen on the same
///   address, each of which gets some of the connections (`SO_REUSEPORT`)
public record ServerOptions(
        int backlog,
        int connectionLimit,
        boolean startsServing,
        boolean reuseAddress,
        boolean reusePort) {
    /// A backlog of 1024, no limit, served from the start, on an address that may be in use by
    /// earlier connections and not by another server.
    ///
    /// The backlog is more than Python's 100, which a burst of a few hundred clients overflows.
    public static final ServerOptions DEFAULT =
            new ServerOptions(1024, Integer.MAX_VALUE, true, true, false);

    /// Checks the numbers.
    ///
    /// @throws IllegalArgumentException if one is below 1
    public ServerOptions {
        requirePositive("backlog", backlog);
        requirePositive("connectionLimit", connectionLimit);
    }

    static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " < 1: " + value);
        }
    }

    /// {@return these options with a backlog}
    ///
    /// @param newBacklog how many connections may wait to be accepted
    public ServerOptions withBacklog(int newBacklog) {
        return new ServerOptions(
                newBacklog, connectionLimit, startsServing, reuseAddress, reusePort);
    }

    /// {@return these options with a limit}
    ///
    /// @param newLimit how many connections may stand at a time
    public ServerOptions withConnectionLimit(int newLimit) {
        return new ServerOptions(backlog, newLimit, startsServing, reuseAddress, reusePort);
    }

    /// {@return these options with a start}
    ///
    /// @param starts whether connections are accepted before [Server#startServing]
    public ServerOptions withStartsServing(boolean starts) {
        return new ServerOptions(backlog, connectionLimit, starts, reuseAddress, reusePort);
    }

    /// {@return these options with or without `SO_REUSEADDR`}
    ///
    /// @param reuses whether earlier connections may still use the address
    public ServerOptions withReuseAddress(boolean reuses) {
        return new ServerOptions(backlog, connectionLimit, startsServing, reuses, reusePort);
    }

    /// {@return these options with or without `SO_REUSEPORT`}
    ///
    /// @param reuses whether other servers may have the same address
    public ServerOptions withReusePort(boolean reuses) {
        return new ServerOptions(backlog, connectionLimit, startsServing, reuseAddress, reuses);
    }
}
