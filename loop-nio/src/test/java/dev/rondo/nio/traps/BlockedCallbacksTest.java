package dev.rondo.nio.traps;

import static dev.rondo.Rondo.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.Handle;
import dev.rondo.Protocol;
import dev.rondo.Server;
import dev.rondo.Transport;
import dev.rondo.nio.traps.BlockingCall.Site;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What becomes of a callback that blocks: between two runs, when the loop closes, and in a
/// protocol.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BlockedCallbacksTest {
    @RegisterExtension final LoopWatch watch = new LoopWatch();

    private final EventLoop loop = EventLoops.create("nio");

    /// Written by the loop, and by what ends elsewhere.
    private final List<String> events = new CopyOnWriteArrayList<>();

    private final CountDownLatch ended = new CountDownLatch(1);

    @BeforeEach
    void assumeScheduled() {
        Engine.assumeScheduled("a callback that blocks stops the loop, as in asyncio");
    }

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    private void blockAndNote(Site site) {
        try {
            site.block();
            events.add("went on");
        } catch (Exception e) {
            events.add("interrupted");
        } finally {
            ended.countDown();
        }
    }

    /// Has a callback block, and another one wait behind it, and ends the run.
    private void blockIn(Site site) {
        loop.callSoon(() -> blockAndNote(site));
        loop.callSoon(() -> events.add("behind it"));
        loop.runUntilComplete(() -> sleep(Duration.ofMillis(1)));
        assertEquals(List.of(), events);
    }

    @ParameterizedTest
    @EnumSource(names = {"QUEUE", "SOCKET", "LOCK", "MONITOR"})
    void itGoesOnInTheNextRun(BlockingCall call) throws IOException {
        try (Site site = call.open()) {
            blockIn(site);
            site.release();
            loop.runUntilComplete(() ->
                    Limit.until(
                            "both were called",
                            () -> {
                                sleep(Duration.ZERO);
                                return events.size() == 2;
                            }));
        }

        assertEquals(List.of("went on", "behind it"), events);
    }

    @Test
    void aCoroutineOfItsLoopCancelsItWithoutWaiting() throws IOException {
        try (Site site = BlockingCall.QUEUE.open()) {
            Handle handle = loop.callSoonThreadSafe(() -> blockAndNote(site));
            loop.runUntilComplete(() -> {
                sleep(Duration.ofMillis(1));
                handle.cancel(); // another thread would wait for what comes next
                events.add("cancelled: " + handle.isCancelled());
                site.release();
                Limit.until(
                        "it has gone on",
                        () -> {
                            sleep(Duration.ZERO);
                            return events.size() == 2;
                        });
            });
        }

        assertEquals(List.of("cancelled: true", "went on"), events);
    }

    @Test
    void aFatalErrorEndsTheRunAndLeavesWhatWaitsBehindIt() throws IOException {
        try (Site site = BlockingCall.QUEUE.open()) {
            loop.callSoon(() -> blockAndNote(site));
            loop.callSoon(() -> events.add("behind it"));
            assertThrows(
                    InternalError.class,
                    () ->
                            loop.runUntilComplete(() -> {
                                sleep(Duration.ofMillis(1));
                                throw new InternalError("fatal");
                            }));
            site.release();
            loop.callSoon(() -> events.add("next run"));
            loop.runUntilComplete(() ->
                    Limit.until(
                            "all were called",
                            () -> {
                                sleep(Duration.ZERO);
                                return events.size() == 3;
                            }));
        }

        assertEquals(List.of("went on", "behind it", "next run"), events);
    }

    @ParameterizedTest
    @EnumSource(names = {"QUEUE", "SOCKET", "LOCK_INTERRUPTIBLY"})
    void closingInterruptsIt(BlockingCall call) throws IOException {
        try (Site site = call.open()) {
            blockIn(site);
            loop.close();

            assertEquals("interrupted", events.getFirst());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LOCK", "MONITOR"})
    void oneThatNoInterruptReachesIsReportedAndEndsElsewhereWithoutTheOthers(BlockingCall call)
            throws IOException {
        CountDownLatch handled = new CountDownLatch(1);
        try (Site site = call.open()) {
            loop.setExceptionHandler((_, context) -> {
                events.add(context.message());
                handled.countDown();
            });
            loop.callSoon(() -> blockAndNote(site));
            loop.callSoon(() -> events.add("behind it"));
            loop.runUntilComplete(() -> sleep(Duration.ofMillis(1)));
            loop.close();
            Limit.await(handled);
        }
        Limit.await(ended);

        assertEquals(List.of("a callback did not end when its loop was closed", "went on"), events);
    }

    private final class Locking implements Protocol {
        private final ReentrantLock lock;

        Locking(ReentrantLock lock) {
            this.lock = lock;
        }

        @Override
        public void connectionMade(Transport transport) {
            events.add("made");
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            lock.lock();
            events.add("received " + data.remaining());
            lock.unlock();
        }

        @Override
        public void connectionLost(Exception exception) {
            events.add("lost");
        }
    }

    @Test
    void aProtocolThatWantsALockGetsItFromACoroutineThatSleeps() {
        ReentrantLock lock = new ReentrantLock();
        loop.runUntilComplete(() -> {
            Server server = loop.createServer(() -> new Locking(lock), "127.0.0.1", 0).await();
            lock.lock();
            try (Socket client = new Socket("127.0.0.1", server.port())) {
                client.getOutputStream().write(new byte[] {1, 2, 3});
                sleep(Duration.ofMillis(20)); // the loop goes on, its network rests
                loop.callSoon(() -> events.add("callback"));
                sleep(Duration.ofMillis(1));
                assertEquals(List.of("made"), events);
                lock.unlock();
            }
            Limit.until(
                    "the connection is lost",
                    () -> {
                        sleep(Duration.ZERO);
                        return events.contains("lost");
                    });
            server.close();
        });

        assertTrue(events.indexOf("received 3") < events.indexOf("callback"), events::toString);
        assertEquals("lost", events.getLast());
    }
}
