package dev.rondo;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How to connect, beyond to whom.
///
/// Start from [#DEFAULT] and change what differs: `DEFAULT.withTimeout(Duration.ofSeconds(5))`.
///
/// Source: the keyword arguments of `loop.create_connection`.
///
/// @param localAddress what to bind this side to, where port 0 takes a free one, or null for what
///   the system chooses; a host name is looked up, and of its addresses those count that are of the
///   peer's family
/// @param timeout how long looking up and connecting may take together, or null for as long as the
///   system tries
/// @param happyEyeballsDelay how long one address may take before the next one is tried beside it,
///   IPv6 and IPv4 in turn; null tries the next one only when one has failed
/// @param allErrors whether a failure is a [ConnectGroupException] with the failures of all
///   addresses
public record ConnectOptions(
        @Nullable InetSocketAddress localAddress,
        @Nullable Duration timeout,
        @Nullable Duration happyEyeballsDelay,
        boolean allErrors) {
    /// One address after the other, for as long as it takes.
    public static final ConnectOptions DEFAULT = new ConnectOptions(null, null, null, false);

    /// Checks the durations.
    ///
    /// @throws IllegalArgumentException if the timeout is not positive, or the delay negative
    public ConnectOptions {
        if (timeout != null && !timeout.isPositive()) {
            throw new IllegalArgumentException("timeout <= 0: " + timeout);
        }
        if (happyEyeballsDelay != null && happyEyeballsDelay.isNegative()) {
            throw new IllegalArgumentException("happyEyeballsDelay < 0: " + happyEyeballsDelay);
        }
    }

    /// {@return these options with an address of this side}
    ///
    /// @param address what to bind to; [InetSocketAddress#createUnresolved] for a name that is to
    ///   be looked up
    public ConnectOptions withLocalAddress(InetSocketAddress address) {
        return new ConnectOptions(
                Objects.requireNonNull(address, "address"), timeout, happyEyeballsDelay, allErrors);
    }

    /// {@return these options with a timeout}
    ///
    /// @param limit how long looking up and connecting may take together
    /// @throws IllegalArgumentException if it is not positive
    public ConnectOptions withTimeout(Duration limit) {
        return new ConnectOptions(
                localAddress,
                Objects.requireNonNull(limit, "limit"),
                happyEyeballsDelay,
                allErrors);
    }

    /// {@return these options with a race of the addresses}
    ///
    /// RFC 8305 calls it happy eyeballs and recommends 250 ms.
    ///
    /// @param delay how long one address may take before the next one is tried beside it
    /// @throws IllegalArgumentException if it is negative
    public ConnectOptions withHappyEyeballsDelay(Duration delay) {
        return new ConnectOptions(
                localAddress, timeout, Objects.requireNonNull(delay, "delay"), allErrors);
    }

    /// {@return these options with or without the failures of all addresses}
    ///
    /// @param isWithAll whether a failure is a [ConnectGroupException]
    public ConnectOptions withAllErrors(boolean isWithAll) {
        return new ConnectOptions(localAddress, timeout, happyEyeballsDelay, isWithAll);
    }
}
