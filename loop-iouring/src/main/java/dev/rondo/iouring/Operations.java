package dev.rondo.iouring;

import io.netty.channel.unix.Errors;
import io.netty.channel.uring.IoUringIoOps;
import java.io.IOException;

/// The operations that the ring is asked for, with the numbers of `linux/io_uring.h`: Netty has
/// them, and keeps them to itself.
final class Operations {
    // What a completion is about: each operation carries one of these, and brings it back.
    static final short ACCEPTED = 1;
    static final short CONNECTED = 2;
    static final short RECEIVED = 3;
    static final short SENT = 4;
    static final short PROVIDED = 5;
    static final short CANCELLED = 6;
    static final short POLLED = 7;

    // Errors that are no failures.
    static final int CANCELED = -125;
    static final int NO_BUFFERS = -105;

    /// Nothing is there, and the operation was not to wait; or it has waited for room or data, and
    /// somebody else was faster, too often.
    static final int AGAIN = -11;

    /// A connection was reset before it was accepted.
    static final int ABORTED = -103;

    /// A flag of a completion: it comes with a buffer, whose number is in the upper half.
    static final int WITH_BUFFER = 1;

    /// A flag of a completion: more completions of the same operation follow.
    static final int WITH_MORE = 2;

    private static final int BUFFER_SHIFT = 16;

    /// The group of the buffers to receive into.
    private static final short BUFFERS = 1;

    private static final byte OP_POLL_ADD = 6;
    private static final byte OP_SENDMSG = 9;
    private static final byte OP_ACCEPT = 13;
    private static final byte OP_ASYNC_CANCEL = 14;
    private static final byte OP_CONNECT = 16;
    private static final byte OP_SEND = 26;
    private static final byte OP_RECV = 27;
    private static final byte OP_PROVIDE_BUFFERS = 31;
    private static final byte SELECT_BUFFER = 1 << 5;
    private static final short ACCEPT_AGAIN_AND_AGAIN = 1;
    private static final int NO_SIGNAL = 0x4000;
    private static final int WITHOUT_WAITING = 0x40;
    private static final int NON_BLOCKING_AND_NOT_INHERITED = 0x800 | 0x80000;

    private Operations() {}

    /// {@return the number of the buffer that a completion comes with}
    static int buffer(int flags) {
        return flags >>> BUFFER_SHIFT;
    }

    /// {@return what the system says of an error}
    static IOException failure(String call, int error) {
        return Errors.newIOException(call, error);
    }

    /// Accepts connections until it is cancelled or fails.
    static IoUringIoOps accept(int descriptor) {
        return operation(
                OP_ACCEPT,
                0,
                ACCEPT_AGAIN_AND_AGAIN,
                descriptor,
                0,
                0,
                0,
                NON_BLOCKING_AND_NOT_INHERITED,
                ACCEPTED,
                0);
    }

    /// Connects to an address, which the system has copied once this is submitted.
    static IoUringIoOps connect(int descriptor, long address, int length) {
        return operation(OP_CONNECT, 0, (short) 0, descriptor, length, address, 0, 0, CONNECTED, 0);
    }

    /// Receives into one of the provided buffers, if one is left.
    static IoUringIoOps receive(int descriptor) {
        return receive(descriptor, 0);
    }

    /// Receives what is there while it is submitted; [#AGAIN] if that is nothing.
    static IoUringIoOps receiveAtOnce(int descriptor) {
        return receive(descriptor, WITHOUT_WAITING);
    }

    private static IoUringIoOps receive(int descriptor, int options) {
        return operation(
                OP_RECV, SELECT_BUFFER, (short) 0, descriptor, 0, 0, 0, options, RECEIVED, BUFFERS);
    }

    /// {@return whether a receive has brought nothing, and can be asked for again}
    static boolean isNothing(int result) {
        return result == CANCELED || result == NO_BUFFERS || result == AGAIN;
    }

    /// Sends some of the bytes at an address, at least one.
    static IoUringIoOps send(int descriptor, long address, int length) {
        return operation(OP_SEND, 0, (short) 0, descriptor, 0, address, length, NO_SIGNAL, SENT, 0);
    }

    /// Sends some of what a message lists, at least a byte.
    static IoUringIoOps sendMessage(int descriptor, long message) {
        return operation(OP_SENDMSG, 0, (short) 0, descriptor, 0, message, 1, NO_SIGNAL, SENT, 0);
    }

    /// Waits until a descriptor is ready.
    static IoUringIoOps poll(int descriptor, int events) {
        return operation(OP_POLL_ADD, 0, (short) 0, descriptor, 0, 0, 0, events, POLLED, 0);
    }

    /// Provides buffers that follow one another.
    static IoUringIoOps provide(int first, int count, long address, int bytes) {
        return operation(
                OP_PROVIDE_BUFFERS,
                0,
                (short) 0,
                count,
                first,
                address,
                bytes,
                0,
                PROVIDED,
                BUFFERS);
    }

    /// Cancels an operation, which still completes.
    static IoUringIoOps cancel(long id) {
        return operation(OP_ASYNC_CANCEL, 0, (short) 0, -1, 0, id, 0, 0, CANCELLED, 0);
    }

    private static IoUringIoOps operation(
            byte code,
            int flags,
            short priority,
            int descriptor,
            long offset,
            long address,
            int length,
            int options,
            short kind,
            int group) {
        return new IoUringIoOps(
                code,
                (byte) flags,
                priority,
                descriptor,
                offset,
                address,
                length,
                options,
                (long) kind,
                (short) group,
                (short) 0,
                0,
                0);
    }
}
