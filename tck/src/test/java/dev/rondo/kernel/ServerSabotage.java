package dev.rondo.kernel;

import dev.rondo.CancelledError;
import dev.rondo.spi.ListenerPort;
import dev.rondo.spi.StreamPort;
import java.util.List;

/// Faults of servers: what stands in place of their calls, or comes before their methods.
public final class ServerSabotage {
    private ServerSabotage() {}

    static void abortClients(ListeningServer server) {
        server.abortClients();
    }

    /// In place of [List#remove]: who goes lets all the others go.
    static boolean releaseAll(List<KernelFuture<Void>> waiting, Object released) {
        List.copyOf(waiting).forEach(each -> each.succeed(null));
        return waiting.remove(released);
    }

    /// In place of [ListeningServer#waitClosed].
    static void waitWhateverHappens(ListeningServer server) {
        while (true) {
            try {
                server.waitClosed();
                return;
            } catch (CancelledError e) {
                // once more
            }
        }
    }

    /// Before [Listener#accepted]: the others have to wait for the next iteration.
    static void rest(Listener listener, StreamPort stream) {
        ListenerPort port = listener.port();
        port.pause();
        Fiber.require("accept").cycle.loop.callSoon(port::resume);
    }
}
