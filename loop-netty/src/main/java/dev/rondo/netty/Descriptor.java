package dev.rondo.netty;

import io.netty.channel.IoHandle;
import io.netty.channel.IoRegistration;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// A socket or a pipe whose readiness is watched, level-triggered: an event comes again until what
/// it is about is done, so a read that leaves bytes, or a short one, needs no second look. With the
/// loop's turn.
///
/// What is wanted is told to the system before the loop looks at it again, once for all changes:
/// what is wanted and then not, as by somebody who stops to read and then closes, costs nothing.
public abstract class Descriptor implements IoHandle, Found {
    /// There are bytes or connections to take, or an end or failure to see.
    public static final int INPUT = 1;

    /// There is room for bytes, or an attempt to connect has ended.
    public static final int OUTPUT = 2;

    /// The other side has ended, or something is broken. Streams need not ask: they are told of
    /// what they want, and reading or writing says it.
    public static final int END = 4;

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
    private final FileDescriptor file;
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
    /// @param file the socket, or what else can be watched; this one's from now on
    protected Descriptor(ReadinessDriver driver, FileDescriptor file) {
        this.driver = driver;
        this.file = file;
        this.owner = new Nobody();
    }

    /// Tells the system what is wanted.
    ///
    /// @param handle the registration
    /// @param before what it knows, of [#INPUT], [#OUTPUT] and [#END]
    /// @param now what it is to know
    protected abstract void watch(IoRegistration handle, int before, int now);

    /// {@return what is watched}
    protected final FileDescriptor file() {
        return file;
    }

    /// {@return the socket; what is none has an owner who does not ask}
    final StreamSocket socket() {
        return (StreamSocket) file;
    }

    /// Notes what the socket is ready for; for the backend's `handle`.
    ///
    /// @param operations of [#INPUT], [#OUTPUT] and [#END]
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
        if (now != 0 && file.isOpen()) {
            owner.ready(now);
        }
    }

    /// Registers it.
    final void register() throws IOException {
        registration = driver.register(this);
    }

    /// Registers it, or closes it.
    final void registerOrClose() throws IOException {
        try {
            register();
        } catch (IOException | RuntimeException e) {
            closeFile();
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
        if (known == null || !file.isOpen() || wanted == watched) {
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

    /// Takes it out of what the system watches, then closes it. The system would forget a closed
    /// one by itself, but not while a child that is just being started has a copy of it: events of
    /// the old one would then be told to whoever has got its number.
    @Override
    public final void close() {
        wanted = 0;
        if (registration != null) {
            registration.cancel();
        }
        closeFile();
    }

    private void closeFile() {
        try {
            file.close();
        } catch (IOException e) {
            // the descriptor is free all the same
            System.getLogger("dev.rondo").log(System.Logger.Level.DEBUG, "closing " + file, e);
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
