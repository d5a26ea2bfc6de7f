package dev.rondo.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `Echo` in a JVM of its own, in both styles, with other people's programs at the other end.
@Timeout(value = 300, threadMode = ThreadMode.SEPARATE_THREAD)
class EchoTest {
    private static final int MIB = 1024 * 1024;
    private static final String HOST = "127.0.0.1";

    /// Ten clients at once, each with half a megabyte and a line after the other's end.
    private static final String PYTHON_CLIENT =
            """
            import asyncio, os, sys

            async def client(port):
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                sent = os.urandom(500_000)
                writer.write(b"hello\\n")
                assert await reader.readline() == b"hello\\n"
                received = asyncio.ensure_future(reader.readexactly(len(sent)))
                for i in range(0, len(sent), 7919):
                    writer.write(sent[i : i + 7919])
                    await writer.drain()
                assert await received == sent
                writer.write(b"the end")
                writer.write_eof()
                assert await reader.read() == b"the end"
                writer.close()
                await writer.wait_closed()

            async def main():
                await asyncio.gather(*(client(int(sys.argv[1])) for _ in range(10)))
                print("ten clients served")

            asyncio.run(main())
            """;

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"protocol", "streams"})
    void socatGetsBackWhatItSends(String style) throws Exception {
        try (EchoProgram echo = EchoProgram.start("0", style)) {
            byte[] sent = random(3 * MIB);
            byte[] received =
                    Tool.run(
                            "socat",
                            sent,
                            "socat",
                            "-t60", // how long it waits for the rest when its input has ended
                            "-",
                            "TCP:" + HOST + ":" + echo.port());
            assertArrayEquals(sent, received);
            assertEquals("", echo.errors());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"protocol", "streams"})
    void netcatGetsBackWhatItSends(String style) throws Exception {
        String usage =
                new String(Tool.run("netcat-openbsd", new byte[0], "sh", "-c", "nc -h 2>&1; true"));
        assumeTrue(
                usage.contains("-N"),
                "nc is none that can half-close; on Debian: apt-get install netcat-openbsd");
        try (EchoProgram echo = EchoProgram.start("0", style)) {
            byte[] sent = random(3 * MIB);
            byte[] received =
                    Tool.run(
                            "netcat-openbsd",
                            sent,
                            "nc",
                            "-N",
                            HOST,
                            Integer.toString(echo.port()));
            assertArrayEquals(sent, received);
            assertEquals("", echo.errors());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"protocol", "streams"})
    void asyncioGetsBackWhatItSends(String style) throws Exception {
        try (EchoProgram echo = EchoProgram.start("0", style)) {
            byte[] said =
                    Tool.run(
                            "python3",
                            new byte[0],
                            "python3",
                            "-c",
                            PYTHON_CLIENT,
                            Integer.toString(echo.port()));
            assertEquals("ten clients served", new String(said, StandardCharsets.UTF_8).strip());
            assertEquals("", echo.errors());
        }
    }

    /// A gibibyte, sent as fast as it goes and read in bursts.
    @ParameterizedTest
    @ValueSource(strings = {"protocol", "streams"})
    @Tag("slow")
    void aSlowReaderCostsNoMoreThanTheHighWaterMark(String style) throws Exception {
        int bursts = 16;
        int burst = 64 * MIB;
        long limit = 64 * 1024 + 4 * MIB;
        try (EchoProgram echo = EchoProgram.start("0", style);
                Socket socket = new Socket(HOST, echo.port());
                MemoryOf memory = new MemoryOf(echo.pid())) {
            byte[] block = random(MIB);
            InputStream input = socket.getInputStream();
            FutureTask<Void> sending = sendMany(socket, block, bursts * burst / MIB);
            read(input, block, 8);
            memory.measure(); // the first measurement costs memory itself
            long before = memory.measure();
            long most = before;
            for (int i = 0; i < bursts - 1; i++) {
                read(input, block, burst / MIB);
                most = Math.max(most, memory.measure());
            }
            read(input, block, burst / MIB - 8);
            assertEquals(-1, input.read());
            sending.get();

            long growth = most - before;
            assertTrue(growth <= limit, () -> "grew by " + growth + " bytes");
            assertEquals("", echo.errors());
        }
    }

    private static FutureTask<Void> sendMany(Socket socket, byte[] block, int times) {
        FutureTask<Void> sending =
                new FutureTask<>(() -> {
                    for (int i = 0; i < times; i++) {
                        socket.getOutputStream().write(block);
                    }
                    socket.shutdownOutput();
                    return null;
                });
        Thread.ofPlatform().daemon().start(sending);
        return sending;
    }

    private static void read(InputStream input, byte[] block, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            assertTrue(Arrays.equals(block, input.readNBytes(block.length)), "wrong bytes");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "80000, streams, 'not a port from 0 to 65535: 80000'",
        "http, streams, 'not a port from 0 to 65535: http'",
        "-1, streams, 'not a port from 0 to 65535: -1'",
        "0, loudly, 'unknown style: loudly'"
    })
    void badArgumentsAreNamed(String port, String style, String message) throws Exception {
        try (EchoProgram echo = EchoProgram.start(port, style)) {
            assertEquals(2, echo.status());
            assertEquals(
                    "Echo: " + message + "\nusage: Echo [PORT] [protocol|streams]\n",
                    echo.errors());
        }
    }

    @Test
    void moreArgumentsAreRefused() throws Exception {
        try (EchoProgram echo = EchoProgram.start("0", "streams", "now")) {
            assertEquals(2, echo.status());
            assertTrue(echo.errors().startsWith("Echo: too many arguments"), echo::toString);
        }
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (EchoProgram first = EchoProgram.start()) {
            String port = Integer.toString(first.port());
            try (EchoProgram second = EchoProgram.start(port)) {
                assertEquals(1, second.status());
                String errors = second.errors();
                assertTrue(errors.contains("cannot listen on 127.0.0.1:" + port), errors);
            }
        }
    }
}
