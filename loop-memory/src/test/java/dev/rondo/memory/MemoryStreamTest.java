package dev.rondo.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.spi.StreamPort;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Both ends of a connection: bytes, back-pressure, and the ways in which it ends.
class MemoryStreamTest {
    private final Recording recording = new Recording();
    private StreamPort client;
    private StreamPort server;

    @BeforeEach
    void connect() throws IOException {
        recording.connect(recording.listen("server", 0).localAddress(), "client");
        recording.turn();
        client = recording.port("client");
        server = recording.port("server-1");
        recording.heard.clear();
    }

    @Test
    void deliversWhatWasWrittenInTheNextTurn() throws IOException {
        server.startReading();

        write(client, "hello");
        write(client, " world");
        assertEquals(List.of(), recording.heard);
        recording.turn();

        assertEquals(List.of("server-1 reads hello world"), recording.heard);
    }

    @Test
    void writesFromSeveralBuffersInOrder() throws IOException {
        server.startReading();
        ByteBuffer[] buffers = {bytes("a"), ByteBuffer.allocateDirect(0), bytes("b"), bytes("no")};

        assertEquals(2, client.write(buffers, 3));
        recording.turn();

        assertEquals(List.of("server-1 reads ab"), recording.heard);
        assertTrue(buffers[3].hasRemaining());
    }

    @Test
    void keepsBytesUntilReadingStarts() throws IOException {
        write(client, "early");
        recording.turn();
        assertEquals(List.of(), recording.heard);

        server.startReading();
        recording.turn();

        assertEquals(List.of("server-1 reads early"), recording.heard);
    }

    @Test
    void deliversNothingOnceReadingHasStopped() throws IOException {
        server.startReading();
        write(client, "x");
        server.stopReading();

        recording.turn();

        assertEquals(List.of(), recording.heard);
    }

    @Test
    void deliversOnBothEndsInTheOrderOfWriting() throws IOException {
        server.startReading();
        client.startReading();
        recording.turn();

        write(server, "1");
        write(client, "2");
        recording.turn();

        assertEquals(List.of("client reads 1", "server-1 reads 2"), recording.heard);
    }

    @Test
    void takesNoMoreThanFits() throws IOException {
        ByteBuffer tooMuch = ByteBuffer.allocate(MemoryPipe.CAPACITY + 10);

        assertEquals(MemoryPipe.CAPACITY, write(client, tooMuch));
        assertEquals(10, tooMuch.remaining());
        assertEquals(0, write(client, tooMuch));
    }

    @Test
    void saysWhenMoreCanBeWritten() throws IOException {
        write(client, ByteBuffer.allocate(MemoryPipe.CAPACITY + 10));
        recording.turn();
        assertEquals(List.of(), recording.heard);

        server.startReading();
        recording.turn();
        recording.turn();

        assertEquals(List.of("server-1 reads 65536 bytes", "client is writable"), recording.heard);
        assertEquals(10, write(client, ByteBuffer.allocate(10)));
    }

    @Test
    void doesNotSayThatMoreCanBeWrittenToWhomHadRoom() throws IOException {
        server.startReading();
        write(client, ByteBuffer.allocate(MemoryPipe.CAPACITY));

        recording.turn();
        recording.turn();

        assertEquals(List.of("server-1 reads 65536 bytes"), recording.heard);
    }

    @Test
    void carriesBytesUnchangedThroughAGrowingPipe() throws IOException {
        String text = "0123456789".repeat(200);
        write(client, "ab");
        write(client, text);
        server.startReading();

        recording.turn();

        assertEquals(List.of("server-1 reads ab" + text), recording.heard);
    }

    @Test
    void endsTheInputAfterTheLastByte() throws IOException {
        write(client, "last");
        client.shutdownOutput();
        recording.turn();
        assertEquals(List.of(), recording.heard);

        server.startReading();
        recording.turn();

        assertEquals(List.of("server-1 reads last", "server-1 is at the end"), recording.heard);
    }

    @Test
    void goesOnReadingAfterAHalfClose() throws IOException {
        client.startReading();
        client.shutdownOutput();

        write(server, "still");
        recording.turn();

        assertEquals(List.of("client reads still"), recording.heard);
    }

    @Test
    void endsTheInputOnceOnly() throws IOException {
        server.startReading();
        client.shutdownOutput();
        recording.turn();

        client.shutdownOutput();
        client.close();
        recording.turn();

        assertEquals(List.of("server-1 is at the end", "client is closed"), recording.heard);
    }

    @Test
    void refusesToWriteAfterAHalfClose() throws IOException {
        client.shutdownOutput();

        IOException refusal = assertThrows(IOException.class, () -> write(client, "x"));

        assertTrue(refusal.getMessage().contains(client.localAddress().toString()));
    }

    @Test
    void deliversWhatWasWrittenBeforeAClose() throws IOException {
        server.startReading();
        write(client, "bye");
        client.close();

        recording.turn();

        assertEquals(
                List.of("server-1 reads bye", "server-1 is at the end", "client is closed"),
                recording.heard);
    }

    @Test
    void isSilentAfterItsClose() throws IOException {
        server.startReading();
        write(client, "x");
        server.close();
        server.close();
        server.abort();

        recording.turn();

        assertEquals(List.of("server-1 is closed"), recording.heard);
    }

    @Test
    void canBeClosedByItsOwnReader() throws IOException {
        server.startReading();
        recording.whenReading = server::close;
        write(client, "x");
        client.shutdownOutput();

        recording.turn();
        recording.turn();

        assertEquals(List.of("server-1 reads x", "server-1 is closed"), recording.heard);
    }

    @Test
    void breaksThePipeOfWhoWritesToAClosedPeer() {
        server.close();

        IOException broken = assertThrows(IOException.class, () -> write(client, "x"));

        assertTrue(broken.getMessage().startsWith("broken pipe"));
    }

    @Test
    void wakesABlockedWriterWhenItsPeerCloses() throws IOException {
        write(client, ByteBuffer.allocate(MemoryPipe.CAPACITY + 1));

        server.close();
        recording.turn();

        assertEquals(List.of("client is writable", "server-1 is closed"), recording.heard);
    }

    @Test
    void tellsThePeerOfAReset() throws IOException {
        client.abort();
        recording.turn();

        assertEquals(
                List.of("server-1 failed: connection reset by peer", "client is closed"),
                recording.heard);
        assertThrows(IOException.class, () -> write(server, "x"));
        assertThrows(IOException.class, server::shutdownOutput);
    }

    @Test
    void neverShowsAStreamAsCompleteThatWasReset() throws IOException {
        server.startReading();
        write(client, "half a");
        client.shutdownOutput();
        client.abort();

        recording.turn();
        recording.turn();

        assertEquals(
                List.of("server-1 failed: connection reset by peer", "client is closed"),
                recording.heard);
    }

    @Test
    void closesAfterAReset() {
        client.abort();
        recording.turn();
        recording.heard.clear();

        server.abort();
        recording.turn();

        assertEquals(List.of("server-1 is closed"), recording.heard);
    }

    @Test
    void deliversWhatItsReaderWritesToItselfLater() throws IOException {
        server.startReading();
        recording.whenReading =
                () -> {
                    recording.whenReading = () -> {};
                    assertEquals(4, write(client, "more"));
                };
        write(client, "so");
        write(client, "me");

        recording.turn();
        assertEquals(List.of("server-1 reads some"), recording.heard);
        recording.turn();

        assertEquals(List.of("server-1 reads some", "server-1 reads more"), recording.heard);
    }

    @Test
    void leavesNoEventBehind() throws IOException {
        server.startReading();
        write(client, "x");
        client.close();
        server.close();

        recording.turn();

        assertFalse(recording.driver.isPolling());
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static long write(StreamPort port, String text) throws IOException {
        return write(port, bytes(text));
    }

    private static long write(StreamPort port, ByteBuffer data) throws IOException {
        return port.write(new ByteBuffer[] {data}, 1);
    }
}
