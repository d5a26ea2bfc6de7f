package dev.rondo.kernel;

import dev.rondo.TransportSocket;
import dev.rondo.spi.StreamPort;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The part of a port that a program may see.
record PortSocket(KernelLoop loop, StreamPort port) implements TransportSocket {
    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return port.supportedOptions();
    }

    @Override
    public <T> T getOption(SocketOption<T> option) throws IOException {
        loop.checkTurn("getOption");
        checkSupported(option);
        @Nullable T value = port.option(option);
        return Objects.requireNonNull(value, option::name);
    }

    @Override
    public <T> TransportSocket setOption(SocketOption<T> option, T value) throws IOException {
        loop.checkTurn("setOption");
        checkSupported(option);
        port.setOption(option, Objects.requireNonNull(value, "value"));
        return this;
    }

    private void checkSupported(SocketOption<?> option) {
        if (!port.supportedOptions().contains(Objects.requireNonNull(option, "option"))) {
            throw new UnsupportedOperationException(
                    "the socket has no option " + option + ", only " + port.supportedOptions());
        }
    }

    @Override
    public SocketAddress localAddress() {
        return port.localAddress();
    }

    @Override
    public String toString() {
        return "socket on " + Network.name(localAddress());
    }
}
