package dev.rondo.tck;

import dev.rondo.kernel.FutureSabotage;
import java.util.List;
import java.util.Map;

/// Futures that break a promise.
final class FutureSaboteurs {
    private static final String FUTURE = "dev.rondo.kernel.KernelFuture";
    private static final String DONE_CALLBACK = "dev.rondo.kernel.DoneCallback";
    private static final String UNRETRIEVED = "dev.rondo.kernel.Unretrieved";

    private static final Fault SET_AGAIN = Fault.enter(FutureSabotage.class, "reopen");
    private static final Fault LAST_FIRST =
            Fault.redirect("add", 2, FutureSabotage.class, "addFirst");

    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("FUTURE-1", "a loop takes futures of others for its own")
                            .in("dev.rondo.kernel.KernelLoop", "own", Fault.negate(1))
                            .seen("accepted a future of another loop"),
                    Saboteur.of("FUTURE-2", "what is pending counts as cancelled")
                            .in(FUTURE, "isCancelled", Fault.negate(1))
                            .seen("a new future must not be cancelled"),
                    Saboteur.of("FUTURE-3", "the result of a pending future is null")
                            .in(FUTURE, "resultNow", Fault.returns(null))
                            .seen("a refusal that says 'is not done'"),
                    Saboteur.of("FUTURE-4", "get() cancels the future when its limit is over")
                            .in(
                                    FUTURE,
                                    "get",
                                    Fault.redirect("shielded", FutureSabotage.class, "unshielded"))
                            .seen("must leave the future alone"),
                    Saboteur.of("FUTURE-5", "get() comes back without the result")
                            .in(FUTURE, "resultForGet", Fault.returns(null))
                            .seen("get() on another thread"),
                    Saboteur.of("FUTURE-6", "a second result replaces the first")
                            .in(FUTURE, "complete", SET_AGAIN)
                            .seen("a refusal that says 'done already'"),
                    Saboteur.of("FUTURE-7", "an unchecked exception is wrapped")
                            .in(FUTURE, "unchecked", Fault.negate(2))
                            .seen("CompletionException"),
                    Saboteur.of("FUTURE-8", "a checked exception is lost on its way")
                            .in(FUTURE, "thrown", Fault.skip("unchecked"))
                            .seen("CompletionException"),
                    Saboteur.of("FUTURE-9", "a cancellation is accepted as an exception")
                            .in(FUTURE, "trySetException", Fault.negate(1))
                            .seen("IllegalArgumentException"),
                    Saboteur.of("FUTURE-10", "cancel() does nothing to a pending future")
                            .in(FUTURE, "requestCancel", Fault.negate(1))
                            .seen("cancel() of a pending future must be true"),
                    Saboteur.of("FUTURE-11", "the message of a cancel is lost")
                            .in(FUTURE, "cancel", Fault.skip("requireNonNull"))
                            .seen("message at await()"),
                    Saboteur.of("FUTURE-12", "a callback that is added late runs at once")
                            .in(
                                    FUTURE,
                                    "onDone",
                                    Fault.redirect("add", FutureSabotage.class, "runAtOnce"))
                            .seen("must not run inside the completing call"),
                    Saboteur.of("FUTURE-12", "the second callback comes before the first")
                            .in(FUTURE, "addWaiter", LAST_FIRST)
                            .seen("order of the callbacks"),
                    Saboteur.of("FUTURE-13", "who awaits overtakes a callback")
                            .in(FUTURE, "addWaiter", LAST_FIRST)
                            .seen("order of those who waited"),
                    Saboteur.of("FUTURE-14", "the failure of a callback is lost")
                            .in(DONE_CALLBACK, "run", Fault.skip("handle"))
                            .seen("reports of the callback that threw"),
                    Saboteur.of("FUTURE-15", "a cancelled handle removes nothing")
                            .in(DONE_CALLBACK, "cancel", Fault.returns(null))
                            .seen("callbacks that were not removed"),
                    Saboteur.of("FUTURE-16", "what is due cannot be removed")
                            .in(DONE_CALLBACK, "cancel", Fault.returns(null))
                            .seen("callbacks that ran"),
                    Saboteur.of("FUTURE-17", "a future does not know its loop")
                            .in(FUTURE, "loop", Fault.returns(null))
                            .seen("loop of createFuture()"),
                    Saboteur.of("FUTURE-18", "nobody notices that no loop is running")
                            .in("dev.rondo.kernel.Running", "loop", Fault.returns(null))
                            .seen("a refusal that says 'no loop is running here'"),
                    Saboteur.of("FUTURE-19", "nobody notices that no coroutine is running")
                            .in(FUTURE, "await", Fault.negate(2))
                            .seen("a refusal that says 'cannot await'"),
                    Saboteur.of("FUTURE-20", "every await gives up the turn")
                            .in(FUTURE, "await", Fault.enter(FutureSabotage.class, "yieldFirst"))
                            .seen("must not give up the turn"),
                    Saboteur.of("FUTURE-21", "a mirror does not get the result")
                            .in(FUTURE, "copyFrom", Fault.skip("succeed"))
                            .seen("future is not done"),
                    Saboteur.of("FUTURE-22", "a cancellation does not reach the JDK's future")
                            .in(FUTURE, "endAlike", Fault.skip("cancel"))
                            .seen("the JDK's future must be cancelled"),
                    Saboteur.of("FUTURE-23", "each copy adds a frame")
                            .in(
                                    FUTURE,
                                    "copyFrom",
                                    Fault.redirect(
                                            "takeException", FutureSabotage.class, "takeAndTrace"))
                            .seen("copied and never thrown"),
                    Saboteur.of("FUTURE-24", "a late result replaces the cancellation")
                            .in(FUTURE, "complete", SET_AGAIN)
                            .seen("trySetResult on a cancelled future"),
                    Saboteur.of("FUTURE-25", "the report does not say what it is about")
                            .in(
                                    UNRETRIEVED,
                                    "<init>",
                                    Fault.constant(
                                            "exception of a future was never retrieved",
                                            "something has failed"))
                            .seen("something has failed"),
                    Saboteur.of("FUTURE-26", "nobody notes that a failure was asked for")
                            .in(FUTURE, "markRetrieved", Fault.returns(null))
                            .seen("the one that was forgotten"),
                    Saboteur.of("FUTURE-27", "debug mode does not note where a future is made")
                            .in(FUTURE, "create", Fault.negate(1))
                            .seen("creation site of"),
                    Saboteur.of("FUTURE-28", "the frames of earlier waiters stay in the trace")
                            .in(
                                    UNRETRIEVED,
                                    "addAwaitingFrames",
                                    Fault.redirect(
                                            "addFrames", FutureSabotage.class, "appendFrames"))
                            .seen("after await 2"),
                    Saboteur.of("FUTURE-29", "a trace may grow without end")
                            .in(
                                    UNRETRIEVED,
                                    "addAwaitingFrames",
                                    Fault.constant(1024, Integer.MAX_VALUE))
                            .seen("frames after three hundred awaits"),
                    Saboteur.of("FUTURE-30", "a cancellation forgets where it came from")
                            .in(FUTURE, "cancelledError", Fault.skip("initCause"))
                            .seen("awaitHere is missing"),
                    Saboteur.of("FUTURE-31", "ensureFuture makes a new future of a future")
                            .in(
                                    "dev.rondo.Rondo",
                                    "ensureFuture",
                                    Fault.redirect(
                                            "requireNonNull", FutureSabotage.class, "shielded"))
                            .seen("outside of the loop"),
                    Saboteur.of("FUTURE-32", "ensureFuture does not make a task")
                            .in("dev.rondo.Rondo", "ensureFuture", Fault.skip("createTask"))
                            .seen("what is made of a coroutine"),
                    Saboteur.of("FUTURE-33", "get() takes a cancel of its caller for its future's")
                            .in(FUTURE, "awaitForGet", Fault.negate(2))
                            .seen("await() of a cancelled future"),
                    Saboteur.of("FUTURE-34", "a gather's cancellation becomes a failure")
                            .in(FUTURE, "endAlike", Fault.negate(1))
                            .seen("bridge of a gather"),
                    Saboteur.of("FUTURE-35", "who looks is not remembered")
                            .in(FUTURE, "takeException", Fault.skip("markRetrieved"))
                            .seen("reports of failures that were seen"),
                    Saboteur.of("FUTURE-36", "a view waits for the loop, whatever the future")
                            .in(FUTURE, "toCompletableFuture", Fault.skip("isDone"))
                            .seen("done at once"),
                    Saboteur.of("FUTURE-37", "who gives up stays at the future")
                            .in("dev.rondo.kernel.ForeignWaits", "unlink", Fault.returns(null))
                            .seen("the future, printed"));

    static final Map<String, String> NONE = Map.of();

    private FutureSaboteurs() {}
}
