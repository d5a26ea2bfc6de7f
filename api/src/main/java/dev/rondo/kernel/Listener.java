package dev.rondo.kernel;

import dev.rondo.spi.AcceptHandler;
import dev.rondo.spi.ListenerPort;
import dev.rondo.spi.StreamPort;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One listening socket of a server: accepts while the server wants connections, and rests when the
/// system has none to give.
final class Listener implements AcceptHandler {
    /// How long to wait for descriptors, or whatever was short, as Python does.
    private static final Duration REST = Duration.ofSeconds(1);

    private final ListeningServer server;
    private final KernelLoop loop;
    private @Nullable ListenerPort port;

    /// Ends the rest.
    private @Nullable Timer resumption;

    private boolean isPaused;

    /// Nothing was accepted since the last failure, which was reported.
    private boolean isFailing;

    Listener(ListeningServer server, KernelLoop loop) {
        this.server = server;
        this.loop = loop;
    }

    /// Begins to listen.
    void open(ListenerPort opened) {
        port = opened;
        update();
    }

    @SuppressWarnings("NullAway") // set before anybody sees the listener
    ListenerPort port() {
        return port;
    }

    /// Accepts, or not, as the server and the system want it.
    void update() {
        boolean shouldPause = resumption != null || !server.isAccepting();
        if (shouldPause == isPaused) {
            return;
        }
        isPaused = shouldPause;
        if (isPaused) {
            port().pause();
        } else {
            port().resume();
        }
    }

    @Override
    public void accepted(StreamPort stream) {
        isFailing = false;
        server.accepted(stream);
    }

    /// Rests for a while. A lack that lasts is told once, not with each attempt.
    @Override
    public void failed(IOException exception) {
        isPaused = true; // by the driver
        resumption = loop.schedule(Delays.deadline(loop.time(), REST), this::goOn, false);
        if (!isFailing) {
            isFailing = true;
            server.report(
                    "%s cannot accept; it tries again every %d s"
                            .formatted(server, REST.toSeconds()),
                    exception);
        }
    }

    private void goOn() {
        resumption = null;
        update();
    }

    void close() {
        if (resumption != null) {
            resumption.cancel();
        }
        port().close();
    }
}
