package dev.rondo.nio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.spi.SocketFailures;
import dev.rondo.spi.StreamPort;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A stream of the driver against a plain blocking socket.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NioStreamTest {
    private final RunningDriver loop = new RunningDriver();
    private ServerSocket server;
    private Socket peer;
    private StreamPort port;
    private Recorder told;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket();
        server.bind(RunningDriver.anyPort());
        port = loop.connect(server.getLocalSocketAddress()).ports.getFirst();
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

    private long write(ByteBuffer... buffers) throws IOException {
        return port.write(buffers, buffers.length);
    }

    /// Writes on whenever the stream says that it can, until nothing is left.
    private void writeAll(ByteBuffer... buffers) throws IOException {
        write(buffers);
        while (List.of(buffers).stream().anyMatch(ByteBuffer::hasRemaining)) {
            told.events.clear();
            loop.until(() -> told.events.contains("writable"));
            write(buffers);
        }
    }

    @Test
    void knowsBothAddresses() {
        assertEquals(server.getLocalSocketAddress(), port.remoteAddress());
        assertEquals(peer.getRemoteSocketAddress(), port.localAddress());
    }

    @Test
    void readsNothingUntilItIsTold() throws IOException {
        send("early");
        assertFalse(loop.turn(TimeUnit.MILLISECONDS.toNanos(5)));
        port.startReading();
        loop.until(() -> told.bytes.toString(StandardCharsets.UTF_8).equals("early"));
        port.stopReading();
        send("late");
        assertFalse(loop.turn(TimeUnit.MILLISECONDS.toNanos(5)));
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
    }

    @Test
    void tellsTheEndOfInputOnceAndDoesNotSpin() throws IOException {
        port.startReading();
        peer.shutdownOutput();
        loop.until(() -> told.events.contains("endOfInput"));
        port.startReading();
        assertFalse(loop.turn(TimeUnit.MILLISECONDS.toNanos(5)));
        assertEquals(List.of("endOfInput"), told.events);
    }

    @Test
    void writesMoreThanTheSystemTakesAtOnce() throws Exception {
        byte[] sent = random(20_000_000);
        ByteBuffer buffer = ByteBuffer.wrap(sent);
        long taken = write(buffer);
        assertEquals(buffer.position(), taken);
        assertTrue(buffer.hasRemaining());
        var received = start(() -> peer.getInputStream().readNBytes(sent.length));
        writeAll(buffer);
        assertArrayEquals(sent, received.get());
    }

    @Test
    void writesAnyMixOfBuffersInOrder() throws Exception {
        byte[] sent = random(900_000);
        var received = start(() -> peer.getInputStream().readNBytes(sent.length));
        ByteBuffer large = ByteBuffer.allocateDirect(300_000).put(0, sent, 100_000, 300_000);
        ByteBuffer small = ByteBuffer.allocateDirect(1_000).put(0, sent, 400_000, 1_000);
        ByteBuffer shielded = ByteBuffer.wrap(sent, 401_000, 99_000).asReadOnlyBuffer();
        ByteBuffer next = ByteBuffer.allocateDirect(100_000).put(0, sent, 500_000, 100_000);
        writeAll(
                ByteBuffer.wrap(sent, 0, 100_000),
                ByteBuffer.allocate(0),
                large,
                small,
                shielded,
                next,
                ByteBuffer.wrap(sent, 600_000, 300_000));
        assertArrayEquals(sent, received.get());
    }

    @Test
    void writesOnlyAsManyBuffersAsItIsTold() throws IOException {
        ByteBuffer[] buffers = {ByteBuffer.wrap(new byte[10]), ByteBuffer.wrap(new byte[10])};
        assertEquals(10, port.write(buffers, 1));
        assertEquals(10, buffers[1].remaining());
    }

    @Test
    void stillReadsAfterItsOutputIsShut() throws IOException {
        write(ByteBuffer.wrap(new byte[] {'a'}));
        port.shutdownOutput();
        assertArrayEquals(new byte[] {'a'}, peer.getInputStream().readAllBytes());
        port.startReading();
        send("answer");
        loop.until(() -> told.bytes.toString(StandardCharsets.UTF_8).equals("answer"));
    }

    @Test
    void sendsWhatWasTakenWhenItCloses() throws IOException {
        write(ByteBuffer.wrap("last words".getBytes(StandardCharsets.UTF_8)));
        port.close();
        byte[] received = peer.getInputStream().readAllBytes();
        assertEquals("last words", new String(received, StandardCharsets.UTF_8));
    }

    @Test
    void tellsThatItIsClosedOnceAndFromDispatch() throws IOException {
        port.close();
        port.close();
        port.abort();
        assertEquals(List.of(), told.events);
        assertTrue(loop.driver.isPolling());
        assertTrue(loop.turn(Long.MAX_VALUE));
        assertEquals(List.of("closed"), told.events);
        assertFalse(loop.driver.isPolling());
    }

    @Test
    void ignoresReadingAndRefusesWritingOnceClosed() throws IOException {
        port.close();
        port.startReading();
        port.stopReading();
        var refused = assertThrows(IOException.class, () -> write(ByteBuffer.wrap(new byte[] {1})));
        assertTrue(refused.getMessage().contains("this side has closed it"));
    }

    @Test
    void abortResetsThePeer() throws IOException {
        port.abort();
        loop.until(() -> told.events.contains("closed"));
        InputStream input = peer.getInputStream();
        assertThrows(SocketException.class, input::read);
    }

    @Test
    void aResetFailsWithBothAddresses() throws IOException {
        port.startReading();
        peer.setSoLinger(true, 0);
        peer.close();
        loop.until(() -> told.events.contains("failed"));
        IOException failure = told.failures.getFirst();
        assertInstanceOf(SocketException.class, failure);
        assertTrue(failure.getMessage().contains(SocketFailures.name(port.remoteAddress())));
        assertFalse(loop.turn(TimeUnit.MILLISECONDS.toNanos(5)));
        assertEquals(List.of("failed"), told.events);
    }

    @Test
    void closingTheDriverClosesThePortsWithoutTelling() throws IOException {
        loop.close();
        assertEquals(-1, peer.getInputStream().read());
        assertEquals(List.of(), told.events);
    }
}
