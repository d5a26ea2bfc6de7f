package dev.rondo.tck;

import dev.rondo.kernel.KernelSabotage;
import java.util.List;

/// Loops and rules that the kit itself has to find out, whatever rule is running: what is left
/// behind, what hangs, what excuses itself.
final class KitSaboteurs {
    /// A rule that any of these breaks.
    private static final String ANY_RULE = "BACKEND-6";

    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of(ANY_RULE, "tasks that have ended are kept")
                            .in("dev.rondo.kernel.KernelTask", "end", Fault.skip("remove"))
                            .seen("1 tasks were still pending"),
                    Saboteur.of(ANY_RULE, "the loop's thread does not end when the loop is closed")
                            .inVain()
                            .in("dev.rondo.kernel.KernelLoop", "close", Fault.constant(true, false))
                            .seen("threads left behind"),
                    Saboteur.of(ANY_RULE, "the driver starts a thread that does not end")
                            .inVain()
                            .driver(provider ->
                                    LyingProvider.of(provider).with(WrongDrivers::leakingThread))
                            .seen("left-by-the-driver"),
                    Saboteur.of(ANY_RULE, "the driver opens a file that it does not close")
                            .inVain()
                            .driver(provider ->
                                    LyingProvider.of(provider)
                                            .with(WrongDrivers::leakingDescriptor))
                            .seen("descriptors left open"),
                    Saboteur.of(ANY_RULE, "the driver hangs")
                            .inVain()
                            .driver(provider ->
                                    LyingProvider.of(provider).with(WrongDrivers::hanging))
                            .seen("did not end within")
                            .seen("WrongDrivers"),
                    Saboteur.of(ANY_RULE, "the driver does not start")
                            .driver(provider ->
                                    LyingProvider.of(provider).with(WrongDrivers::broken))
                            .seen("failed to start: java.io.IOException: no descriptors left"),
                    Saboteur.of(ANY_RULE, "an error is reported that nobody expects")
                            .in(
                                    "dev.rondo.kernel.KernelLoop",
                                    "close",
                                    Fault.enter(KernelSabotage.class, "reportAnError"))
                            .seen("the exception handler was called"),
                    Saboteur.of(ANY_RULE, "the rule excuses itself")
                            .in(
                                    "dev.rondo.tck.BackendRules",
                                    "clockNeverGoesBack",
                                    Fault.enter(WrongDrivers.class, "abort"))
                            .seen("a rule may not excuse itself"));

    private KitSaboteurs() {}
}
