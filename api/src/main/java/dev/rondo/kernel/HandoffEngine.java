package dev.rondo.kernel;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/// The engine that needs no flag: coroutines are ordinary virtual threads that pass the turn by
/// hand.
///
/// The loop itself is a virtual thread, too, for passing the turn between a platform thread and a
/// virtual one costs twenty times as much; unless the backend waits in native code, where it would
/// hold a carrier of the JDK's pool. A blocking call of the JDK in a coroutine keeps the turn and
/// stops the loop, as in asyncio, and a lock that is held across an `await` can block it for good.
/// An `await` on a pinned stack holds a carrier of the JDK's pool meanwhile.
final class HandoffEngine implements Engine {
    @Override
    public String name() {
        return "handoff";
    }

    @Override
    public Fiber createFiber(Cycle cycle, Runnable body) {
        return new HandoffFiber(cycle, body);
    }

    @Override
    public Fiber createCallbackFiber(Cycle cycle) {
        return HandoffFiber.ofLoopThread(cycle);
    }

    @Override
    public void runCallbacks(Cycle cycle) {
        cycle.runCallbacks();
    }

    @Override
    public Thread createLoopThread(String name, boolean needsPlatformThread, Runnable body) {
        return needsPlatformThread
                ? Thread.ofPlatform().name(name).daemon().unstarted(body)
                : Thread.ofVirtual().name(name).unstarted(body);
    }

    @Override
    public Optional<ThreadFactory> driverThreads(Executor driver) {
        return Optional.empty();
    }
}
