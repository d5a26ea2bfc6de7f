package dev.rondo.iouring;

import dev.rondo.spi.DescriptorHandler;
import dev.rondo.spi.DescriptorWatch;

/// A descriptor of somebody else's, which is no socket: it is watched and closed here, and used
/// there. One operation at a time waits until it is ready.
final class RingWatch implements DescriptorWatch, RingSocket.Owner {
    // The system's words for events; ends and failures are told without being asked for.
    private static final int IN = 1;
    private static final int OUT = 4;

    private static final int NOTHING_ARMED = -1;

    private final RingSocket ring;
    private final DescriptorHandler handler;

    /// What is to be told next, or [#NOTHING_ARMED].
    private int armed = NOTHING_ARMED;

    /// The id of the operation that is under way, or 0, and what it waits for.
    private long polling;

    private int polled;
    private boolean isCancelled;
    private boolean isClosed;
    private boolean isReleased;

    RingWatch(RingSocket ring, DescriptorHandler handler) {
        this.ring = ring;
        this.handler = handler;
        ring.setOwner(this);
    }

    @Override
    public void arm(int events) {
        armed = events;
        ring.changed();
    }

    @Override
    public void submit() {
        if (isReleased) {
            return;
        }
        boolean isWanted = !isClosed && armed != NOTHING_ARMED;
        if (isWanted && polling == 0) {
            polled = armed;
            polling = ring.submit(Operations.poll(ring.descriptor(), asked(polled)));
        } else if (polling != 0 && !isCancelled && (isClosed || isWanted && polled != armed)) {
            isCancelled = true;
            ring.cancel(polling);
        }
    }

    private static int asked(int events) {
        int input = (events & INPUT) != 0 ? IN : 0;
        return (events & OUTPUT) != 0 ? input | OUT : input;
    }

    @Override
    public void completed(int kind, int result, int flags) {
        if (kind == Operations.POLLED) {
            polling = 0;
            isCancelled = false;
            if (!isClosed && armed != NOTHING_ARMED) {
                polled(result);
            }
        } else if (result < 0 && isCancelled) {
            isCancelled = false; // it found nothing while the system was about to go on
            ring.changed();
        }
        if (isClosed) {
            releaseIfDone();
        }
    }

    private void polled(int result) {
        int events = told(result);
        if (result == Operations.CANCELED || result >= 0 && (events & (armed | END)) == 0) {
            ring.changed(); // it has waited for something else than what is wanted now
            return;
        }
        armed = NOTHING_ARMED;
        if (result < 0) {
            handler.failed(Operations.failure("poll", result));
        } else {
            handler.ready(events);
        }
    }

    private static int told(int result) {
        int input = (result & IN) != 0 ? INPUT : 0;
        int output = (result & OUT) != 0 ? OUTPUT : 0;
        return (result & ~(IN | OUT)) != 0 ? input | output | END : input | output;
    }

    /// Closes the descriptor when nothing waits for it any more: until then the system would keep
    /// the pipe open for its other side.
    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            releaseIfDone();
            ring.changed();
        }
    }

    private void releaseIfDone() {
        if (!isReleased && polling == 0) {
            isReleased = true;
            ring.release();
        }
    }

    @Override
    public void abandon() {
        isClosed = true;
        if (polling != 0) {
            ring.cancel(polling);
        }
    }
}
