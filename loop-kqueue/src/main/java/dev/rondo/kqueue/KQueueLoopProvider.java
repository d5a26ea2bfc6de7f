package dev.rondo.kqueue;

import dev.rondo.netty.NativeTransport;
import dev.rondo.spi.Capability;
import dev.rondo.spi.IoDriver;
import dev.rondo.spi.LoopHost;
import dev.rondo.spi.LoopProvider;
import io.netty.channel.kqueue.KQueue;
import java.util.Map;

/// The backend over kqueue: the automatic choice on macOS and the BSDs.
public final class KQueueLoopProvider implements LoopProvider {
    /// Found out with the first question.
    private static final class OfSystem {
        static final Availability AVAILABILITY =
                new NativeTransport("kqueue", "macOS and BSD", KQueueLoopProvider::isSystem, "osx")
                        .availability(() -> KQueue.unavailabilityCause());
    }

    /// Creates the provider; needs nothing.
    public KQueueLoopProvider() {}

    private static boolean isSystem(String name) {
        return name.startsWith("Mac") || name.endsWith("BSD");
    }

    @Override
    public String name() {
        return "kqueue";
    }

    @Override
    public int priority() {
        return 200;
    }

    @Override
    public Availability availability() {
        return OfSystem.AVAILABILITY;
    }

    @Override
    public Map<Capability, String> missing() {
        return NativeTransport.MISSING;
    }

    /// {@return true: kqueue waits in native code}
    @Override
    public boolean needsPlatformThread() {
        return true;
    }

    @Override
    public IoDriver open(LoopHost host) {
        return new KQueueDriver(host);
    }
}
