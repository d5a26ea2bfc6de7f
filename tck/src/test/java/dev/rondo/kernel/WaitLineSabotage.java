package dev.rondo.kernel;

import dev.rondo.Lock;
import java.util.BitSet;
import java.util.Deque;
import java.util.Queue;

/// What faults put in place of calls in lines of waiters, and in the locks and queues on them.
public final class WaitLineSabotage {
    private WaitLineSabotage() {}

    /// In place of [Deque#poll] in a line: the last is woken first.
    public static Object last(Deque<?> places) {
        return places.pollLast();
    }

    /// In place of [Queue#poll] in a queue: the item at the other end.
    public static Object otherEnd(Queue<?> items) {
        Object found = null;
        for (Object item : items) {
            found = item;
        }
        items.remove(found);
        return found;
    }

    /// In place of [WaitLine#wakeFirst].
    public static boolean wakeAll(WaitLine line) {
        line.wakeAll();
        return true;
    }

    /// In place of the wake-up of a place: a cancelled one counts as woken.
    public static boolean isAlwaysWoken(WaitLine.Place place, Object result) {
        place.succeed(null);
        return true;
    }

    /// In place of [WaitLine#joinFirmly]: a cancellation ends the wait.
    public static WaitLine.Place joinLoosely(WaitLine line, String wish) {
        return line.join(wish);
    }

    /// In place of [KernelFuture#cancelNow]: the message is lost.
    public static boolean cancelWithoutMessage(KernelFuture<?> future, String message) {
        return future.endCancelled(null);
    }

    /// In place of a check of an argument: a lock that nobody knows.
    public static Object anotherLock(Object argument, String name) {
        return new Lock();
    }

    /// In place of [BitSet#nextClearBit]: how many there are, which may be taken.
    public static int count(BitSet taken, int from) {
        return taken.cardinality();
    }
}
