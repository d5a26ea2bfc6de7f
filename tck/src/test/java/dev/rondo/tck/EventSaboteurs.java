package dev.rondo.tck;

import dev.rondo.kernel.WaitLineSabotage;
import java.util.List;
import java.util.Map;

/// Events with one fault each.
final class EventSaboteurs {
    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("LOCK-21", "the last waiter is woken first")
                            .in(
                                    "dev.rondo.kernel.WaitLine",
                                    "wakeFirst",
                                    Fault.redirect("poll", WaitLineSabotage.class, "last"))
                            .seen("who passed in the next iteration"),
                    Saboteur.of("LOCK-22", "await looks at the flag the wrong way round")
                            .in("dev.rondo.Event", "await", Fault.negate(1))
                            .seen("the order in which the event was passed"),
                    Saboteur.of("LOCK-23", "set wakes nobody")
                            .in("dev.rondo.Event", "set", Fault.skip("wakeAll"))
                            .seen("who passed an event that was set and cleared"),
                    Saboteur.of("LOCK-24", "clear does nothing")
                            .in("dev.rondo.Event", "clear", Fault.returns(null))
                            .seen("how often one waiter was woken"),
                    Saboteur.of("LOCK-25", "a cancelled waiter keeps its place")
                            .in(
                                    "dev.rondo.kernel.WaitLine$Place",
                                    "awaitWaking",
                                    Fault.skip("remove"))
                            .seen("one waiter is left, not"));

    static final Map<String, String> NONE = Map.of();

    private EventSaboteurs() {}
}
