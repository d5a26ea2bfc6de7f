package dev.rondo.spi;

import java.net.SocketAddress;

/// A listening socket of a driver.
public interface ListenerPort {
    /// {@return the address that is bound}
    SocketAddress localAddress();

    /// Stops accepting; connections wait in the backlog.
    void pause();

    /// Accepts again after a pause or a failure.
    void resume();

    /// Closes the socket; no handler is called any more.
    void close();
}
