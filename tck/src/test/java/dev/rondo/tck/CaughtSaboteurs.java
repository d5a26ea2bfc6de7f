package dev.rondo.tck;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoops;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.platform.commons.util.AnnotationUtils;

/// The kit is tested by loops that break one rule each. It takes minutes, on one processor; so they
/// are in parts, each a class, which different JVMs can run.
abstract class CaughtSaboteurs {
    /// A system property: true runs each saboteur with the engine of the run, in twice the time.
    private static final String EACH_WITH_BOTH = "rondo.test.saboteurs.all";

    private static final int PARTS = 2;

    /// Some faults are races, and do not show each time: a wake-up that is lost while nobody
    /// sleeps.
    private static final int CHANCES = 3;

    private final int part;

    /// @param part less than `PARTS`
    CaughtSaboteurs(int part) {
        this.part = part;
    }

    @AfterAll
    static void restoreTheLimit() {
        System.clearProperty(RuleLimit.PROPERTY);
    }

    @Tag("slow")
    @TestFactory
    Stream<DynamicTest> aSaboteurIsCaughtByTheRuleThatNamesItsFault() {
        return IntStream.range(0, Saboteurs.ALL.size())
                .filter(index -> index / 2 % PARTS == part)
                .filter(CaughtSaboteurs::isOfThisRun)
                .mapToObj(index ->
                        DynamicTest.dynamicTest(
                                Saboteurs.ALL.get(index).toString(), () -> assertCaught(index)));
    }

    /// The engines take them in turn: it is the kit that is tested here, and the kit is the same.
    private static boolean isOfThisRun(int index) {
        String engine = EventLoops.engine().name();
        String only = Saboteurs.ALL.get(index).engine();
        if (!only.isEmpty()) {
            return only.equals(engine);
        }
        return Boolean.getBoolean(EACH_WITH_BOTH)
                || index % 2 == (engine.equals("handoff") ? 1 : 0);
    }

    private static void assertCaught(int index) throws Exception {
        Saboteur saboteur = Saboteurs.ALL.get(index);
        System.setProperty(RuleLimit.PROPERTY, Long.toString(saboteur.limit().toSeconds()));
        Optional<String> message = Optional.empty();
        for (int chance = 0; chance < CHANCES && !saysAll(message, saboteur); chance++) {
            message = messageOfFailure(index, new SabotagedLoader(saboteur));
        }
        assertTrue(message.isPresent(), () -> "nobody noticed: " + saboteur);
        String seen = message.get();
        assertAll(saboteur.fragments().stream().map(fragment -> says(seen, fragment)).toList());
    }

    private static boolean saysAll(Optional<String> message, Saboteur saboteur) {
        return message.isPresent()
                && saboteur.fragments().stream().allMatch(message.get()::contains);
    }

    private static Executable says(String message, String fragment) {
        return () ->
                assertTrue(
                        message.contains(fragment),
                        () -> "no '%s' in the message: %s".formatted(fragment, message));
    }

    @SuppressWarnings("unchecked") // that is what the method returns
    private static Optional<String> messageOfFailure(int index, ClassLoader loader)
            throws ReflectiveOperationException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return (Optional<String>)
                    loader.loadClass(SabotagedTck.class.getName())
                            .getMethod("run", int.class)
                            .invoke(null, index);
        } finally {
            thread.setContextClassLoader(before);
            forgetAnnotations();
        }
    }

    /// JUnit remembers for good which annotations it has seen, and with them all that a saboteur
    /// has loaded: after some hundred of them, a collection took a second.
    private static void forgetAnnotations() throws ReflectiveOperationException {
        Field cache = AnnotationUtils.class.getDeclaredField("repeatableAnnotationContainerCache");
        cache.setAccessible(true);
        ((Map<?, ?>) cache.get(null)).clear();
    }
}
