package dev.rondo.iouring;

import dev.rondo.netty.StreamSocket;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.uring.IoUringIoEvent;
import io.netty.channel.uring.IoUringIoHandle;
import io.netty.channel.uring.IoUringIoOps;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A socket or a pipe whose operations go through the ring, for an owner who says which.
///
/// An operation holds the socket, whatever becomes of its descriptor: a connection that is closed
/// while it receives stays open for its peer, and the port of a listener stays taken. So an owner
/// first cancels what is under way, waits for the last completion, and then calls [#release].
final class RingSocket implements IoUringIoHandle {
    /// Whose socket it is. All is called with the loop's turn.
    interface Owner {
        /// Submits what is to be submitted. The only place for it: the ring belongs to the thread
        /// that waits, and what is submitted there goes with the wait, in one system call.
        void submit();

        /// Submits what is to follow everything that all owners submit, as receives do: the system
        /// takes submissions in order, and a peer that gets his answer first may have asked again
        /// by then.
        default void submitAfterAll() {}

        /// An operation has brought something.
        ///
        /// @param kind what, as [Operations] numbers it
        /// @param result what the system has answered; below 0 the number of an error
        /// @param flags of the completion
        void completed(int kind, int result, int flags);

        /// The loop closes: cancels all operations. Nobody is told of anything any more.
        void abandon();

        /// An operation has brought something, and the loop closes: nobody wants it.
        ///
        /// @param kind what, as [Operations] numbers it
        /// @param result what the system has answered
        default void discard(int kind, int result) {}

        /// {@return whether it is told before the others}
        default boolean isFirst() {
            return false;
        }
    }

    private final IoUringDriver driver;
    private final FileDescriptor file;
    private @Nullable IoRegistration registration;
    private Owner owner;
    private boolean isChanged;

    /// Makes a socket, or what else can be waited for, known to the ring.
    RingSocket(IoUringDriver driver, FileDescriptor file) throws IOException {
        this.driver = driver;
        this.file = file;
        this.owner = new Nobody();
        registration = driver.enlist(this);
    }

    /// Makes a socket known to the ring, or closes it.
    static RingSocket of(IoUringDriver driver, StreamSocket socket) throws IOException {
        try {
            return new RingSocket(driver, socket);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /// {@return the socket; what is none has an owner who does not ask}
    StreamSocket socket() {
        return (StreamSocket) file;
    }

    int descriptor() {
        return file.intValue();
    }

    void setOwner(Owner newOwner) {
        owner = newOwner;
    }

    Owner owner() {
        return owner;
    }

    /// Has the owner submit before the loop waits again.
    void changed() {
        if (!isChanged) {
            isChanged = true;
            driver.changed(this);
        }
    }

    void submit() {
        isChanged = false;
        owner.submit();
    }

    void submitAfterAll() {
        owner.submitAfterAll();
    }

    /// {@return the id of the operation, for [#cancel]; never 0}
    @SuppressWarnings("NullAway") // the constructor has set it
    long submit(IoUringIoOps operation) {
        return registration.submit(operation);
    }

    void cancel(long id) {
        submit(Operations.cancel(id));
    }

    /// Closes the descriptor; no operation is under way any more, except that a cancellation may
    /// have still to be confirmed.
    @SuppressWarnings("NullAway") // the constructor has set it
    void release() {
        try {
            file.close();
        } catch (IOException e) {
            // the descriptor is free all the same
            System.getLogger("dev.rondo").log(System.Logger.Level.DEBUG, "closing " + file, e);
        }
        registration.cancel();
    }

    @Override
    public void handle(IoRegistration ignored, IoEvent event) {
        IoUringIoEvent completion = (IoUringIoEvent) event;
        driver.completed(this, (int) completion.userData(), completion.res(), completion.flags());
    }

    @Override
    public void registered() {
        driver.registered();
    }

    @Override
    public void unregistered() {
        driver.unregistered();
    }

    /// The loop closes. Netty then waits for what is under way.
    @Override
    public void close() {
        owner.abandon();
        release();
    }

    /// Before there is an owner.
    private static final class Nobody implements Owner {
        @Override
        public void submit() {}

        @Override
        public void completed(int kind, int result, int flags) {}

        @Override
        public void abandon() {}
    }
}
