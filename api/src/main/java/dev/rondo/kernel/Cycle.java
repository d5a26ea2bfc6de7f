package dev.rondo.kernel;

import dev.rondo.spi.IoDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The iteration of a loop, and who has its turn.
///
/// One iteration, as in asyncio: take what other threads submitted; wait in the driver, not at all
/// if something is ready, else until the next timer; call the handlers of what happened; move the
/// timers that are due to the ready queue; run exactly what is ready now. What that schedules runs
/// in the next iteration, so that I/O never starves.
///
/// Three kinds of thread take turns, and one of them has *the turn* at any time: the loop's own
/// thread (the carrier, under the `scheduled` engine), the fibers of coroutines, and the fiber on
/// which the program's callbacks run. Code of the program never runs on the bare carrier: a
/// coroutine may hold a lock and wait, and a callback that wanted the lock on the carrier would
/// stop the one thread that could ever let the coroutine go on. On its own fiber the callback only
/// parks. Then the other callbacks wait behind it ([#deferred]), the driver rests, and steps,
/// timers and completions go on, so that the holder gets to release the lock.
///
/// The callback fiber is mounted once for a run of callbacks, not once for each, and goes on to the
/// next iteration itself where there is nothing to wait for ([#nextBatchWithoutWaiting]).
///
/// All fields are for the code that has the turn, unless they say otherwise; passing the turn on
/// orders the accesses. The file is long because who has the turn is decided here and nowhere else.
final class Cycle {
    final KernelLoop loop;
    final ReadyQueue ready = new ReadyQueue();
    final TimerQueue timers = new TimerQueue();

    /// For any thread.
    final Submissions submissions = new Submissions();

    /// The loop's own thread; set before the first run.
    Thread thread;

    /// Who has the turn; null while the loop does not run. Other threads read it to learn that it
    /// is not they, which a stale value tells as well: only its owner ever finds itself here.
    @Nullable Thread turn;

    /// Who prepares the loop while it does not run: who created it, ran it, or scheduled something
    /// last. Other threads read it, and learn that what they want has to wait for the next run.
    volatile Thread preparer = Thread.currentThread();

    /// The context variables of what runs now.
    Bindings bindings = Bindings.EMPTY;

    /// A fiber that gets the turn before anything else; see [Fiber#transferTo].
    @Nullable Fiber transfer;

    /// The fiber that waits for the first step of a task to be made inside its `createTask`, and
    /// gets the turn when that is given away; see [Fiber#start].
    @Nullable Fiber starter;

    /// How many coroutines, and callback fibers, are parked in a blocking call of the JDK.
    int blocked;

    /// Set by any thread, before or while the loop runs; a stale value delays a stop by an
    /// iteration.
    volatile boolean isStopping;

    /// Whether the callback fiber should end; set when the loop closes.
    boolean isEnding;

    /// Written by [#setDebug].
    boolean isDebug;

    /// Asked in debug mode alone.
    final Watch watch = new Watch(this);

    /// There in debug mode alone, while the loop is open.
    private @Nullable Watchdog watchdog;

    /// Filled in debug mode alone.
    final OpenResources openResources = new OpenResources(this);

    /// Statistics; other threads read them and may see old values.
    long iterations;

    long callbacks;
    long steps;
    long polls;
    long pollNanos;

    /// Callbacks that came up while another one was blocked, in order.
    private final ArrayDeque<Entry> deferred = new ArrayDeque<>();

    /// Why the run ends: the driver gave up, an error is fatal, or the kernel is broken.
    private @Nullable Throwable failure;

    private final Engine engine;
    private final Spin spin;
    private @Nullable IoDriver driver;
    private @Nullable Fiber callbackFiber;

    /// How many of the ready entries belong to this iteration.
    private int remaining;

    /// Whether the driver has found events whose handlers were not called yet.
    private boolean isDispatchDue;

    Cycle(KernelLoop loop, Engine engine, Spin spin) {
        this.loop = loop;
        this.engine = engine;
        this.spin = spin;
        this.thread = Thread.currentThread();
    }

    /// Makes the calling thread the loop's own.
    void attach(IoDriver opened) {
        driver = opened;
        thread = Thread.currentThread();
        callbackFiber = engine.createCallbackFiber(this);
        updateWatchdog();
    }

    @SuppressWarnings("NullAway") // attach comes first
    IoDriver driver() {
        return driver;
    }

    @SuppressWarnings("NullAway") // attach comes first
    Fiber callbackFiber() {
        return callbackFiber;
    }

    void setDebug(boolean on) {
        isDebug = on;
        watch.reset();
        updateWatchdog();
    }

    private void updateWatchdog() {
        boolean isWanted = isDebug && driver != null && !loop.isClosed();
        if (isWanted && watchdog == null) {
            watchdog = Watchdog.start(this);
        } else if (!isWanted && watchdog != null) {
            watchdog.end();
            watchdog = null;
        }
    }

    Fiber createFiber(Runnable body) {
        return engine.createFiber(this, body);
    }

    /// {@return whether the caller has the turn, or the loop does not run and it is he who prepares
    /// it}
    boolean hasTurn() {
        Thread caller = Thread.currentThread();
        return caller == turn || caller == preparer && loop.isIdle();
    }

    /// Runs iterations until [#isStopping]; at least one.
    void run() throws IOException {
        turn = thread;
        try {
            do {
                iterate();
            } while (!isStopping && failure == null);
        } finally {
            isStopping = false;
            bindings = Bindings.EMPTY;
            turn = null;
        }
        Throwable broken = failure;
        failure = null;
        if (broken instanceof IOException e) { // not a switch: the JDK makes a class for one
            throw e;
        } else if (broken instanceof Error e) {
            throw e;
        } else if (broken instanceof RuntimeException e) {
            throw e;
        }
    }

    /// Ends the run if what code of the program has thrown is fatal.
    ///
    /// @return whether it is
    boolean endsWith(Throwable thrown) {
        boolean isFatal = FatalErrors.isFatal(thrown);
        if (isFatal) {
            endRun(thrown);
        }
        return isFatal;
    }

    /// Ends the run at once; what is ready waits for the next one. Allocates nothing unless
    /// callbacks were deferred: there may be no memory.
    private void endRun(Throwable reason) {
        if (failure == null) {
            failure = reason;
        }
        isStopping = true;
        remaining = 0;
        if (!deferred.isEmpty()) {
            while (!ready.isEmpty()) {
                deferred.add(ready.poll());
            }
            deferred.forEach(ready::add);
            deferred.clear();
        }
    }

    /// Runs one iteration.
    private void iterate() {
        iterations++;
        submissions.drainTo(ready);
        long timeout = isStopping || !ready.isEmpty() ? 0 : timers.untilNext(driver().nanoTime());
        if (callbackFiber().isAway()) {
            if (timeout != 0) {
                sleepBehindCallback(timeout);
            }
        } else if (timeout != 0 || driver().isPolling()) {
            poll(timeout);
        }
        startBatch();
        while (remaining > 0 || isDispatchDue && !callbackFiber().isAway()) {
            runNext();
        }
    }

    private void runNext() {
        if (isDispatchDue && !callbackFiber().isAway()) {
            engine.runCallbacks(this);
            return;
        }
        Entry first = ready.peek();
        if (!first.isCallback) {
            remaining--;
            ready.poll().run();
        } else if (callbackFiber().isAway()) {
            remaining--;
            deferred.add(ready.poll());
        } else {
            engine.runCallbacks(this);
        }
    }

    private void startBatch() {
        submissions.drainTo(ready);
        if (!timers.isEmpty()) {
            timers.moveDue(driver().nanoTime(), ready);
        }
        remaining = ready.size();
    }

    private void poll(long timeout) {
        Thread.interrupted(); // nobody owns this thread, and with the flag set no wait would last
        long start = System.nanoTime();
        try {
            long spun = spin(timeout, start);
            if (spun >= 0) {
                isDispatchDue = await(timeout - spun);
            }
        } catch (IOException e) {
            failure = e;
        } finally {
            submissions.awake();
            polls++;
            pollNanos += System.nanoTime() - start;
        }
    }

    private boolean await(long timeout) throws IOException {
        boolean isToSleep = timeout > 0 && submissions.announceSleep(Submissions.IN_DRIVER);
        return driver().await(isToSleep ? timeout : 0);
    }

    /// Looks for something to do before a sleep, where that is wanted.
    ///
    /// @return how much of the time it took, or -1 if there is no need to sleep
    private long spin(long timeout, long start) throws IOException {
        long limit = spin.limit(timeout);
        if (limit == 0) {
            return 0;
        }
        long spun;
        do {
            isDispatchDue = driver().await(0);
            if (isDispatchDue || !submissions.isEmpty()) {
                spin.hasPaid();
                return -1;
            }
            Thread.onSpinWait();
            spun = System.nanoTime() - start;
        } while (spun < limit);
        if (limit == timeout) {
            spin.hasPaid();
            return -1;
        }
        spin.wasInVain();
        return spun < timeout ? spun : -1;
    }

    /// A callback is blocked: the driver rests, for its events could not be handled. Only one whose
    /// time is virtual has to be asked, and can be when it has no events: nobody else moves the
    /// clock.
    private void sleepBehindCallback(long timeout) {
        if (loop.isTimeVirtual() && !driver().isPolling()) {
            poll(timeout);
            return;
        }
        if (submissions.announceSleep(Submissions.OUTSIDE)) {
            Thread.interrupted(); // as in poll
            LockSupport.parkNanos(this, timeout);
        }
        submissions.awake();
    }

    /// Runs callbacks until a step of the kernel is at the head of the queue, or there is something
    /// to wait for. On the callback fiber.
    void runCallbacks() {
        try {
            runBatches();
        } catch (RuntimeException | Error e) {
            endRun(e); // no code of the program throws here; the fiber must live on
        }
    }

    private void runBatches() {
        do {
            if (isDispatchDue) {
                dispatch();
            }
            for (Entry next = nextCallback(); next != null; next = nextCallback()) {
                call(next);
            }
        } while (remaining == 0 && nextBatchWithoutWaiting());
    }

    private void call(Entry callback) {
        if (isDebug) {
            watch.beginCallback(callback);
            callback.run();
            watch.end();
        } else {
            callback.run();
        }
    }

    /// Takes the next callback; those that were deferred are older than any that is ready.
    private @Nullable Entry nextCallback() {
        if (!deferred.isEmpty()) {
            return deferred.remove();
        }
        if (remaining == 0 || !ready.peek().isCallback) {
            return null;
        }
        remaining--;
        return ready.poll();
    }

    private void dispatch() {
        isDispatchDue = false;
        bindings = Bindings.EMPTY;
        if (isDebug) {
            watch.begin("the handling of I/O events");
        }
        try {
            driver().dispatch();
        } catch (RuntimeException | Error e) {
            if (!endsWith(e)) {
                failure = new IOException("a handler or the driver threw; please report this", e);
            }
        }
        if (isDebug) {
            watch.end();
        }
        if (remaining == 0 && failure == null) {
            startBatch();
        }
    }

    /// Starts the next iteration if it needs neither to wait nor to look for I/O.
    ///
    /// @return false if the loop's own thread has to do it
    private boolean nextBatchWithoutWaiting() {
        if (isStopping || isEnding || driver().isPolling()) {
            return false;
        }
        if (ready.isEmpty() && submissions.isEmpty()) {
            return false;
        }
        iterations++;
        startBatch();
        return true;
    }

    /// Takes the next entry if it is a fiber's step that can be made now: the short cut of the
    /// handoff engine, for the one whose step ends here.
    @Nullable Fiber nextToStep() {
        if (isDebug) {
            watch.end();
        }
        if (remaining == 0 && !nextBatchWithoutWaiting()) {
            return null;
        }
        if (isDispatchDue || !(ready.peek() instanceof Fiber fiber) || !fiber.canStep()) {
            return null;
        }
        remaining--;
        ready.poll();
        steps++;
        if (isDebug) {
            watch.beginStep(fiber);
        }
        return fiber;
    }

    /// Gives the turn to the fibers to which it was handed over directly.
    void followTransfers() {
        for (Fiber other = takeTransfer(); other != null; other = takeTransfer()) {
            if (isDebug) {
                watch.goOn(other);
            }
            other.resumeAtOnce();
        }
    }

    /// Takes the fiber that gets the turn before anything else, if there is one.
    @Nullable Fiber takeTransfer() {
        Fiber other = transfer;
        if (other != null) {
            transfer = null;
            return other;
        }
        other = starter;
        starter = null;
        return other;
    }

    /// Submits an entry from any thread.
    void submit(Entry entry) {
        int where = submissions.push(entry);
        if (where == Submissions.IN_DRIVER) {
            driver().wakeup();
        } else if (where == Submissions.OUTSIDE) {
            LockSupport.unpark(thread);
        }
    }

    /// Makes an entry ready; for the code that has the turn, and for any other thread a submission,
    /// also while the loop does not run: who prepares it must not be disturbed.
    void enqueue(Entry entry) {
        if (Thread.currentThread() == turn) {
            ready.add(entry);
        } else {
            submit(entry);
        }
    }

    /// Makes the wake-up of a thread that was parked in the JDK ready.
    ///
    /// @return false if the loop is closed
    boolean wakeFromJdk(Entry wake, Thread caller) {
        if (caller == turn || caller == thread && turn != null) {
            ready.add(wake);
            return true;
        }
        if (loop.isClosed()) {
            return false;
        }
        submit(wake);
        if (loop.isClosed()) {
            release();
        }
        return true;
    }

    /// Drops what the callback fiber would still call: it ends, or goes on elsewhere if it is
    /// blocked.
    void endCallbacks() {
        isEnding = true;
        deferred.clear();
        remaining = 0;
        isDispatchDue = false;
    }

    /// The loop is closed: ends what belongs to it alone.
    void end() {
        updateWatchdog();
        release();
    }

    /// Lets threads whose wake-up has come too late for a closed loop end elsewhere.
    ///
    /// None is lost: the loop is first closed and then calls this; who wakes one first submits and
    /// then looks whether the loop is closed.
    void release() {
        ReadyQueue late = new ReadyQueue();
        submissions.drainTo(late);
        while (!late.isEmpty()) {
            if (late.poll() instanceof ScheduledFiber.JdkWake wake) {
                wake.release();
            }
        }
    }

    UncheckedIOException unchecked(IOException e) {
        return new UncheckedIOException("the " + loop.backend() + " driver failed", e);
    }
}
