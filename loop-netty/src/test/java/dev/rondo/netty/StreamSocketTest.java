package dev.rondo.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.nio.channels.ClosedChannelException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StreamSocketTest {
    static Stream<Arguments> reasons() {
        return Stream.of(
                Arguments.of(
                        "Connection refused",
                        new ConnectException(
                                "connect(..) failed with error(-111): Connection refused")),
                Arguments.of("too long", new IOException("too long")),
                Arguments.of("Network or host is unreachable", new NoRouteToHostException()),
                Arguments.of("No such file or directory", new FileNotFoundException()),
                Arguments.of("ClosedChannelException", new ClosedChannelException()));
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void tellsTheSystemsReasonAlone(String reason, IOException failure) {
        assertEquals(reason, StreamSocket.reason(failure));
    }
}
