package dev.rondo.tck;

import dev.rondo.spi.LoopProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A loop with one fault, and the rule that has to find it.
///
/// @param ruleId the rule that names the fault
/// @param words the fault, for people
/// @param changes what is changed in classes; empty if the driver lies
/// @param driver makes a lying provider of a correct one
/// @param engine the coroutine engine that it is about; empty for both
/// @param fragments what the message of the failure must contain
/// @param limit how long its rule may take
record Saboteur(
        String ruleId,
        String words,
        List<Change> changes,
        UnaryOperator<LoopProvider> driver,
        String engine,
        List<String> fragments,
        Duration limit) {
    /// Far more than any rule needs, on a machine that is busy as well.
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /// A rule that waits in vain fails with every limit.
    private static final Duration LIMIT_IN_VAIN = Duration.ofSeconds(2);

    /// A change of a class as it is loaded.
    record Change(String className, String method, Fault fault) {}

    /// {@return a saboteur without a fault yet}
    static Saboteur of(String ruleId, String words) {
        return new Saboteur(
                ruleId, words, List.of(), UnaryOperator.identity(), "", List.of(), LIMIT);
    }

    /// {@return this with a change in a method}
    Saboteur in(String className, String method, Fault fault) {
        List<Change> all = new ArrayList<>(changes);
        all.add(new Change(className, method, fault));
        return new Saboteur(ruleId, words, List.copyOf(all), driver, engine, fragments, limit);
    }

    /// {@return this with a driver that lies}
    Saboteur driver(UnaryOperator<LoopProvider> lying) {
        return new Saboteur(ruleId, words, changes, lying, engine, fragments, limit);
    }

    /// {@return this on one engine alone, where the other one does not have what it breaks}
    Saboteur under(String name) {
        return new Saboteur(ruleId, words, changes, driver, name, fragments, limit);
    }

    /// {@return this on a backend with real time, for what needs the system: child processes}
    Saboteur onRealTime() {
        return driver(_ -> new RealTimeProvider());
    }

    /// {@return this with a fragment that the message of the failure must contain}
    Saboteur seen(String fragment) {
        List<String> all = new ArrayList<>(fragments);
        all.add(fragment);
        return new Saboteur(ruleId, words, changes, driver, engine, List.copyOf(all), limit);
    }

    /// {@return this with little time, where the rule can only find the fault by waiting in vain}
    Saboteur inVain() {
        return new Saboteur(ruleId, words, changes, driver, engine, fragments, LIMIT_IN_VAIN);
    }

    /// {@return the class file with this saboteur's changes, or null if it changes another class}
    byte @Nullable [] apply(String className, byte[] classFile) {
        byte[] changed = null;
        for (Change change : changes) {
            if (change.className().equals(className)) {
                changed =
                        change.fault()
                                .apply(changed == null ? classFile : changed, change.method());
            }
        }
        return changed;
    }

    @Override
    public String toString() {
        return ruleId + ": " + words;
    }
}
