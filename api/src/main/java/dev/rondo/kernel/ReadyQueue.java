package dev.rondo.kernel;

import org.jspecify.annotations.Nullable;

/// The entries that are ready, in order. For the code that has the turn.
///
/// A chain of chunks, not one array that grows: an array for a million entries is copied twenty
/// times on its way there, and is so large that collectors treat it as old from its first day,
/// where each new entry costs a fence.
final class ReadyQueue {
    /// One chunk is all that most loops ever have, and its first slots are all that most iterations
    /// use.
    private static final int CHUNK_LENGTH = 1024;

    /// The chunk that is read, and the one that is written; the same one unless more is ready.
    private Chunk first = new Chunk();

    private Chunk last = first;

    /// Where the next entry is read in the first chunk, and written in the last one.
    private int head;

    private int tail;
    private int size;

    /// One chunk that is not needed now, so that a queue around a chunk's end makes no new ones.
    private @Nullable Chunk spare;

    void add(Entry entry) {
        if (tail == CHUNK_LENGTH) {
            append();
        }
        last.entries[tail++] = entry;
        size++;
    }

    private void append() {
        Chunk next = spare;
        if (next == null) {
            next = new Chunk();
        } else {
            spare = null;
        }
        last.next = next;
        last = next;
        tail = 0;
    }

    /// {@return the first entry} There must be one.
    @SuppressWarnings("NullAway") // the slots from the first entry to the last one are filled
    Entry peek() {
        return first.entries[head];
    }

    /// Takes the first entry; there must be one.
    @SuppressWarnings("NullAway") // the slots from the first entry to the last one are filled
    Entry poll() {
        Entry entry = first.entries[head];
        first.entries[head++] = null;
        if (--size == 0) {
            head = 0; // what was just used is still in the processor's caches
            tail = 0;
        } else if (head == CHUNK_LENGTH) {
            dropFirst();
        }
        return entry;
    }

    @SuppressWarnings("NullAway") // there is another chunk, for the queue is not empty
    private void dropFirst() {
        Chunk read = first;
        first = read.next;
        read.next = null;
        spare = read;
        head = 0;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    private static final class Chunk {
        final @Nullable Entry[] entries = new Entry[CHUNK_LENGTH];

        /// The chunk that is read after this one.
        @Nullable Chunk next;
    }
}
