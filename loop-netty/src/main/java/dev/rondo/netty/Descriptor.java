package dev.rondo.netty;

import io.netty.channel.IoHandle;
import io.netty.channel.IoRegistration;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// A socket whose readiness is watched, level-triggered: an event comes again until what it is
/// about is done, so a read that leaves bytes, or a short one, needs no second look. With the
/// loop's turn.
///
/// What is wanted is told to the system before the loop looks at it again, once for all changes:
/// what is wanted and then not, as by somebody who stops to read and then closes, costs nothing.
public abstract class Descriptor implements IoHandle, Found {
    /// There are bytes or connections to take, or an end or failure to see.
    public static final int INPUT = 1;

    /// There is room for bytes, or an attempt to connect has ended.
    public static final int OUTPUT = 2;

    /// Who is told what the socket is ready for.
    interface Owner {
        /// The socket is ready for some of what is wanted.
        void ready(int operations);

        /// The socket cannot be watched.
        void failed(IOException exception);

        /// {@return whether it is told before the others}
        default boolean isFirst() {
            return false;
        }
    }

    private final ReadinessDriver driver;
    private final StreamSocket socket;
    private @Nullable IoRegistration registration;
    private Owner owner;

    /// What was found and not delivered yet.
    private int ready;

    /// What the owner wants, and what the system knows of it.
    private int wanted;

    private int watched;
    private boolean isChanged;

    /// Makes a handle that is not registered yet.
    ///
    /// @param driver the driver
    /// @param socket the socket, this one's from now on
    protected Descriptor(ReadinessDriver driver, StreamSocket socket) {
        this.driver = driver;
        this.socket = socket;
        this.owner = new Nobody();
    }

    /// Tells the system what is wanted.
    ///
    /// @param handle the registration
    /// @param before what it knows, of [#INPUT] and [#OUTPUT]
    /// @param now what it is to know
    protected abstract void watch(IoRegistration handle, int before, int now);

    /// {@return the socket}
    protected final StreamSocket socket() {
        return socket;
    }

    /// Notes what the socket is ready for; for the backend's `handle`.
    ///
    /// @param operations of [#INPUT] and [#OUTPUT]
    protected final void found(int operations) {
        if (ready == 0) {
            driver.found(this, owner.isFirst());
        }
        ready |= operations;
    }

    @Override
    public final void deliver() {
        int now = ready & wanted;
        ready = 0;
        if (now != 0 && socket.isOpen()) {
            owner.ready(now);
        }
    }

    /// Registers it, or closes it.
    final void register() throws IOException {
        try {
            registration = driver.register(this);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    final void setOwner(Owner newOwner) {
        owner = newOwner;
    }

    /// Sets what the owner wants to be told.
    final void want(int operations) {
        wanted = operations;
        if (!isChanged && wanted != watched) {
            isChanged = true;
            driver.changed(this);
        }
    }

    final void wantAlso(int operations) {
        want(wanted | operations);
    }

    final void wantNoMore(int operations) {
        want(wanted & ~operations);
    }

    final boolean wants(int operation) {
        return (wanted & operation) != 0;
    }

    /// Tells the system what is wanted, if that is news.
    final void apply() {
        isChanged = false;
        IoRegistration known = registration;
        if (known == null || !socket.isOpen() || wanted == watched) {
            return;
        }
        try {
            watch(known, watched, wanted);
            watched = wanted;
        } catch (UncheckedIOException e) {
            driver.tell(() -> owner.failed(new IOException("cannot be watched", e)));
        }
    }

    @Override
    public final void registered() {
        driver.registered();
    }

    @Override
    public final void unregistered() {
        driver.unregistered();
    }

    /// Closes the socket first: the system forgets closed ones by itself, without another call.
    @Override
    public final void close() {
        wanted = 0;
        socket.close();
        if (registration != null) {
            registration.cancel();
        }
    }

    /// Before there is an owner.
    private static final class Nobody implements Owner {
        @Override
        public void ready(int operations) {}

        @Override
        public void failed(IOException exception) {}
    }
}
