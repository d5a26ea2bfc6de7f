package dev.rondo.kernel;

import dev.rondo.EventLoops;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Whether the loop looks for events again and again, for a moment, before it sleeps.
///
/// To wake a sleeping processor takes longer than many an answer of a peer, so a loop that looks
/// for it meanwhile has it earlier; for nothing, if none comes. So it is paid for by results: after
/// a spin in vain the loop sleeps once without one, after the next in vain twice as often, and so
/// on; the first that finds something ends that. A loop without traffic spins before one sleep in
/// [#MOST_RESTS].
///
/// On the loop's thread.
public final class Spin {
    /// More than this is not a moment, and a core that is kept busy.
    private static final Duration LONGEST = Duration.ofMillis(10);

    private static final int MOST_RESTS = 64;

    private final long nanos;

    /// How many sleeps follow the next spin in vain without one, and how many of them are left.
    private int rests = 1;

    private int left;

    Spin(long nanos) {
        this.nanos = nanos;
    }

    /// {@return how long to look before a sleep, in nanoseconds; 0 not at all}
    ///
    /// @param timeout how long the sleep would be, in nanoseconds
    long limit(long timeout) {
        if (nanos == 0) {
            return 0;
        }
        if (left > 0) {
            left--;
            return 0;
        }
        return Math.min(nanos, timeout);
    }

    /// Notes that a spin has found something, or has come to the end of the sleep's own time.
    void hasPaid() {
        rests = 1;
    }

    /// Notes that a spin was in vain.
    void wasInVain() {
        left = rests;
        rests = Math.min(2 * rests, MOST_RESTS);
    }

    /// {@return how long loops spin, unless their builder says otherwise, in nanoseconds}
    ///
    /// @throws IllegalArgumentException if the system property is no such time
    public static long configured() {
        return parse(System.getProperty(EventLoops.SPIN_PROPERTY));
    }

    static long parse(@Nullable String micros) {
        if (micros == null) {
            return 0;
        }
        long most = LONGEST.toNanos() / 1000;
        try {
            long parsed = Long.parseLong(micros);
            if (parsed >= 0 && parsed <= most) {
                return parsed * 1000;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new IllegalArgumentException(
                "-D%s is no number of microseconds from 0 to %d: '%s'"
                        .formatted(EventLoops.SPIN_PROPERTY, most, micros));
    }

    /// {@return the time in nanoseconds}
    ///
    /// @param time how long to spin
    /// @throws IllegalArgumentException if it is negative or too long
    public static long checked(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("spin < 0: " + time);
        }
        if (time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("spin > " + LONGEST + ": " + time);
        }
        return time.toNanos();
    }
}
