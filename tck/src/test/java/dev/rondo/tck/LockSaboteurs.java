package dev.rondo.tck;

import dev.rondo.kernel.WaitLineSabotage;
import java.util.List;
import java.util.Map;

/// Locks with one fault each.
final class LockSaboteurs {
    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("LOCK-1", "the last waiter is woken first")
                            .in(
                                    "dev.rondo.kernel.WaitLine",
                                    "wakeFirst",
                                    Fault.redirect("poll", WaitLineSabotage.class, "last"))
                            .seen("the owners after 1 releases"),
                    Saboteur.of("LOCK-2", "a lock that is owed counts as free")
                            .in("dev.rondo.Lock", "takeIfFree", Fault.skip("hasLive"))
                            .seen("tryAcquire overtook a waiter"),
                    Saboteur.of("LOCK-3", "tryAcquire says that it has what it has not")
                            .in("dev.rondo.Lock", "takeIfFree", Fault.returns(true))
                            .seen("was taken but is not locked"),
                    Saboteur.of("LOCK-4", "nobody asks whether the lock is held")
                            .in("dev.rondo.Lock", "checkHeld", Fault.returns(null))
                            .seen("a lock that was never held was released"),
                    Saboteur.of("LOCK-5", "release leaves the lock locked")
                            .in("dev.rondo.Lock", "release", Fault.constant(false, true))
                            .seen("was released but is locked"),
                    Saboteur.of("LOCK-6", "closing a scope releases nothing")
                            .in("dev.rondo.Acquired", "close", Fault.skip("run"))
                            .seen("locked after the scope was closed"),
                    Saboteur.of("LOCK-7", "a cancelled waiter keeps its place")
                            .in(
                                    "dev.rondo.kernel.WaitLine$Place",
                                    "awaitWaking",
                                    Fault.skip("remove"))
                            .seen("a waiter is left"),
                    Saboteur.of("LOCK-8", "what a cancelled waiter was woken for is lost")
                            .in("dev.rondo.kernel.WaitLine", "await", Fault.skip("run"))
                            .seen("release, then cancel: the wake-up was lost"),
                    Saboteur.of("LOCK-9", "a release wakes everybody")
                            .in(
                                    "dev.rondo.Lock",
                                    "release",
                                    Fault.redirect("wakeFirst", WaitLineSabotage.class, "wakeAll"))
                            .seen("one release, one owner"),
                    Saboteur.of("LOCK-10", "who waits first does not decide on the loop")
                            .in(
                                    "dev.rondo.kernel.HomeLoop",
                                    "bind",
                                    Fault.skip("compareAndExchange"))
                            .seen("has waiters in two loops"),
                    Saboteur.of("LOCK-11", "nobody asks who has the turn")
                            .in("dev.rondo.kernel.HomeLoop", "checkTurn", Fault.skip("checkTurn"))
                            .seen("another thread may use the lock"),
                    Saboteur.of("LOCK-12", "nobody asks whether a coroutine is calling")
                            .in(
                                    "dev.rondo.kernel.HomeLoop",
                                    "checkMayWait",
                                    Fault.skip("requireTask"))
                            .seen("a callback acquired a lock"));

    static final Map<String, String> NONE = Map.of();

    private LockSaboteurs() {}
}
