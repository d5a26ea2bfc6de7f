package dev.rondo.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The timers, by deadline and then by order of scheduling. For the code that has the turn.
///
/// A heap with four children a node, which is shallower than a binary one and touches fewer cache
/// lines. The deadlines stand beside it in an array of their own: to compare four children is one
/// cache line, not four objects. Each timer knows its place, so that cancelling takes it out in
/// O(log n) and nothing of it stays behind.
final class TimerQueue {
    private static final int INITIAL_CAPACITY = 64;
    private static final int CHILDREN_LOG = 2;

    private @Nullable Timer[] heap = new Timer[INITIAL_CAPACITY];
    private long[] deadlines = new long[INITIAL_CAPACITY];
    private int size;
    private long sequence;

    long nextSequence() {
        return sequence++;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(Timer timer) {
        if (size == heap.length) {
            resize(size << 1);
        }
        siftUp(size++, timer);
    }

    /// Takes a timer out; one that is not here is left alone.
    void remove(Timer timer) {
        int index = timer.index;
        if (index == Timer.NOT_QUEUED) {
            return;
        }
        timer.index = Timer.NOT_QUEUED;
        Timer last = at(--size);
        heap[size] = null;
        if (last != timer) {
            siftDown(index, last);
            if (last.index == index) {
                siftUp(index, last);
            }
        }
        shrink();
    }

    /// {@return how long until the first deadline, 0 if it has passed, [Long#MAX_VALUE] without
    /// timers}
    long untilNext(long now) {
        return size == 0 ? Long.MAX_VALUE : Math.max(0, deadlines[0] - now);
    }

    /// Moves the timers that are due to the ready queue, in their order.
    void moveDue(long now, ReadyQueue ready) {
        while (size > 0 && deadlines[0] - now <= 0) {
            Timer first = at(0);
            remove(first);
            ready.add(first);
        }
    }

    private void siftUp(int start, Timer timer) {
        int index = start;
        while (index > 0) {
            int parent = (index - 1) >> CHILDREN_LOG;
            if (isBefore(parent, timer)) {
                break;
            }
            put(index, at(parent));
            index = parent;
        }
        put(index, timer);
    }

    private void siftDown(int start, Timer timer) {
        int index = start;
        while (true) {
            int child = (index << CHILDREN_LOG) + 1;
            if (child >= size) {
                break;
            }
            int end = Math.min(child + (1 << CHILDREN_LOG), size);
            int first = child;
            while (++child < end) {
                if (isBefore(child, first)) {
                    first = child;
                }
            }
            if (!isBefore(first, timer)) {
                break;
            }
            put(index, at(first));
            index = first;
        }
        put(index, timer);
    }

    /// {@return whether the timer in a place is before that in another one}
    private boolean isBefore(int index, int other) {
        long difference = deadlines[index] - deadlines[other];
        return difference != 0 ? difference < 0 : at(index).sequence < at(other).sequence;
    }

    /// {@return whether the timer in a place is before another one}
    ///
    /// Deadlines are compared by difference, as `System.nanoTime` wants it.
    private boolean isBefore(int index, Timer other) {
        long difference = deadlines[index] - other.deadline;
        return difference != 0 ? difference < 0 : at(index).sequence < other.sequence;
    }

    private void put(int index, Timer timer) {
        heap[index] = timer;
        deadlines[index] = timer.deadline;
        timer.index = index;
    }

    @SuppressWarnings("NullAway") // the slots below size are filled
    private Timer at(int index) {
        return heap[index];
    }

    /// Gives the memory of a burst back.
    private void shrink() {
        if (heap.length > 1 << 12 && size < heap.length >> 3) {
            resize(heap.length >> 1);
        }
    }

    private void resize(int capacity) {
        heap = Arrays.copyOf(heap, capacity);
        deadlines = Arrays.copyOf(deadlines, capacity);
    }
}
