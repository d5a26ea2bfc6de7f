package dev.rondo.kernel;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Coroutines that wait in line: what locks, events, queues and the like have in common.
///
/// They are woken in the order in which they came, each goes on with its next step, and until then
/// it still counts as standing here: what it was woken for is owed to it. One that is cancelled is
/// skipped. One that was woken, but is cancelled before its step, has been woken in vain, and
/// whoever knows for what has to pass it on.
///
/// Used with the turn of the loop; [#size] may be asked by any thread, for display.
public final class WaitLine {
    private final HomeLoop home;

    /// Those who have not been woken, cancelled ones included.
    private final Deque<Place> places = new ArrayDeque<>(1);

    /// How many have been woken and not made their step.
    private int woken;

    /// Creates an empty line.
    ///
    /// @param home the loop of its coroutines
    public WaitLine(HomeLoop home) {
        this.home = home;
    }

    /// Suspends the calling coroutine at the end of the line until it is woken.
    ///
    /// @param wish what it wants, for the message to a caller that may not wait here
    /// @param passOn called when it was woken, but is cancelled before it could go on
    public void await(String wish, Runnable passOn) {
        Place place = join(wish);
        try {
            place.awaitWaking();
        } catch (Throwable e) {
            if (place.isWoken()) {
                passOn.run();
            }
            throw e;
        }
    }

    /// Takes a place at the end of the line, for the caller to wait in.
    ///
    /// @param wish what it wants, for the message to a caller that may not wait here
    /// @return the place
    public Place join(String wish) {
        return new Place(this, home.bind(wish), false);
    }

    /// Takes a place at the end of the line that a cancellation does not end: it is thrown when the
    /// caller was woken, not before, and also while the loop closes.
    ///
    /// @param wish what it wants, for the message to a caller that may not wait here
    /// @return the place
    public Place joinFirmly(String wish) {
        return new Place(this, home.bind(wish), true);
    }

    /// Wakes the first who was neither woken nor cancelled.
    ///
    /// @return whether there was one
    public boolean wakeFirst() {
        for (Place first = places.poll(); first != null; first = places.poll()) {
            if (first.succeed(null)) {
                woken++;
                return true;
            }
        }
        return false;
    }

    /// Wakes all who were neither woken nor cancelled.
    public void wakeAll() {
        while (wakeFirst()) {
            // the next one
        }
    }

    /// {@return whether somebody waits, or was woken and has not made his step}
    public boolean hasLive() {
        if (woken > 0) {
            return true;
        }
        for (Place place : places) {
            if (!place.isCancelled()) {
                return true;
            }
        }
        return false;
    }

    /// {@return how many stand here: those who were woken or cancelled and have not made their step
    /// included}
    public int size() {
        return places.size() + woken;
    }

    /// {@return the number of those who wait as a part of a string form, empty if it is zero}
    ///
    /// @param name what they are
    public String describe(String name) {
        int size = size();
        return size == 0 ? "" : ", " + name + "=" + size;
    }

    /// A coroutine's place in a line.
    public static final class Place extends KernelFuture<Void> {
        private final WaitLine line;
        private final boolean isFirm;

        Place(WaitLine line, Cycle cycle, boolean isFirm) {
            super(cycle);
            this.line = line;
            this.isFirm = isFirm;
            line.places.add(this);
        }

        /// Suspends the calling coroutine, whose place it is, until it is woken.
        public void awaitWaking() {
            try {
                await();
            } finally {
                if (isWoken()) {
                    line.woken--;
                } else {
                    line.places.remove(this);
                }
            }
        }

        /// {@return whether it was woken, whatever has happened to it since}
        public boolean isWoken() {
            return isDone() && !isCancelled();
        }

        @Override
        boolean cancelNow(@Nullable String message) {
            return !isFirm && super.cancelNow(message);
        }

        @Override
        boolean endsBeforeLoop() {
            return !isFirm;
        }

        @Override
        public String toString() {
            return "place in line of " + line.home;
        }
    }
}
