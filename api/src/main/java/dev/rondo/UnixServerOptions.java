package dev.rondo;

import java.nio.file.attribute.PosixFilePermission;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a Unix server is started with, beyond its path.
///
/// Start from [#DEFAULT] and change what differs: `DEFAULT.withPermissions(owner)`.
///
/// Source: the keyword arguments of `asyncio`'s `create_unix_server`; the limit and the permissions
/// are Rondo's own.
///
/// @param backlog how many connections may wait to be accepted, at least 1; the system may hold
///   fewer
/// @param connectionLimit how many connections may stand at a time, at least 1; others wait in the
///   backlog until one has ended
/// @param startsServing whether connections are accepted from the start, not from
///   [Server#startServing]; until then they wait in the backlog
/// @param removesFile whether [Server#close], or [EventLoop#close] in its place, removes the socket
///   file, if it is still the server's
/// @param permissions what the socket file is changed to, once it is there; null leaves what the
///   system gave it
public record UnixServerOptions(
        int backlog,
        int connectionLimit,
        boolean startsServing,
        boolean removesFile,
        @Nullable Set<PosixFilePermission> permissions) {
    /// A backlog of 1024, no limit, served from the start; the file is removed at the end, and has
    /// the permissions that the system gave it.
    public static final UnixServerOptions DEFAULT =
            new UnixServerOptions(1024, Integer.MAX_VALUE, true, true, null);

    /// Checks the numbers, and copies the permissions.
    ///
    /// @throws IllegalArgumentException if a number is below 1
    public UnixServerOptions {
        ServerOptions.requirePositive("backlog", backlog);
        ServerOptions.requirePositive("connectionLimit", connectionLimit);
        permissions = permissions == null ? null : Set.copyOf(permissions);
    }

    /// {@return these options with a backlog}
    ///
    /// @param newBacklog how many connections may wait to be accepted
    public UnixServerOptions withBacklog(int newBacklog) {
        return new UnixServerOptions(
                newBacklog, connectionLimit, startsServing, removesFile, permissions);
    }

    /// {@return these options with a limit}
    ///
    /// @param newLimit how many connections may stand at a time
    public UnixServerOptions withConnectionLimit(int newLimit) {
        return new UnixServerOptions(backlog, newLimit, startsServing, removesFile, permissions);
    }

    /// {@return these options with a start}
    ///
    /// @param starts whether connections are accepted before [Server#startServing]
    public UnixServerOptions withStartsServing(boolean starts) {
        return new UnixServerOptions(backlog, connectionLimit, starts, removesFile, permissions);
    }

    /// {@return these options with or without the removal of the file}
    ///
    /// @param removes whether [Server#close] removes the socket file
    public UnixServerOptions withRemovesFile(boolean removes) {
        return new UnixServerOptions(backlog, connectionLimit, startsServing, removes, permissions);
    }

    /// {@return these options with permissions of the file}
    ///
    /// They are set after the file was made: whom to keep out from the first moment on, the
    /// directory has to keep out. Connecting takes the right to write.
    ///
    /// @param newPermissions who may do what
    public UnixServerOptions withPermissions(Set<PosixFilePermission> newPermissions) {
        return new UnixServerOptions(
                backlog,
                connectionLimit,
                startsServing,
                removesFile,
                Objects.requireNonNull(newPermissions, "permissions"));
    }
}
