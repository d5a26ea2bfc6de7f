package dev.rondo.kernel;

import java.net.SocketAddress;

/// What stands for an address where a transport is a pipe: its name, for messages.
final class PipeAddress extends SocketAddress {
    /// This side of a pipe.
    static final PipeAddress HERE = new PipeAddress("this process");

    private static final long serialVersionUID = 1L;

    private final String name;

    PipeAddress(String name) {
        this.name = name;
    }

    @Override
    public String toString() {
        return name;
    }
}
