package dev.rondo.looptests.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rondo.looptests.OnEachLoop;
import dev.rondo.spi.DescriptorHandler;
import dev.rondo.spi.DescriptorWatch;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Drivers that can wait for somebody else's descriptors, and what becomes of these. The kernel's
/// own watch is tested with the children that it is for.
///
/// All on one thread: a ring belongs to the one that has set it up.
@OnEachLoop
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SAME_THREAD)
class DescriptorWatchTest {
    private static final int SOME = 64;

    private final String backend;
    private final List<Integer> told = new ArrayList<>();
    private BareDriver loop;
    private FileDescriptor readEnd;
    private FileDescriptor writeEnd;
    private boolean isClosedByDriver;

    DescriptorWatchTest(String backend) {
        this.backend = backend;
    }

    @BeforeEach
    void open() throws IOException {
        assumeTrue(
                List.of("epoll", "io_uring").contains(backend),
                () -> backend + " waits for its own ports alone");
        loop = new BareDriver(backend);
        FileDescriptor[] ends = FileDescriptor.pipe();
        readEnd = ends[0];
        writeEnd = ends[1];
    }

    @AfterEach
    void close() throws IOException {
        if (loop != null && !isClosedByDriver) {
            loop.close();
        }
        if (writeEnd != null && isOpen(writeEnd)) {
            writeEnd.close();
        }
    }

    private DescriptorWatch watch(FileDescriptor end) throws IOException {
        DescriptorWatch watch =
                loop.driver()
                        .watch(
                                end.intValue(),
                                new DescriptorHandler() {
                                    @Override
                                    public void ready(int events) {
                                        told.add(events);
                                    }

                                    @Override
                                    public void failed(IOException exception) {
                                        throw new AssertionError(exception);
                                    }
                                });
        assertTrue(watch != null, backend + " has no watch");
        return watch;
    }

    private void send(int count) throws IOException {
        writeEnd.write(ByteBuffer.allocateDirect(count), 0, count);
    }

    private static boolean isOpen(FileDescriptor end) {
        return Files.exists(
                Path.of("/proc/self/fd", String.valueOf(end.intValue())),
                LinkOption.NOFOLLOW_LINKS);
    }

    private void untilTold(int... events) throws IOException {
        loop.until("told " + told, () -> told.size() >= events.length);
        assertEquals(Arrays.stream(events).boxed().toList(), told);
    }

    private void iterateInVain() throws IOException {
        int before = told.size();
        loop.iterate();
        loop.iterate();
        loop.iterate();
        assertEquals(before, told.size(), () -> "told " + told);
    }

    @Test
    void tellsNothingUnlessArmed() throws IOException {
        watch(readEnd);
        send(SOME);

        iterateInVain();
    }

    @Test
    void tellsEachEventOnceThoughItIsStillSo() throws IOException {
        DescriptorWatch watch = watch(readEnd);
        send(SOME);

        watch.arm(DescriptorWatch.INPUT);
        untilTold(DescriptorWatch.INPUT);
        iterateInVain();
        watch.arm(DescriptorWatch.INPUT);
        untilTold(DescriptorWatch.INPUT, DescriptorWatch.INPUT);
    }

    @Test
    void tellsTheEndThoughNothingIsAskedFor() throws IOException {
        DescriptorWatch watch = watch(writeEnd);
        watch.arm(0);
        iterateInVain();

        readEnd.close();

        loop.until("the end is told", () -> !told.isEmpty());
        assertTrue((told.getFirst() & DescriptorWatch.END) != 0, told::toString);
        iterateInVain();
    }

    @Test
    void tellsAnEndThatCameWhileNotArmed() throws IOException {
        DescriptorWatch watch = watch(writeEnd);
        watch.arm(DescriptorWatch.OUTPUT);
        untilTold(DescriptorWatch.OUTPUT);
        readEnd.close();
        iterateInVain();

        watch.arm(0);

        loop.until("the end is told", () -> told.size() == 2);
        assertTrue((told.getLast() & DescriptorWatch.END) != 0, told::toString);
    }

    @Test
    void whatIsAskedForLastCounts() throws IOException {
        DescriptorWatch watch = watch(writeEnd);
        watch.arm(0);
        iterateInVain();

        watch.arm(DescriptorWatch.OUTPUT);
        untilTold(DescriptorWatch.OUTPUT);
        watch.arm(DescriptorWatch.OUTPUT);
        watch.arm(0);

        iterateInVain();
    }

    @Test
    void closingEndsThePipeAndTellsNothing() throws IOException {
        DescriptorWatch watch = watch(writeEnd);
        watch.arm(0);
        loop.iterate();

        watch.close();

        loop.until("the descriptor is closed", () -> !isOpen(writeEnd));
        assertEquals(-1, readEnd.read(ByteBuffer.allocateDirect(SOME), 0, SOME), "end of input");
        assertEquals(List.of(), told);
        watch.close();
    }

    @Test
    void closingWhatHasSomethingToTellTellsNothing() throws IOException {
        DescriptorWatch watch = watch(readEnd);
        watch.arm(DescriptorWatch.INPUT);
        loop.iterate();
        send(SOME);
        loop.driver().await(0);

        watch.close();

        loop.until("the descriptor is closed", () -> !isOpen(readEnd));
        assertEquals(List.of(), told);
    }

    @Test
    void isPollingWhileSomethingIsWatched() throws IOException {
        DescriptorWatch watch = watch(readEnd);
        assertTrue(loop.driver().isPolling());
        watch.arm(DescriptorWatch.INPUT);
        loop.iterate();

        watch.close();

        loop.until("nothing is watched", () -> !loop.driver().isPolling());
    }

    @Test
    void closingTheDriverClosesTheDescriptor() throws IOException {
        watch(readEnd).arm(DescriptorWatch.INPUT);
        loop.iterate();

        isClosedByDriver = true;
        loop.close();

        assertFalse(isOpen(readEnd));
        assertEquals(List.of(), told);
    }

    @Test
    void othersSayThatTheyCannot() throws IOException {
        try (BareDriver other = new BareDriver("nio")) {
            assertNull(other.driver().watch(readEnd.intValue(), null));
        }
        readEnd.close();
    }
}
