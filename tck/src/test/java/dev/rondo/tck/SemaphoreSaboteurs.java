package dev.rondo.tck;

import dev.rondo.kernel.WaitLineSabotage;
import java.util.List;
import java.util.Map;

/// Semaphores with one fault each.
final class SemaphoreSaboteurs {
    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("LOCK-51", "a negative number is accepted")
                            .in("dev.rondo.Semaphore", "<init>", Fault.negate(1))
                            .seen("-1 permits"),
                    Saboteur.of("LOCK-52", "the bound is looked at the wrong way round")
                            .in("dev.rondo.Semaphore", "release", Fault.negate(1))
                            .seen("took a permit too many"),
                    Saboteur.of("LOCK-53", "everybody is admitted")
                            .in("dev.rondo.Semaphore", "takeIfFree", Fault.returns(true))
                            .seen("who got one of three permits"),
                    Saboteur.of("LOCK-54", "a permit is given to a waiter and kept")
                            .in("dev.rondo.Semaphore", "release", Fault.negate(2))
                            .seen("who was admitted by one release"),
                    Saboteur.of("LOCK-55", "the last waiter gets the permit")
                            .in(
                                    "dev.rondo.kernel.WaitLine",
                                    "wakeFirst",
                                    Fault.redirect("poll", WaitLineSabotage.class, "last"))
                            .seen("the order of the owners"),
                    Saboteur.of("LOCK-56", "permits that are owed count as free")
                            .in("dev.rondo.Semaphore", "isLocked", Fault.skip("hasLive"))
                            .seen("permits are owed, but it is not locked"),
                    Saboteur.of("LOCK-57", "a cancelled waiter takes a permit with it")
                            .in(
                                    "dev.rondo.kernel.WaitLine",
                                    "wakeFirst",
                                    Fault.redirect(
                                            "succeed", WaitLineSabotage.class, "isAlwaysWoken"))
                            .seen("who got the permit"),
                    Saboteur.of("LOCK-58", "the permit of a cancelled waiter is lost")
                            .in("dev.rondo.kernel.WaitLine", "await", Fault.skip("run"))
                            .seen("who got the permit"),
                    Saboteur.of("LOCK-59", "permits that are given back wake nobody")
                            .in("dev.rondo.Semaphore", "acquire", Fault.skip("wakeFirst"))
                            .seen("who got the two permits"),
                    Saboteur.of("LOCK-60", "closing a scope releases nothing")
                            .in("dev.rondo.Acquired", "close", Fault.skip("run"))
                            .seen("the scope has kept its permit"));

    static final Map<String, String> NONE = Map.of();

    private SemaphoreSaboteurs() {}
}
