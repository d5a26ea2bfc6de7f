package dev.rondo.spi;

import dev.rondo.TimerHandle;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/// What a driver may ask of its loop. On the loop's thread, in `await` and `dispatch`, unless a
/// method says otherwise.
///
/// The first four are for drivers with virtual time. The next three are for drivers that carry an
/// event loop of another library, whose tasks and timers are this loop's. The last is for drivers
/// with threads of their own.
public interface LoopHost {
    /// {@return whether nothing outside of the driver can bring work}
    ///
    /// True when no work is out on an executor, no coroutine is parked in the JDK and no child
    /// process runs. A driver with virtual time jumps only then. Futures that were wrapped from
    /// outside do not count. Who brings work wakes the loop before it ceases to count here.
    boolean isQuiet();

    /// {@return whether only code of the loop itself keeps it from being quiet: parked in blocking
    /// calls of the JDK, with no work outside}
    ///
    /// Such code may wait for other code of the same loop, which may wait for a moment of virtual
    /// time. A driver gives it some real time to go on by itself, and then jumps.
    boolean isBlockedInside();

    /// {@return whether another thread may bring work: futures wrapped from outside are pending, or
    /// the loop runs forever}
    boolean awaitsOutside();

    /// Says that the loop waits for something that nothing can bring.
    ///
    /// Called by a driver with virtual time from `await`, when there is no deadline, no I/O and the
    /// loop is quiet. The run then fails with a message that lists who waits for what.
    void stuck();

    /// {@return whether a thread has the loop's turn} Any thread may ask, about any.
    ///
    /// What a thread learns about itself is true for as long as it likes; about another one it may
    /// be out of date.
    ///
    /// @param thread the thread
    boolean hasTurn(Thread thread);

    /// Runs a command as a callback, after what is ready now. Any thread may call it.
    ///
    /// What the command throws goes to the exception handler.
    ///
    /// @param command the command
    /// @throws java.util.concurrent.RejectedExecutionException if the loop is closed
    void execute(Runnable command);

    /// Runs an action as a callback, once a time has passed. With the loop's turn.
    ///
    /// @param delayNanos how long to wait, on the driver's own clock
    /// @param action the action
    /// @return cancels it
    TimerHandle callLater(long delayNanos, Runnable action);

    /// {@return makes virtual threads that the driver mounts itself, or empty where the engine
    /// leaves virtual threads to the JDK} For a driver whose threads block in its place. Any thread
    /// may call it.
    ///
    /// Whenever such a thread can go on, the executor gets its continuation, from any thread; it
    /// must not block. The driver runs each one once, on the loop's thread, in [IoDriver#await] or
    /// [IoDriver#close]: until then the thread stands still. One that it rejects, because it is
    /// closed, goes on on the JDK's scheduler.
    ///
    /// These threads are not the loop's: they run no code of the program, never have the turn, and
    /// must not do anything that holds a thread of the system, only what parks a virtual one.
    /// Threads that they start are the JDK's.
    ///
    /// @param scheduler gets the continuations
    default Optional<ThreadFactory> virtualThreads(Executor scheduler) {
        return Optional.empty();
    }
}
