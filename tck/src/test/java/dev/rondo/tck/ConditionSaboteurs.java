package dev.rondo.tck;

import dev.rondo.kernel.WaitLineSabotage;
import java.util.List;
import java.util.Map;

/// Conditions with one fault each.
final class ConditionSaboteurs {
    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("LOCK-31", "notify does not ask for the lock")
                            .in("dev.rondo.Condition", "notifyWaiters", Fault.skip("checkHeld"))
                            .seen("notifyWaiter without the lock"),
                    Saboteur.of("LOCK-32", "awaitUntil does not look before it waits")
                            .in("dev.rondo.Condition", "awaitUntil", Fault.skip("getAsBoolean"))
                            .seen("awaitUntil although its predicate holds"),
                    Saboteur.of("LOCK-33", "the last waiter is notified first")
                            .in(
                                    "dev.rondo.kernel.WaitLine",
                                    "wakeFirst",
                                    Fault.redirect("poll", WaitLineSabotage.class, "last"))
                            .seen("after notifyWaiters(1)"),
                    Saboteur.of("LOCK-34", "notifyAllWaiters wakes one")
                            .in(
                                    "dev.rondo.Condition",
                                    "notifyAllWaiters",
                                    Fault.constant(Integer.MAX_VALUE, 1))
                            .seen("after notifyAllWaiters"),
                    Saboteur.of("LOCK-35", "await returns without the lock")
                            .in("dev.rondo.Condition", "await", Fault.skip("reacquire"))
                            .seen("await returned although another has the lock"),
                    Saboteur.of("LOCK-36", "awaitUntil does not wait")
                            .in("dev.rondo.Condition", "awaitUntil", Fault.negate(1))
                            .seen("how often the predicate was asked"),
                    Saboteur.of("LOCK-37", "a condition takes a lock of its own")
                            .in(
                                    "dev.rondo.Condition",
                                    "<init>",
                                    Fault.redirect(
                                            "requireNonNull",
                                            WaitLineSabotage.class,
                                            "anotherLock"))
                            .seen("its condition is not"),
                    Saboteur.of("LOCK-38", "a cancelled await throws without the lock")
                            .in("dev.rondo.Condition", "await", Fault.skip("reacquire"))
                            .seen("await threw although another has the lock"),
                    Saboteur.of("LOCK-39", "a cancellation ends the wait for the lock")
                            .in(
                                    "dev.rondo.Lock",
                                    "reacquire",
                                    Fault.redirect(
                                            "joinFirmly", WaitLineSabotage.class, "joinLoosely"))
                            .seen("await threw although another has the lock"),
                    Saboteur.of("LOCK-40", "a waiter's cancellation loses its message")
                            .in(
                                    "dev.rondo.kernel.WaitLine$Place",
                                    "cancelNow",
                                    Fault.redirect(
                                            "cancelNow",
                                            WaitLineSabotage.class,
                                            "cancelWithoutMessage"))
                            .seen("the message that await threw"),
                    Saboteur.of("LOCK-41", "a cancelled waiter keeps the notification")
                            .in("dev.rondo.Condition", "await", Fault.skip("wakeFirst"))
                            .seen("who received the one notification"),
                    Saboteur.of(
                                    "LOCK-42",
                                    "a waiter cancelled on its way to the lock keeps the notification")
                            .in("dev.rondo.Condition", "await", Fault.skip("wakeFirst"))
                            .seen("who received the one notification"),
                    Saboteur.of("LOCK-43", "a limit ends await without the lock")
                            .in("dev.rondo.Condition", "await", Fault.skip("reacquire"))
                            .seen("the limit has cost the lock"),
                    Saboteur.of("LOCK-44", "a loop that closes lets nobody wait for the lock")
                            .in(
                                    "dev.rondo.kernel.WaitLine$Place",
                                    "endsBeforeLoop",
                                    Fault.returns(true))
                            .seen("who left the lock's scope"));

    static final Map<String, String> NONE = Map.of();

    private ConditionSaboteurs() {}
}
