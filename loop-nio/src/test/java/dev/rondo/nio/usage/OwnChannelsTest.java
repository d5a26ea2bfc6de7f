package dev.rondo.nio.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.Promise;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Channels of the program's on the loop's selector.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OwnChannelsTest {
    private final EventLoop loop = EventLoops.create("nio");
    private DatagramChannel channel;

    @BeforeEach
    void open() throws IOException {
        channel = DatagramChannel.open();
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        channel.configureBlocking(false);
    }

    @AfterEach
    void close() throws IOException {
        loop.close();
        channel.close();
    }

    private void sendToItself(String text) throws IOException {
        channel.send(
                ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)),
                channel.getLocalAddress());
    }

    private String receive() {
        ByteBuffer buffer = ByteBuffer.allocate(100);
        try {
            channel.receive(buffer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return StandardCharsets.US_ASCII.decode(buffer.flip()).toString();
    }

    @Test
    void whatIsAttachedRunsWhenTheChannelIsReady() throws Exception {
        Promise<String> received = loop.createFuture();
        Runnable whenReady = () -> received.setResult(receive());
        channel.register(loop.unwrap(Selector.class), SelectionKey.OP_READ, whenReady);
        sendToItself("hello");

        assertEquals("hello", loop.runUntilComplete(received));

        loop.close();
        assertFalse(channel.isOpen());
    }

    @Test
    void oneWithoutARunnableEndsTheRunAndIsNamed() throws Exception {
        channel.register(loop.unwrap(Selector.class), SelectionKey.OP_READ);
        sendToItself("hello");

        UncheckedIOException failure =
                assertThrows(UncheckedIOException.class, () -> loop.runForever());

        String reason = failure.getCause().getCause().getMessage();
        assertTrue(reason.contains(channel + " is registered without a Runnable"), reason);
        assertTrue(channel.isOpen());
    }
}
