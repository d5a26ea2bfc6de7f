package dev.rondo.nio.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.BackendInfo;
import dev.rondo.EngineInfo;
import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.nio.traps.Engine;
import dev.rondo.nio.traps.FreshJvm;
import dev.rondo.nio.traps.LoopWatch;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is chosen and cannot be had is an error that lists what there is; nothing falls back in
/// silence.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChoosingTest {
    private static final String ABSENT = TestProvider.Absent.class.getName();
    private static final String HOPELESS = TestProvider.Hopeless.class.getName();
    private static final String FLAG =
            "start java with --add-opens java.base/java.lang=ALL-UNNAMED";

    @RegisterExtension final LoopWatch watch = new LoopWatch();

    @TempDir Path folder;

    private static String messageOf(Class<? extends Exception> type, Runnable call) {
        return assertThrows(type, call::run).getMessage();
    }

    private static <T> T with(String property, String value, Supplier<T> call) {
        String before = System.getProperty(property);
        System.setProperty(property, value);
        try {
            return call.get();
        } finally {
            if (before == null) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, before);
            }
        }
    }

    private static String backendOf(EventLoop opened) {
        try (opened) {
            return opened.backend();
        }
    }

    @Test
    void anUnknownBackendIsAnErrorThatListsTheOthers() {
        assertEquals(
                "no backend 'typo'; available: nio",
                messageOf(IllegalArgumentException.class, () -> EventLoops.create("typo")));
    }

    @Test
    void soIsOneInTheProperty() {
        assertEquals(
                "no backend 'typo'; available: nio",
                with(
                        EventLoops.LOOP_PROPERTY,
                        "typo",
                        () -> messageOf(IllegalArgumentException.class, EventLoops::create)));
    }

    @Test
    void soIsOneInTheEnvironment() {
        new FreshJvm(UnknownInTheEnvironment.class).environment("RONDO_LOOP", "typo").run();
    }

    static final class UnknownInTheEnvironment {
        public static void main(String[] arguments) {
            assertEquals(
                    "no backend 'typo'; available: nio",
                    messageOf(IllegalArgumentException.class, EventLoops::create));
            assertEquals(
                    "nio",
                    with(EventLoops.LOOP_PROPERTY, "nio", () -> backendOf(EventLoops.create())));
            assertEquals("nio", backendOf(EventLoops.create("nio")));
        }
    }

    @Test
    void anUnavailableBackendIsAnErrorThatSaysWhyAndTheWayOut() {
        try (var _ = new TestProviders(folder, ABSENT, HOPELESS)) {
            assertEquals(
                    "backend 'absent' is not available: the system is too old; install a newer one;"
                            + " available: nio; unavailable: absent (the system is too old; install a"
                            + " newer one), hopeless (it is for another system)",
                    messageOf(IllegalStateException.class, () -> EventLoops.create("absent")));
        }
    }

    @Test
    void anUnavailableProviderIsAnErrorThatSaysWhy() {
        var provider = new TestProvider("own", "it is not finished", null);

        assertEquals(
                "backend 'own' is not available: it is not finished",
                messageOf(
                        IllegalStateException.class,
                        () -> EventLoops.builder().provider(provider).build()));
    }

    @Test
    void aListIsAPreference() {
        try (var _ = new TestProviders(folder, ABSENT)) {
            assertEquals("nio", backendOf(EventLoops.create("absent, nio")));
        }
    }

    @Test
    void aListOfUnavailableBackendsIsAnErrorWithAllReasons() {
        try (var _ = new TestProviders(folder, ABSENT, HOPELESS)) {
            String message =
                    messageOf(
                            IllegalStateException.class,
                            () -> EventLoops.create("absent,hopeless"));
            assertTrue(
                    message.startsWith(
                            "backend 'absent' is not available: the system is too old; install a"
                                    + " newer one; backend 'hopeless' is not available: it is for"
                                    + " another system; available: nio"),
                    message);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "absent,", "NIO", "absent,typo"})
    void aListWithAWrongNameIsAnError(String list) {
        try (var _ = new TestProviders(folder, ABSENT)) {
            String message =
                    messageOf(IllegalArgumentException.class, () -> EventLoops.create(list));
            assertTrue(message.startsWith("no backend '"), message);
        }
    }

    @Test
    void theAutomaticChoicePassesOverWhatIsUnavailable() {
        try (var _ = new TestProviders(folder, ABSENT, HOPELESS)) {
            assertEquals("nio", backendOf(EventLoops.create()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev.rondo.nio.usage.TestProvider$FailsInConstructor",
                "dev.rondo.nio.usage.TestProvider$FailsInInitialiser",
                "dev.rondo.nio.usage.TestProvider$FailsWhenAsked",
                "dev.rondo.nio.usage.TestProvider$NoProvider",
                "dev.rondo.nio.usage.DoesNotExist",
                "not a name"
            })
    void aBrokenProviderIsListedAndDoesNotHideTheOthers(String broken) {
        try (var _ = new TestProviders(folder, broken, ABSENT)) {
            assertEquals("nio", backendOf(EventLoops.create()));
            List<BackendInfo> backends = EventLoops.backends();
            assertTrue(backends.stream().anyMatch(info -> info.name().equals("nio")));
            BackendInfo info =
                    backends.stream()
                            .filter(each -> !each.isAvailable())
                            .filter(each -> !each.name().equals("absent"))
                            .findAny()
                            .orElseThrow();
            assertTrue(info.unavailable().startsWith("broken: "), info::toString);
            assertFalse(info.automatic());
        }
    }

    @Test
    void aBackendThatFailsToOpenSaysSoAndLeavesNothing() {
        String message =
                messageOf(
                        IllegalStateException.class,
                        () ->
                                EventLoops.builder()
                                        .provider(new TestProvider("own", null, null))
                                        .build());

        assertEquals(
                "backend 'own' failed to start: java.io.IOException: cannot be opened", message);
    }

    @Test
    void anUnknownEngineIsAnErrorThatListsTheOthers() {
        assertEquals(
                "no coroutine engine 'typo'; available: auto, scheduled, handoff",
                messageOf(
                        IllegalArgumentException.class,
                        () -> EventLoops.builder().engine("typo").build()));
    }

    @Test
    void soIsOneInItsProperty() {
        assertEquals(
                "no coroutine engine 'typo'; available: auto, scheduled, handoff",
                with(
                        EventLoops.ENGINE_PROPERTY,
                        "typo",
                        () -> messageOf(IllegalArgumentException.class, EventLoops::create)));
        assertEquals(
                "no coroutine engine 'typo'; available: auto, scheduled, handoff",
                with(
                        EventLoops.ENGINE_PROPERTY,
                        "typo",
                        () -> messageOf(IllegalArgumentException.class, EventLoops::engine)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"scheduled", "handoff"})
    void bothEnginesCanBeChosenInCode(String name) {
        try (EventLoop loop = EventLoops.builder().engine(name).build()) {
            assertEquals(name, loop.engine());
            assertEquals(1, loop.runUntilComplete(() -> 1));
        }
    }

    @Test
    void withoutItsFlagTheScheduledEngineIsAnErrorThatNamesTheFlag() {
        FreshJvm.withoutFlags(ScheduledWithoutFlag.class)
                .option("-Drondo.coroutines=scheduled")
                .run();
    }

    static final class ScheduledWithoutFlag {
        public static void main(String[] arguments) {
            assertEquals(
                    "coroutine engine 'scheduled' is not available: java.base does not open"
                            + " java.lang to the unnamed module; "
                            + FLAG
                            + ", or choose 'handoff'",
                    messageOf(IllegalStateException.class, EventLoops::create));
        }
    }

    @Test
    void withoutTheFlagTheOtherEngineIsTakenAndSaysWhy() {
        FreshJvm.withoutFlags(AutoWithoutFlag.class).run();
    }

    static final class AutoWithoutFlag {
        public static void main(String[] arguments) {
            EngineInfo info = EventLoops.engine();
            assertEquals("handoff", info.name());
            assertEquals("java.base does not open java.lang to the unnamed module", info.reason());
            assertEquals(FLAG, info.remedy());
            try (EventLoop loop = EventLoops.create()) {
                assertEquals("handoff", loop.engine());
            }
        }
    }

    @Test
    void withTheFlagTheScheduledEngineIsTheAutomaticChoice() {
        with(
                EventLoops.ENGINE_PROPERTY,
                "auto",
                () -> {
                    assertEquals("scheduled", EventLoops.engine().name());
                    assertNull(EventLoops.engine().remedy());
                    return null;
                });
    }

    @Test
    void theEngineOfThisRunIsTheConfiguredOne() {
        assertEquals(System.getProperty(EventLoops.ENGINE_PROPERTY), Engine.name());
    }
}
