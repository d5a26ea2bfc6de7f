package dev.rondo.netty;

import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoRegistration;
import java.io.IOException;
import java.util.ArrayDeque;

/// A handle of a library's, such as a channel of Netty's, which hears its events from `dispatch`.
public abstract class DeferredHandle implements IoHandle, Found {
    private record Event(IoRegistration registration, IoEvent event) {}

    private final NettyDriver driver;
    private final IoHandle handle;
    private final ArrayDeque<Event> events = new ArrayDeque<>();

    /// The handle is to hear of its end after what was found before.
    private boolean isEndDue;

    /// Wraps a handle.
    ///
    /// @param driver the driver
    /// @param handle the handle
    protected DeferredHandle(NettyDriver driver, IoHandle handle) {
        this.driver = driver;
        this.handle = handle;
    }

    /// {@return the event, as one that may be kept}
    ///
    /// @param event valid during the call only
    protected abstract IoEvent kept(IoEvent event);

    /// {@return whether each event has to be told, also after the registration was cancelled and
    /// while the loop closes: it says that an operation has given back what it used}
    protected boolean isEachTold() {
        return false;
    }

    @Override
    public final void handle(IoRegistration registration, IoEvent event) {
        events.add(new Event(registration, kept(event)));
        if (driver.isClosing() && isEachTold()) {
            deliver();
        } else {
            driver.found(this, false);
        }
    }

    /// Delivers the oldest event: there is one for each time that this was found.
    @Override
    public final void deliver() {
        Event next = events.poll();
        if (next != null && (next.registration.isValid() || isEachTold())) {
            tell(next);
        }
        if (isEndDue && events.isEmpty()) {
            isEndDue = false;
            handle.unregistered();
        }
    }

    private void tell(Event event) {
        try {
            handle.handle(event.registration, event.event);
        } catch (RuntimeException e) {
            driver.host()
                    .execute(() -> {
                        throw e; // to the loop's exception handler
                    });
        }
    }

    @Override
    public final void registered() {
        driver.registered();
        handle.registered();
    }

    @Override
    public final void unregistered() {
        driver.unregistered();
        if (events.isEmpty() || !isEachTold()) {
            handle.unregistered();
        } else {
            isEndDue = true;
        }
    }

    @Override
    public final void close() throws IOException {
        while (isEachTold() && !events.isEmpty()) {
            deliver(); // the loop closes, and dispatches no more
        }
        try {
            handle.close();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("cannot close " + handle, e);
        }
    }

    @Override
    public final String toString() {
        return handle.toString();
    }
}
