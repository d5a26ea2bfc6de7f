package dev.rondo;

import dev.rondo.kernel.HomeLoop;
import dev.rondo.kernel.WaitLine;

/// A flag that coroutines can wait for.
///
/// Other threads set it through [EventLoop#callSoonThreadSafe]. An event can be made anywhere; once
/// a coroutine had to wait for it, it belongs to that coroutine's loop.
///
/// Source: `asyncio.Event`.
public final class Event {
    private final HomeLoop home = new HomeLoop(this);
    private final WaitLine waiters = new WaitLine(home);

    /// Written with the turn.
    private boolean isSet;

    /// Creates an event that is not set.
    public Event() {}

    /// Suspends the calling coroutine until the event is set; returns at once if it is.
    ///
    /// One that was waiting goes on also when the event is cleared before its turn comes.
    ///
    /// @throws CancelledError if the task is cancelled while it waits
    /// @throws IllegalStateException if the caller is no coroutine, or would have to wait in
    ///   another loop than others before
    public void await() {
        home.checkMayWait("await an event");
        if (!isSet) {
            waiters.await("await an event", () -> {});
        }
    }

    /// Sets the event and wakes all who wait, in the order in which they came.
    ///
    /// @throws IllegalStateException if the caller does not have the loop's turn
    public void set() {
        home.checkTurn("set an event");
        isSet = true;
        waiters.wakeAll();
    }

    /// Clears the event: who waits from now on waits for the next [#set].
    ///
    /// @throws IllegalStateException if the caller does not have the loop's turn
    public void clear() {
        home.checkTurn("clear an event");
        isSet = false;
    }

    /// {@return whether the event is set}
    public boolean isSet() {
        return isSet;
    }

    @Override
    public String toString() {
        return "Event[" + (isSet ? "set" : "unset") + waiters.describe("waiters") + "]";
    }
}
