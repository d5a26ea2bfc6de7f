package dev.rondo.tck;

import dev.rondo.kernel.KernelSabotage;
import dev.rondo.spi.Capability;
import java.util.List;
import java.util.Map;

/// Providers and drivers that lie about themselves.
final class BackendSaboteurs {
    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("BACKEND-1", "the name is not the one that is registered")
                            .driver(provider -> LyingProvider.of(provider).named("other"))
                            .seen("ServiceLoader does not find 'other'"),
                    Saboteur.of("BACKEND-3", "the name cannot stand in a list")
                            .driver(provider -> LyingProvider.of(provider).named("My Loop"))
                            .seen("My Loop"),
                    Saboteur.of("BACKEND-4", "the loop has another name")
                            .in("dev.rondo.kernel.KernelLoop", "backend", Fault.returns("other"))
                            .seen("the name that the loop tells"),
                    Saboteur.of("BACKEND-5", "a capability is missing without a reason")
                            .driver(provider ->
                                    LyingProvider.of(provider).missing(Capability.FINE_TIMERS, " "))
                            .seen("FINE_TIMERS"),
                    Saboteur.of("BACKEND-6", "the clock goes back")
                            .driver(provider -> LyingProvider.of(provider).withBackwardClock())
                            .seen("went back by"),
                    Saboteur.of("BACKEND-7", "time is said to be real and is virtual")
                            .driver(provider ->
                                    LyingProvider.of(provider).claiming(Capability.REAL_TIME))
                            .seen("20 ms took"),
                    Saboteur.of("BACKEND-8", "a jump in time falls short")
                            .driver(provider -> LyingProvider.of(provider).withSlowClock())
                            .seen("PT72H"),
                    Saboteur.of("BACKEND-9", "unwrap does not name the type")
                            .in("dev.rondo.kernel.KernelLoop", "unwrap", Fault.skip("getName"))
                            .seen("BackendRules"),
                    Saboteur.of("BACKEND-10", "bytes change on the way")
                            .in(
                                    "dev.rondo.kernel.KernelStreamReader",
                                    "take",
                                    Fault.redirect("take", KernelSabotage.class, "changed"))
                            .seen("1, 2, 3, 4, 5"),
                    Saboteur.of("BACKEND-11", "a lack of TCP is not refused")
                            .driver(provider ->
                                    LyingProvider.of(provider)
                                            .missing(Capability.TCP, "there is no network"))
                            .in("dev.rondo.kernel.KernelLoop", "require", Fault.returns(null))
                            .seen("UnsupportedOperationException"),
                    Saboteur.of("BACKEND-12", "a lack of children is not refused")
                            .in("dev.rondo.kernel.KernelLoop", "require", Fault.returns(null))
                            .seen("UnsupportedOperationException"));

    static final Map<String, String> NONE =
            Map.of(
                    "BACKEND-2",
                    "what it looks at is the archive of the provider, which a change in memory"
                            + " cannot touch; proven by the packaging of each backend");

    private BackendSaboteurs() {}
}
