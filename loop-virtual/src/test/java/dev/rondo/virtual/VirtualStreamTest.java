package dev.rondo.virtual;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.spi.ListenOptions;
import dev.rondo.spi.StreamPort;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A stream of the driver against a plain blocking socket.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VirtualStreamTest {
    /// More than the buffers of the system hold.
    private static final int FLOOD = 16 * 1024 * 1024;

    private final RunningDriver loop = new RunningDriver();
    private ServerSocket server;
    private Socket peer;
    private StreamPort port;
    private Recorder told;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket();
        server.bind(RunningDriver.anyPort());
        port = loop.connect(server.getLocalSocketAddress());
        told = new Recorder(port);
        peer = server.accept();
    }

    @AfterEach
    void closeAll() throws IOException {
        loop.close();
        peer.close();
        server.close();
    }

    private static <T> FutureTask<T> start(Callable<T> blocking) {
        var task = new FutureTask<>(blocking);
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private void send(String text) throws IOException {
        peer.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private String received() {
        return told.bytes.toString(StandardCharsets.UTF_8);
    }

    private long write(byte[] bytes) throws IOException {
        return port.write(new ByteBuffer[] {ByteBuffer.wrap(bytes)}, 1);
    }

    @Test
    void readsManyBytesInOrder() throws Exception {
        byte[] sent = random(3_000_000);
        port.startReading();
        var sending =
                start(() -> {
                    peer.getOutputStream().write(sent);
                    peer.shutdownOutput();
                    return sent.length;
                });
        loop.until(() -> told.events.contains("endOfInput"));
        assertEquals(sent.length, sending.get());
        assertArrayEquals(sent, told.bytes.toByteArray());
        assertFalse(loop.turn(TimeUnit.MILLISECONDS.toNanos(5)), "something follows the end");
    }

    @Test
    void keepsWhatWasReadWhileStopped() throws IOException {
        port.startReading();
        send("a");
        loop.until(() -> received().equals("a"));
        loop.turn(0); // the thread reads on
        port.stopReading();
        send("b");
        // What it brings is held.
        assertTrue(loop.turn(Long.MAX_VALUE));
        assertEquals("a", received());

        port.startReading();

        loop.until(() -> received().equals("ab"));
    }

    @Test
    void holdsAPeerBackThatSendsTooMuch() throws Exception {
        port.startReading();
        send("a");
        loop.until(() -> received().equals("a"));
        port.stopReading();
        var sending =
                start(() -> {
                    peer.getOutputStream().write(new byte[FLOOD]);
                    return FLOOD;
                });
        while (loop.turn(TimeUnit.MILLISECONDS.toNanos(50))) {
            assertEquals(1, told.bytes.size(), "delivered while reading is off");
        }
        assertFalse(sending.isDone(), "all was taken, and nobody has read it");

        port.startReading();

        loop.until(() -> told.bytes.size() == 1 + FLOOD);
        assertEquals(FLOOD, sending.get());
    }

    @Test
    void readsIntoTheTargetOfTheHandlerAndNoMore() throws IOException {
        ByteBuffer target = ByteBuffer.allocate(3);
        StringBuilder filled = new StringBuilder();
        port.setHandler(
                new Recorder(port) {
                    @Override
                    public @Nullable ByteBuffer target() {
                        return target.clear();
                    }

                    @Override
                    public void filled(int count) {
                        target.flip();
                        assertEquals(count, target.remaining());
                        filled.append(StandardCharsets.UTF_8.decode(target)).append('|');
                        if (filled.length() == 4) {
                            port.stopReading();
                        }
                    }
                });
        send("abcdefgh");
        port.startReading();
        loop.until(() -> filled.length() == 4);
        assertEquals("abc|", filled.toString());

        port.startReading();

        loop.until(() -> filled.toString().equals("abc|def|gh|"));
    }

    @Test
    void ownsTheBuffersOfAWriteUntilAllIsTaken() throws Exception {
        byte[] sent = random(FLOOD);
        assertEquals(StreamPort.PENDING, write(sent));
        assertFalse(loop.turn(TimeUnit.MILLISECONDS.toNanos(20)), "written, and nobody reads");
        assertTrue(port.isCompletionBased());

        var reading = start(() -> peer.getInputStream().readNBytes(FLOOD));
        loop.until(() -> told.events.contains("written"));

        assertArrayEquals(sent, reading.get());
    }

    /// Returns when the end has come, and waits for the write.
    private void endDuringAWrite() throws Exception {
        write(new byte[FLOOD]);
        peer.shutdownOutput();
        port.startReading();
        loop.until(loop::isTimeAwaited);
    }

    @Test
    void anEndWaitsForAWriteForAMoment() throws Exception {
        endDuringAWrite();
        assertEquals(List.of(), told.events);

        loop.letTimePass();

        loop.until(() -> told.events.equals(List.of("endOfInput")));
    }

    @Test
    void anEndIsToldOnceAWriteHasSucceeded() throws Exception {
        endDuringAWrite();

        var reading = start(() -> peer.getInputStream().readNBytes(FLOOD));

        loop.until(() -> told.events.size() == 2);
        assertEquals(List.of("written", "endOfInput"), told.events);
        assertFalse(loop.isTimeAwaited());
        reading.get();
    }

    @Test
    void aWriteThatBlocksDelaysNoOther() throws Exception {
        write(new byte[FLOOD]);
        assertFalse(loop.turn(TimeUnit.MILLISECONDS.toNanos(20)), "written, and nobody reads");
        StreamPort second = loop.connect(server.getLocalSocketAddress());
        Recorder toldOfSecond = new Recorder(second);
        try (Socket secondPeer = server.accept()) {
            for (int i = 1; i <= 3; i++) {
                int count = i;
                second.write(new ByteBuffer[] {ByteBuffer.wrap(new byte[] {(byte) i})}, 1);
                loop.until(() -> toldOfSecond.events.size() == count);
                assertEquals(i, secondPeer.getInputStream().read());
            }
        }
        assertEquals(List.of("written", "written", "written"), toldOfSecond.events);
        assertEquals(List.of(), told.events);
    }

    @Test
    void aWriteThatBlocksDelaysNoneOfTheSameRound() throws Exception {
        StreamPort second = loop.connect(server.getLocalSocketAddress());
        Recorder toldOfSecond = new Recorder(second);
        try (Socket secondPeer = server.accept()) {
            write(new byte[FLOOD]);
            second.write(new ByteBuffer[] {ByteBuffer.wrap(new byte[] {1})}, 1);
            loop.until(() -> toldOfSecond.events.contains("written"));
            assertEquals(1, secondPeer.getInputStream().read());
        }
        assertEquals(List.of(), told.events);
    }

    @Test
    void aMessageThatIsThereComesInOnePiece() throws IOException {
        byte[] sent = random(10_000);
        peer.getOutputStream().write(sent);
        var pieces = new ArrayList<Integer>();
        port.setHandler(
                new Recorder(port) {
                    @Override
                    public void readable(ByteBuffer data) {
                        pieces.add(data.remaining());
                    }
                });
        port.startReading();
        loop.until(() -> pieces.stream().mapToInt(Integer::intValue).sum() == sent.length);
        assertEquals(List.of(sent.length), pieces);
    }

    @Test
    void closeSendsWhatIsPending() throws Exception {
        byte[] sent = random(FLOOD);
        write(sent);
        port.close();
        assertThrows(SocketException.class, () -> write(new byte[1]));
        assertFalse(loop.turn(TimeUnit.MILLISECONDS.toNanos(20)), "closed before all was sent");

        var reading = start(() -> peer.getInputStream().readAllBytes());
        loop.until(() -> told.events.contains("closed"));

        assertArrayEquals(sent, reading.get());
        assertEquals(List.of("closed"), told.events);
    }

    @Test
    void abortEndsAWriteThatBlocks() throws Exception {
        write(new byte[FLOOD]);
        port.startReading();
        port.abort();
        port.abort();
        loop.until(() -> told.events.contains("closed"));
        assertEquals(List.of("closed"), told.events);
        assertThrows(SocketException.class, () -> peer.getInputStream().readAllBytes());
    }

    @Test
    void closeEndsAReadThatBlocks() throws IOException {
        port.startReading();
        port.close();
        loop.until(() -> told.events.contains("closed"));
        assertEquals(List.of("closed"), told.events);
        assertEquals(-1, peer.getInputStream().read());
        assertFalse(loop.driver.isPolling(), "there is nothing to look for");
    }

    @Test
    void tellsThatTheConnectionIsBroken() throws IOException {
        port.startReading();
        peer.setSoLinger(true, 0);
        peer.close();
        loop.until(() -> told.events.contains("failed"));
        String message = String.valueOf(told.failures.getFirst().getMessage());
        assertTrue(message.startsWith("connection from "), message);
    }

    @Test
    void closingTheDriverEndsAllThreads() throws IOException {
        port.startReading();
        send("a");
        loop.until(() -> received().equals("a"));
        port.stopReading();
        send("bcd"); // for the thread that reads ahead
        write(new byte[FLOOD]);
        var cancelled = new RunningDriver.Attempt();
        loop.driver.connect(server.getLocalSocketAddress(), null, cancelled).run();
        loop.driver.listen(
                RunningDriver.anyPort(),
                new ListenOptions(1, true, false),
                new RunningDriver.Accepted());
        loop.turn(0);

        loop.close();

        assertEquals(0, loop.driver.helpers().running(), "threads that still run");
        assertEquals(0, cancelled.ports.size() + cancelled.failures.size());
    }

    @Test
    void refusesAChannelThatASelectorHas() throws IOException {
        try (Selector selector = Selector.open();
                SocketChannel channel = SocketChannel.open(server.getLocalSocketAddress())) {
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            assertThrows(IOException.class, () -> loop.driver.adopt(channel));
            assertFalse(channel.isOpen(), "the channel is the driver's, also when it is refused");
        }
    }
}
