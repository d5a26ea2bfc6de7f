package dev.rondo.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.Rondo;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The checks after each test see what they are there to see.
class LeavesNothingTest {
    @Test
    void theThreadsOfAnOpenLoopAreSeenUntilItIsClosed() throws Exception {
        try (EventLoop loop = EventLoops.create("nio")) {
            loop.createTask(() -> Rondo.sleep(Duration.ofDays(1)));
            loop.runUntilComplete(() -> Rondo.sleep(Duration.ZERO));

            List<String> threads = LoopThreads.left();
            assertTrue(threads.stream().anyMatch(it -> it.contains("\"rondo-nio-")));
            assertTrue(threads.stream().anyMatch(it -> it.contains("at dev.rondo.Rondo.sleep(")));
        }
        assertEquals(List.of(), LoopThreads.leftAfterAWhile());
    }

    @Test
    void anOpenDescriptorIsSeenUntilItIsClosed() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "no /proc/self/fd on this system");
        Descriptors.openThoseOfTheJdk();
        Descriptors before = Descriptors.now();
        try (ServerSocket socket = new ServerSocket(0)) {
            assertEquals(1, before.added().size(), socket::toString);
        }
        assertEquals(List.of(), before.added());
    }

    @Test
    void anErrorThatNobodyCaughtIsSeen() {
        Reports reports = Reports.listen();
        try (EventLoop loop = EventLoops.create("memory")) {
            loop.callSoon(() -> {
                throw new IllegalStateException("thrown by a callback");
            });
            loop.runUntilComplete(() -> Rondo.sleep(Duration.ZERO));
        }
        List<String> seen = reports.end();
        assertEquals(1, seen.size());
        assertTrue(seen.getFirst().contains("thrown by a callback"), seen::toString);
    }
}
