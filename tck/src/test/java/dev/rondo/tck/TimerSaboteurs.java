package dev.rondo.tck;

import dev.rondo.kernel.LoopSabotage;
import java.util.List;
import java.util.Map;

/// Loops whose timers and sleeps break one rule each.
final class TimerSaboteurs {
    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("TIMER-1", "negative delays run in the order of scheduling")
                            .in("dev.rondo.kernel.TimerQueue", "isBefore", Fault.negate(1))
                            .seen("order of the timers"),
                    Saboteur.of("TIMER-2", "of two timers with one deadline the later one is first")
                            .in("dev.rondo.kernel.TimerQueue", "isBefore", Fault.negate(3))
                            .seen("order of timers with one deadline"),
                    Saboteur.of("TIMER-3", "timers fire a millisecond early")
                            .in(
                                    "dev.rondo.kernel.Cycle",
                                    "startBatch",
                                    Fault.redirect(
                                            "nanoTime", LoopSabotage.class, "aMillisecondAhead"))
                            .seen("fired early"),
                    Saboteur.of("TIMER-4", "a sleep lasts half as long")
                            .in(
                                    "dev.rondo.kernel.Running",
                                    "sleep",
                                    Fault.redirect("deadline", LoopSabotage.class, "halfWay"))
                            .seen("a sleep of 10 ms took 5000000 ns"),
                    Saboteur.of("TIMER-5", "a timer does not know its deadline")
                            .in("dev.rondo.kernel.Timer", "when", Fault.returns(0L))
                            .seen("when() of callAt"),
                    Saboteur.of("TIMER-6", "the call does not look at its delay")
                            .in(
                                    "dev.rondo.kernel.KernelLoop",
                                    "callLater",
                                    Fault.skip("requireNonNull", 1))
                            .seen("the argument that was null"),
                    Saboteur.of("TIMER-7", "delays are not limited")
                            .in(
                                    "dev.rondo.kernel.Delays",
                                    "deadline",
                                    Fault.redirect("clamp", LoopSabotage.class, "unlimited"))
                            .seen("timers that fired"),
                    Saboteur.of("TIMER-8", "cancelling a timer only takes it out of the queue")
                            .in("dev.rondo.kernel.Timer", "cancel", Fault.skip("cancel"))
                            .seen("isCancelled() after cancel()"),
                    Saboteur.of("TIMER-9", "a cancelled timer stays in the queue")
                            .in("dev.rondo.kernel.Timer", "cancel", Fault.skip("remove"))
                            .seen("waits until the timer that is alive"),
                    Saboteur.of("TIMER-10", "a cancelled timer stays in the queue")
                            .in("dev.rondo.kernel.Timer", "cancel", Fault.skip("remove"))
                            .seen("timers left of 1000"),
                    Saboteur.of("TIMER-11", "the heap takes the later of two children")
                            .in("dev.rondo.kernel.TimerQueue", "siftDown", Fault.negate(3))
                            .seen("order of the timers that were left"),
                    Saboteur.of("TIMER-12", "a run that ends makes another iteration")
                            .in(
                                    "dev.rondo.kernel.Cycle",
                                    "nextBatchWithoutWaiting",
                                    Fault.negate(1))
                            .seen("called in the timer's iteration"),
                    Saboteur.of("TIMER-13", "a wait ends after a third of its time")
                            .in(
                                    "dev.rondo.kernel.Cycle",
                                    "iterate",
                                    Fault.redirect("untilNext", LoopSabotage.class, "aThird"))
                            .seen("iterations, of which 20 are enough"),
                    Saboteur.of("TIMER-14", "a sleep of no time does not give up the turn")
                            .in("dev.rondo.kernel.Running", "sleep", Fault.skip("yieldTurn"))
                            .seen("order of turns and sleeps"),
                    Saboteur.of("TIMER-15", "a sleep returns nothing")
                            .in("dev.rondo.kernel.Running", "sleep", Fault.returns(null))
                            .seen("results of the sleeps"),
                    Saboteur.of("TIMER-16", "the timer of a sleep is left behind")
                            .in("dev.rondo.kernel.Running", "sleep", Fault.skip("cancel"))
                            .seen("timers of a cancelled sleep"),
                    Saboteur.of("TIMER-17", "a cancellation waits for what its task waits for")
                            .in(
                                    "dev.rondo.kernel.KernelTask",
                                    "cancelHere",
                                    Fault.skip("cancelNow"))
                            .seen("the sleep lasted until its end"));

    static final Map<String, String> NONE = Map.of();

    private TimerSaboteurs() {}
}
