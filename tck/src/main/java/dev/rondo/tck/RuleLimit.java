package dev.rondo.tck;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Runs a rule on a thread of its own, for at most so long: a loop that hangs must not hang the
/// kit. There is one generous limit for a rule and not many small ones in it, so that a slow
/// machine fails nothing.
final class RuleLimit {
    /// Seconds that a rule may take.
    static final String PROPERTY = "rondo.tck.limit";

    private static final long DEFAULT_SECONDS = 60;

    /// What runs with the limit.
    interface Body {
        void run() throws Throwable;
    }

    private final String ruleId;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final CountDownLatch isOver = new CountDownLatch(1);

    RuleLimit(String ruleId) {
        this.ruleId = ruleId;
    }

    /// {@return how long a rule may take}
    static Duration ofRule() {
        return Duration.ofSeconds(Long.getLong(PROPERTY, DEFAULT_SECONDS));
    }

    /// {@return how long a rule may wait for one thing, so that it fails by itself first}
    static Duration ofWait() {
        return ofRule().dividedBy(2);
    }

    void run(Body body) throws Throwable {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        Thread thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("rondo-tck-rule " + ruleId)
                        .unstarted(() -> execute(body));
        thread.setContextClassLoader(loader);
        thread.start();
        if (!isOver.await(ofRule().toMillis(), TimeUnit.MILLISECONDS)) {
            AssertionError hung =
                    new AssertionError(
                            "%s did not end within %s; what the threads did:%n%s"
                                    .formatted(ruleId, ofRule(), threadsOfLoops()));
            thread.interrupt();
            throw hung;
        }
        Throwable thrown = failure.get();
        if (thrown != null) {
            throw thrown;
        }
    }

    private void execute(Body body) {
        try {
            body.run();
        } catch (Throwable e) {
            failure.set(e);
        } finally {
            isOver.countDown();
        }
    }

    /// {@return the stacks of the threads that run code of ours, virtual ones included: only the
    /// JDK's dump to a file names those of a scheduler of our own}
    static String threadsOfLoops() {
        try {
            Path folder = Files.createTempDirectory("rondo-tck");
            Path file = folder.resolve("threads");
            try {
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                        .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
                return Arrays.stream(Files.readString(file).split("\n\n"))
                        .filter(thread -> thread.startsWith("#") && thread.contains("dev.rondo"))
                        .collect(Collectors.joining("\n\n"));
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            return "the threads cannot be listed: " + e;
        }
    }
}
