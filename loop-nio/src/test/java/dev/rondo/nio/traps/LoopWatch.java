package dev.rondo.nio.traps;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Checks after each test that its loops have left nothing: no thread, no descriptor, and no error
/// that was logged because nobody was there to catch it, unless the test has taken it with
/// [#takeReports].
///
/// To be declared before the loop, for what it counts as left is what is more than when it was
/// created.
public final class LoopWatch implements BeforeEachCallback, AfterEachCallback {
    private static final Logger LOGGER = Logger.getLogger("dev.rondo");
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    static {
        PollerWarmUp.run();
    }

    private final List<LogRecord> reports = new CopyOnWriteArrayList<>();
    private final Handler collector = new Collector();
    private final int descriptorsBefore = descriptors().size();

    @Override
    public void beforeEach(ExtensionContext context) {
        LOGGER.setUseParentHandlers(false);
        LOGGER.addHandler(collector);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        try {
            Limit.until("loop threads end; alive: " + threads(), () -> threads().isEmpty());
            Limit.until(
                    "descriptors are closed; open: " + descriptors(),
                    () -> descriptors().size() <= descriptorsBefore);
            assertEquals(List.of(), takeReports(), "errors that nobody was there to catch");
        } finally {
            LOGGER.removeHandler(collector);
            LOGGER.setUseParentHandlers(true);
            reports.clear();
        }
    }

    /// {@return the messages that were logged since it was last asked, which the test wants}
    public List<String> takeReports() {
        List<String> messages = new ArrayList<>();
        for (LogRecord report : reports) {
            Throwable thrown = report.getThrown();
            messages.add(report.getMessage() + (thrown == null ? "" : "; " + thrown));
        }
        reports.clear();
        return messages;
    }

    /// {@return how many errors were logged since they were last taken}
    public int countReports() {
        return reports.size();
    }

    /// Loops and their workers; what the library keeps for good is not meant.
    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("rondo-"))
                .filter(name -> !name.equals("rondo-unretrieved-failures"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Sockets, selectors and pipes; not the files that class loading opens. Empty where the system
    /// does not tell.
    private static List<String> descriptors() {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return List.of();
        }
        try (Stream<Path> links = Files.list(DESCRIPTORS)) {
            return links.map(LoopWatch::target).filter(name -> name.contains(":[")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "closed meanwhile";
        }
    }

    private final class Collector extends Handler {
        @Override
        public void publish(LogRecord report) {
            if (report.getLevel().intValue() >= Level.WARNING.intValue()) {
                reports.add(report);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
