package dev.rondo.iouring;

import dev.rondo.netty.NativeTransport;
import dev.rondo.spi.Capability;
import dev.rondo.spi.IoDriver;
import dev.rondo.spi.LoopHost;
import dev.rondo.spi.LoopProvider;
import io.netty.channel.uring.IoUring;
import java.util.Map;

/// The backend over io_uring; on request only, until it has proved itself in long runs.
public final class IoUringLoopProvider implements LoopProvider {
    /// Found out with the first question.
    private static final class OfSystem {
        static final Availability AVAILABILITY = ask();

        private static Availability ask() {
            // A reference to the method would want its class before anybody catches the want.
            Availability general =
                    new NativeTransport("io_uring", "Linux", "Linux"::equals, "linux")
                            .availability(() -> IoUring.unavailabilityCause());
            if (general.isAvailable()) {
                // The newest of what the driver uses: all else came with Linux 5.7 at the latest.
                return IoUring.isAcceptMultishotEnabled() ? general : Refusal.tooOld();
            }
            Availability known = Refusal.of(String.valueOf(general.reason())).explain();
            return known == null ? general : known;
        }
    }

    /// Creates the provider; needs nothing.
    public IoUringLoopProvider() {}

    @Override
    public String name() {
        return "io_uring";
    }

    @Override
    public int priority() {
        return 50;
    }

    @Override
    public boolean isAutomatic() {
        return false;
    }

    @Override
    public Availability availability() {
        return OfSystem.AVAILABILITY;
    }

    @Override
    public Map<Capability, String> missing() {
        return NativeTransport.MISSING;
    }

    /// {@return true: a ring belongs to the thread that has set it up}
    @Override
    public boolean needsPlatformThread() {
        return true;
    }

    @Override
    public IoDriver open(LoopHost host) {
        return new IoUringDriver(host);
    }
}
