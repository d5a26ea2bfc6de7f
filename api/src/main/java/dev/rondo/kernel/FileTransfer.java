package dev.rondo.kernel;

import dev.rondo.LoopFuture;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A file on its way to a peer: read off the loop a piece at a time, each one after the system has
/// taken all of the one before.
///
/// `transferTo` would save a copy, and would hold the loop up while the disk is read: a file that
/// is not in the cache costs every connection. So the file is read where blocking is allowed.
final class FileTransfer {
    /// As much as a transport holds before it pauses its protocol.
    private static final int PIECE_BYTES = 64 * 1024;

    private final KernelLoop loop;
    private final Outgoing outgoing;
    private final FileChannel file;
    private final long offset;
    private final long count;
    private final KernelFuture<Long> future;

    /// The worker's while it reads, the loop's otherwise.
    private final ByteBuffer piece;

    /// How many bytes were given to the transport.
    private long given;

    /// The next piece is read when the transport is empty.
    private boolean isWaiting;

    /// The transport is just given the piece.
    private boolean isGiving;

    private boolean isOver;

    FileTransfer(KernelLoop loop, Outgoing outgoing, FileChannel file, long offset, long count) {
        this.loop = loop;
        this.outgoing = outgoing;
        this.file = file;
        this.offset = offset;
        this.count = count;
        this.future = KernelFuture.create(loop.cycle);
        this.piece = ByteBuffer.allocate((int) Math.min(PIECE_BYTES, count));
    }

    LoopFuture<Long> start() {
        future.addDoneCallback(done -> {
            if (done.isCancelled() && !isOver) {
                end(given, () -> {});
            }
        });
        isWaiting = true;
        if (outgoing.isEmpty()) {
            drained();
        }
        return future;
    }

    /// The system has taken all that the transport had.
    void drained() {
        if (isWaiting && !isOver) {
            isWaiting = false;
            onWorker(this::read, this::wasRead);
        }
    }

    /// On a worker. Fills the piece, unless the file ends.
    private Integer read() throws IOException {
        piece.clear().limit((int) Math.min(piece.capacity(), count - given));
        while (piece.hasRemaining()) {
            if (file.read(piece, offset + given + piece.position()) < 0) {
                break;
            }
        }
        return piece.flip().remaining();
    }

    private void wasRead(Integer length) {
        if (isOver) {
            return;
        }
        if (length == 0) {
            end(given, () -> future.succeed(given));
            return;
        }
        given += length;
        isWaiting = true;
        isGiving = true;
        outgoing.writePiece(piece);
        isGiving = false;
        if (outgoing.isEmpty()) {
            drained();
        }
    }

    /// The connection has ended before the file.
    ///
    /// @param unsent how many bytes the transport still had
    void cutOff(@Nullable Exception cause, long unsent) {
        // until the first piece it has other data
        long sent = Math.max(0, given - unsent - (isGiving ? piece.remaining() : 0));
        String reason =
                cause == null ? "this side has closed it" : String.valueOf(cause.getMessage());
        end(
                sent,
                () ->
                        future.fail(
                                new SocketException(
                                        "the connection ended after "
                                                + sent
                                                + " bytes of the file: "
                                                + reason,
                                        cause)));
    }

    /// Lets others write again, leaves the file where the sending has ended, and then tells.
    private void end(long sent, Runnable tell) {
        isOver = true;
        outgoing.endTransfer();
        onWorker(
                () -> {
                    file.position(offset + sent);
                    return sent;
                },
                _ -> tell.run());
    }

    /// Runs what may block elsewhere, and the rest here. A worker is never interrupted: that would
    /// close the file.
    private <T> void onWorker(Callable<T> work, Consumer<T> next) {
        KernelFuture<T> result;
        try {
            result = loop.workers.submit(work);
        } catch (IllegalStateException e) {
            fail(e); // the executor was shut down
            return;
        }
        result.addDoneCallback(done -> {
            if (done.state() == Future.State.SUCCESS) {
                next.accept(done.resultNow());
            } else if (done.state() == Future.State.FAILED) {
                fail(done.exceptionNow());
            } else {
                future.cancel(); // with the executor
            }
        });
    }

    private void fail(Throwable exception) {
        if (!isOver) {
            isOver = true;
            outgoing.endTransfer();
        }
        future.fail(exception);
    }
}
