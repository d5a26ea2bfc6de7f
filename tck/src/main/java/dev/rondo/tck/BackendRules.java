package dev.rondo.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.Protocol;
import dev.rondo.Rondo;
import dev.rondo.Server;
import dev.rondo.Subprocess;
import dev.rondo.spi.Capability;
import dev.rondo.spi.LoopProvider;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.function.Executable;

/// What a provider says of its backend, and whether that is true.
abstract class BackendRules {
    @Rule(
            id = "BACKEND-1",
            text = "A provider is registered as a service, so that its name finds it.")
    void isFoundByItsName(Subject subject) {
        String name = subject.provider().name();

        List<String> found =
                ServiceLoader.load(LoopProvider.class).stream()
                        .map(provider -> provider.get().name())
                        .toList();

        assertTrue(
                found.contains(name),
                () ->
                        "ServiceLoader does not find '%s', only %s; list %s in META-INF/services/%s"
                                .formatted(
                                        name,
                                        found,
                                        subject.provider().getClass().getName(),
                                        LoopProvider.class.getName()));
    }

    @Rule(
            id = "BACKEND-2",
            text = "A module that holds a provider names it, so that the module path finds it too.")
    void isProvidedByItsModule(Subject subject) throws URISyntaxException {
        Class<?> type = subject.provider().getClass();
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null) {
            return; // made in memory: it is on neither path
        }
        Path location = Path.of(source.getLocation().toURI());
        for (ModuleReference module : ModuleFinder.of(location).findAll()) {
            boolean isProvided =
                    module.descriptor().provides().stream()
                            .anyMatch(provides -> provides.providers().contains(type.getName()));
            assertTrue(
                    isProvided,
                    () ->
                            "module %s does not provide %s with %s"
                                    .formatted(
                                            module.descriptor().name(),
                                            LoopProvider.class.getName(),
                                            type.getName()));
        }
    }

    @Rule(
            id = "BACKEND-3",
            text = "The name of a backend is a word of lower-case letters, digits and '_'.")
    void isNamedByAWord(Subject subject) {
        String name = subject.provider().name();

        assertTrue(name.matches("[a-z][a-z0-9_]*"), () -> "the name is '" + name + "'");
    }

    @Rule(id = "BACKEND-4", text = "A loop tells the name of its backend.")
    void tellsItsName(Subject subject) {
        assertEquals(
                subject.provider().name(),
                subject.loop().backend(),
                "the name that the loop tells");
    }

    @Rule(id = "BACKEND-5", text = "Each absent capability is declared with its reason.")
    void givesReasons(Subject subject) {
        subject.provider()
                .missing()
                .forEach((capability, reason) ->
                        assertFalse(
                                reason.isBlank(), () -> "no reason for the lack of " + capability));
    }

    @Rule(id = "BACKEND-6", text = "The clock of a loop never goes back.")
    void clockNeverGoesBack(Subject subject) {
        EventLoop loop = subject.loop();
        long[] last = {loop.time()};

        loop.runUntilComplete(() -> {
            for (int i = 0; i < 100; i++) {
                Rondo.sleep(Duration.ofNanos(i));
                long now = loop.time();
                assertTrue(now - last[0] >= 0, () -> "went back by " + (last[0] - now) + " ns");
                last[0] = now;
            }
        });
    }

    @Requires(Capability.REAL_TIME)
    @Rule(id = "BACKEND-7", text = "A wait takes at least as long as it says, in real time.")
    void waitsInRealTime(Subject subject) {
        long took =
                subject.loop()
                        .runUntilComplete(() -> {
                            long start = System.nanoTime();
                            Rondo.sleep(Duration.ofMillis(20));
                            return System.nanoTime() - start;
                        });

        assertTrue(
                took >= TimeUnit.MILLISECONDS.toNanos(20), () -> "20 ms took " + took + " ns only");
        subject.note("20 ms took " + took / 1000 + " us");
    }

    @Requires(absent = Capability.REAL_TIME)
    @Rule(id = "BACKEND-8", text = "Where time is virtual, a wait of days ends at once.")
    void jumpsOverWaits(Subject subject) {
        EventLoop loop = subject.loop();
        long start = loop.time();

        loop.runUntilComplete(() -> Rondo.sleep(Duration.ofDays(3)));

        assertEquals(Duration.ofDays(3), Duration.ofNanos(loop.time() - start));
    }

    @Rule(
            id = "BACKEND-9",
            text = "unwrap of a type that the backend does not have names backend and type.")
    void refusesUnknownTypes(Subject subject) {
        IllegalArgumentException refusal =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> subject.loop().unwrap(BackendRules.class));

        assertNames(refusal, subject.provider().name(), BackendRules.class.getName());
    }

    @Requires(Capability.TCP)
    @Rule(id = "BACKEND-10", text = "Bytes that were sent over TCP arrive, in order.")
    void connects(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    try (Server server =
                                    Rondo.startServer(
                                            (reader, writer) -> {
                                                writer.write(reader.readExactly(5));
                                                writer.drain();
                                            },
                                            "127.0.0.1",
                                            0);
                            var client = Rondo.openConnection("127.0.0.1", server.port())) {
                        client.writer().write(new byte[] {1, 2, 3, 4, 5});

                        byte[] echoed = client.reader().readExactly(5);

                        assertEquals("[1, 2, 3, 4, 5]", Arrays.toString(echoed));
                    }
                });
    }

    @Requires(absent = Capability.TCP)
    @Rule(
            id = "BACKEND-11",
            text = "Without TCP, connecting and listening are refused with backend and reason.")
    void refusesTcp(Subject subject) {
        EventLoop loop = subject.loop();

        assertRefused(
                subject,
                Capability.TCP,
                () -> loop.createConnection(() -> new Protocol() {}, "127.0.0.1", 1));
        assertRefused(
                subject,
                Capability.TCP,
                () -> loop.createServer(() -> new Protocol() {}, "127.0.0.1", 0));
        assertRefused(
                subject,
                Capability.TCP,
                () -> loop.runUntilComplete(() -> Rondo.openConnection("127.0.0.1", 1)));
        assertRefused(
                subject,
                Capability.TCP,
                () -> loop.runUntilComplete(() -> Rondo.startServer((_, _) -> {}, "", 0)));
    }

    @Requires(absent = Capability.SUBPROCESSES)
    @Rule(
            id = "BACKEND-12",
            text = "Without SUBPROCESSES, starting a child is refused with backend and reason.")
    void refusesSubprocesses(Subject subject) {
        assertRefused(
                subject,
                Capability.SUBPROCESSES,
                () ->
                        subject.loop()
                                .runUntilComplete(() -> Subprocess.exec("true").start().waitFor()));
    }

    static void assertRefused(Subject subject, Capability capability, Executable call) {
        UnsupportedOperationException refusal =
                assertThrows(UnsupportedOperationException.class, call);
        assertNames(
                refusal,
                subject.provider().name(),
                capability.name(),
                EventLoops.describe(subject.provider())
                        .missing()
                        .getOrDefault(capability, "(no reason declared)"));
    }

    private static void assertNames(Exception refusal, String... words) {
        for (String word : words) {
            assertTrue(
                    String.valueOf(refusal.getMessage()).contains(word),
                    () -> "'%s' is not in: %s".formatted(word, refusal.getMessage()));
        }
    }
}
