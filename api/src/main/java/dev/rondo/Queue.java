package dev.rondo;

import dev.rondo.kernel.HomeLoop;
import dev.rondo.kernel.WaitLine;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Comparator;
import java.util.Objects;
import java.util.PriorityQueue;

/// Items that coroutines hand to others; not for threads.
///
/// With a maximum size producers wait while the queue is full. A queue can be made anywhere; once a
/// coroutine had to wait for it, it belongs to that coroutine's loop. Its methods are for the code
/// that has the turn; other threads go through [EventLoop#callSoonThreadSafe].
///
/// Source: `asyncio.Queue`, `asyncio.LifoQueue`, `asyncio.PriorityQueue`.
///
/// @param <T> the type of the items
public final class Queue<T> {
    private static final String PUT = "put into a queue";
    private static final String GET = "get from a queue";
    private static final String JOIN = "join a queue";

    /// For the string form.
    private final String kind;

    private final int maxSize;
    private final java.util.Queue<T> items;
    private final HomeLoop home = new HomeLoop(this);
    private final WaitLine putters = new WaitLine(home);
    private final WaitLine getters = new WaitLine(home);
    private final WaitLine joiners = new WaitLine(home);

    /// Items that were put and not acknowledged.
    private long unfinished;

    private boolean isShutDown;

    private Queue(String kind, int maxSize, java.util.Queue<T> items) {
        this.kind = kind;
        this.maxSize = maxSize;
        this.items = items;
    }

    /// Creates a queue without a limit that gives the oldest item first.
    ///
    /// @param <T> the type of the items
    /// @return the queue
    public static <T> Queue<T> fifo() {
        return fifo(0);
    }

    /// Creates a queue that gives the oldest item first.
    ///
    /// @param maxSize how many items it holds; zero or less for any number
    /// @param <T> the type of the items
    /// @return the queue
    public static <T> Queue<T> fifo(int maxSize) {
        return new Queue<>("fifo", maxSize, new ArrayDeque<>());
    }

    /// Creates a queue without a limit that gives the youngest item first.
    ///
    /// @param <T> the type of the items
    /// @return the queue
    public static <T> Queue<T> lifo() {
        return lifo(0);
    }

    /// Creates a queue that gives the youngest item first.
    ///
    /// @param maxSize how many items it holds; zero or less for any number
    /// @param <T> the type of the items
    /// @return the queue
    public static <T> Queue<T> lifo(int maxSize) {
        return new Queue<>("lifo", maxSize, Collections.asLifoQueue(new ArrayDeque<>()));
    }

    /// Creates a queue without a limit that gives the smallest item first.
    ///
    /// @param order compares items; equal ones come in any order
    /// @param <T> the type of the items
    /// @return the queue
    public static <T> Queue<T> priority(Comparator<? super T> order) {
        return priority(0, order);
    }

    /// Creates a queue that gives the smallest item first.
    ///
    /// @param maxSize how many items it holds; zero or less for any number
    /// @param order compares items; equal ones come in any order
    /// @param <T> the type of the items
    /// @return the queue
    public static <T> Queue<T> priority(int maxSize, Comparator<? super T> order) {
        Objects.requireNonNull(order, "order");
        return new Queue<>("priority", maxSize, new PriorityQueue<>(order));
    }

    /// Puts an item, and suspends the calling coroutine while the queue is full.
    ///
    /// @param item the item
    /// @throws QueueShutDownException if the queue is shut down, also while this waits
    /// @throws CancelledError if the task is cancelled while it waits; the item is not in the queue
    /// @throws IllegalStateException if the caller is no coroutine, or would have to wait in
    ///   another loop than others before
    public void put(T item) {
        Objects.requireNonNull(item, "item");
        home.checkMayWait(PUT);
        while (isFull() && !isShutDown) {
            putters.await(PUT, this::passRoomOn);
        }
        putNoWait(item);
    }

    private void passRoomOn() {
        if (!isFull()) {
            putters.wakeFirst();
        }
    }

    /// Puts an item at once.
    ///
    /// @param item the item
    /// @throws QueueFullException if there is no room
    /// @throws QueueShutDownException if the queue is shut down
    /// @throws IllegalStateException if the caller does not have the loop's turn
    public void putNoWait(T item) {
        Objects.requireNonNull(item, "item");
        home.checkTurn(PUT);
        if (isShutDown) {
            throw new QueueShutDownException("cannot put: " + this);
        }
        if (isFull()) {
            throw new QueueFullException("no room: " + this);
        }
        items.add(item);
        unfinished++;
        getters.wakeFirst();
    }

    /// Takes an item, and suspends the calling coroutine while there is none.
    ///
    /// @return the item
    /// @throws QueueShutDownException if the queue is shut down and empty, also while this waits
    /// @throws CancelledError if the task is cancelled while it waits; no item is lost
    /// @throws IllegalStateException if the caller is no coroutine, or would have to wait in
    ///   another loop than others before
    public T get() {
        home.checkMayWait(GET);
        while (items.isEmpty() && !isShutDown) {
            getters.await(GET, this::passItemOn);
        }
        return getNoWait();
    }

    private void passItemOn() {
        if (!items.isEmpty()) {
            getters.wakeFirst();
        }
    }

    /// Takes an item that is there.
    ///
    /// @return the item
    /// @throws QueueEmptyException if there is none
    /// @throws QueueShutDownException if there is none and the queue is shut down
    /// @throws IllegalStateException if the caller does not have the loop's turn
    public T getNoWait() {
        home.checkTurn(GET);
        T item = items.poll();
        if (item == null) {
            if (isShutDown) {
                throw new QueueShutDownException("cannot get: " + this);
            }
            throw new QueueEmptyException("no item: " + this);
        }
        putters.wakeFirst();
        return item;
    }

    /// Acknowledges an item that was taken: what was to be done with it is done.
    ///
    /// @throws IllegalArgumentException if every item was acknowledged (asyncio's `ValueError`)
    /// @throws IllegalStateException if the caller does not have the loop's turn
    public void taskDone() {
        home.checkTurn("acknowledge an item");
        if (unfinished == 0) {
            throw new IllegalArgumentException("taskDone more often than items were put: " + this);
        }
        finish(1);
    }

    private void finish(int count) {
        unfinished -= count;
        if (unfinished == 0) {
            joiners.wakeAll();
        }
    }

    /// Suspends the calling coroutine until every item that was put is acknowledged; returns at
    /// once if that is so.
    ///
    /// @throws CancelledError if the task is cancelled while it waits
    /// @throws IllegalStateException if the caller is no coroutine, or would have to wait in
    ///   another loop than others before
    public void join() {
        home.checkMayWait(JOIN);
        if (unfinished > 0) {
            joiners.await(JOIN, () -> {});
        }
    }

    /// Ends the queue: it takes no more items, and when it is empty it gives none.
    ///
    /// @param immediate whether to drop what is in it, as if it were acknowledged, instead of
    ///   giving it out
    /// @throws IllegalStateException if the caller does not have the loop's turn
    public void shutdown(boolean immediate) {
        home.checkTurn("shut a queue down");
        isShutDown = true;
        if (immediate) {
            int dropped = items.size();
            items.clear();
            finish((int) Math.min(dropped, unfinished));
        }
        getters.wakeAll();
        putters.wakeAll();
    }

    /// Ends the queue, and leaves what is in it to be taken.
    ///
    /// @throws IllegalStateException if the caller does not have the loop's turn
    public void shutdown() {
        shutdown(false);
    }

    /// {@return how many items are there}
    public int size() {
        return items.size();
    }

    /// {@return whether there is no item}
    public boolean isEmpty() {
        return items.isEmpty();
    }

    /// {@return whether there is no room}
    public boolean isFull() {
        return maxSize > 0 && items.size() >= maxSize;
    }

    /// {@return how many items it holds at most; zero or less for any number}
    public int maxSize() {
        return maxSize;
    }

    @Override
    public String toString() {
        return "Queue["
                + kind
                + ", size="
                + size()
                + (maxSize > 0 ? ", maxSize=" + maxSize : "")
                + getters.describe("getters")
                + putters.describe("putters")
                + (unfinished > 0 ? ", unfinished=" + unfinished : "")
                + (isShutDown ? ", shut down" : "")
                + "]";
    }
}
