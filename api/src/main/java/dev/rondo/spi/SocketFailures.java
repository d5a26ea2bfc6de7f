package dev.rondo.spi;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/// How failures of sockets are told: the same types and words on all backends.
///
/// Each method takes the system's reason, as "Connection refused", and what was caught, which
/// becomes the cause.
public final class SocketFailures {
    private SocketFailures() {}

    /// {@return why an attempt to connect has failed}
    ///
    /// @param remote whom it was to reach
    /// @param reason the system's reason
    /// @param cause what was caught
    public static IOException connecting(
            SocketAddress remote, @Nullable String reason, Throwable cause) {
        if (remote instanceof UnixDomainSocketAddress unix && Files.notExists(unix.getPath())) {
            var missing =
                    new NoSuchFileException(
                            unix.toString(), null, "cannot connect, there is no such socket");
            return with(cause, missing);
        }
        String text = String.valueOf(reason);
        String outcome = text.startsWith("Connection refused") ? " refused" : " failed: " + text;
        return with(cause, new ConnectException("connection to " + name(remote) + outcome));
    }

    /// {@return why this side of a connection to be cannot have an address}
    ///
    /// @param local the address
    /// @param reason the system's reason
    /// @param cause what was caught
    public static BindException binding(
            SocketAddress local, @Nullable String reason, Throwable cause) {
        return with(cause, new BindException("cannot connect from " + name(local) + ": " + reason));
    }

    /// {@return why there is no server}
    ///
    /// @param local the address that it was to have
    /// @param reason the system's reason
    /// @param cause what was caught
    public static BindException listening(
            SocketAddress local, @Nullable String reason, Throwable cause) {
        return with(cause, new BindException("cannot listen on " + name(local) + ": " + reason));
    }

    /// {@return why a server cannot accept}
    ///
    /// @param local its address
    /// @param reason the system's reason
    /// @param cause what was caught
    public static SocketException accepting(
            SocketAddress local, @Nullable String reason, Throwable cause) {
        return new SocketException("cannot accept on " + name(local) + ": " + reason, cause);
    }

    /// {@return why a connection is broken}
    ///
    /// @param local the address of this side
    /// @param remote the address of the peer
    /// @param reason the system's reason
    /// @param cause what was caught
    public static SocketException broken(
            SocketAddress local, SocketAddress remote, @Nullable String reason, Throwable cause) {
        String ends = name(local) + " to " + name(remote);
        return new SocketException("connection from " + ends + " is broken: " + reason, cause);
    }

    private static <E extends IOException> E with(Throwable cause, E failure) {
        failure.initCause(cause);
        return failure;
    }

    /// {@return the address without the slash that stands for a host name which nobody asked for,
    /// or the path}
    ///
    /// @param address the address
    public static String name(SocketAddress address) {
        String text = address.toString();
        if (address instanceof InetSocketAddress) {
            return text.startsWith("/") ? text.substring(1) : text;
        }
        return text.isEmpty() ? "an unnamed socket" : text;
    }
}
