package dev.rondo.kernel;

import org.jspecify.annotations.Nullable;

/// The entries that are ready, in order. For the code that has the turn.
final class ReadyQueue {
    private static final int INITIAL_CAPACITY = 64;

    /// A ring; its length is a power of two.
    private @Nullable Entry[] ring = new Entry[INITIAL_CAPACITY];

    private int head;
    private int size;

    void add(Entry entry) {
        if (size == ring.length) {
            resize(ring.length << 1);
        }
        ring[(head + size++) & (ring.length - 1)] = entry;
    }

    /// {@return the first entry} There must be one.
    @SuppressWarnings("NullAway") // the slots between head and head + size are filled
    Entry peek() {
        return ring[head];
    }

    /// Takes the first entry; there must be one.
    @SuppressWarnings("NullAway") // the slots between head and head + size are filled
    Entry poll() {
        Entry entry = ring[head];
        ring[head] = null;
        head = (head + 1) & (ring.length - 1);
        if (--size == 0 && ring.length > 1 << 16) {
            resize(INITIAL_CAPACITY); // a burst is over: give its memory back
        }
        return entry;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    private void resize(int capacity) {
        @Nullable Entry[] larger = new Entry[capacity];
        for (int i = 0; i < size; i++) {
            larger[i] = ring[(head + i) & (ring.length - 1)];
        }
        ring = larger;
        head = 0;
    }
}
