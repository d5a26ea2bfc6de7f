package dev.rondo.virtual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;

final class ReadBuffersTest {
    private static final int MUCH = 100 * 1024;

    private final ReadBuffers buffers = new ReadBuffers();

    /// Takes all that those get who may have to wait.
    private ArrayDeque<ByteBuffer> takeAllToWaitWith() {
        ArrayDeque<ByteBuffer> taken = new ArrayDeque<>();
        for (ByteBuffer next = buffers.takeToWaitWith();
                next != null;
                next = buffers.takeToWaitWith()) {
            taken.push(next);
        }
        return taken;
    }

    @Test
    void whoMayHaveToWaitLeavesSomeToOthers() {
        int waiting = takeAllToWaitWith().size();

        for (int i = 0; i < waiting; i++) {
            assertTrue(buffers.take(MUCH).isDirect(), "another large one");
        }
        assertFalse(buffers.take(MUCH).isDirect(), "one more than there are");
    }

    @Test
    void whatComesBackIsTakenAgain() {
        ByteBuffer last = takeAllToWaitWith().pop();
        assertNull(buffers.takeToWaitWith());

        buffers.giveBack(last.position(5).limit(9));
        ByteBuffer again = buffers.takeToWaitWith();

        assertNotNull(again);
        assertSame(last, again);
        assertEquals(last.capacity(), again.remaining());
    }
}
