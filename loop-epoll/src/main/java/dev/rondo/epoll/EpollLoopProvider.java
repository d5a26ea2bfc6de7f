package dev.rondo.epoll;

import dev.rondo.netty.NativeTransport;
import dev.rondo.spi.Capability;
import dev.rondo.spi.IoDriver;
import dev.rondo.spi.LoopHost;
import dev.rondo.spi.LoopProvider;
import io.netty.channel.epoll.Epoll;
import java.util.Map;

/// The backend over epoll: the automatic choice on Linux.
public final class EpollLoopProvider implements LoopProvider {
    /// Found out with the first question.
    private static final class OfSystem {
        static final Availability AVAILABILITY =
                new NativeTransport("epoll", "Linux", "Linux"::equals, "linux")
                        .availability(() -> Epoll.unavailabilityCause());
    }

    /// Creates the provider; needs nothing.
    public EpollLoopProvider() {}

    @Override
    public String name() {
        return "epoll";
    }

    @Override
    public int priority() {
        return 300;
    }

    @Override
    public Availability availability() {
        return OfSystem.AVAILABILITY;
    }

    @Override
    public Map<Capability, String> missing() {
        return NativeTransport.MISSING;
    }

    /// {@return true: epoll waits in native code}
    @Override
    public boolean needsPlatformThread() {
        return true;
    }

    @Override
    public IoDriver open(LoopHost host) {
        return new EpollDriver(host);
    }
}
