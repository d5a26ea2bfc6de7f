package dev.rondo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClassPathTest {
    private static final String ALL =
            "gson-2.jar rondo-api-1.jar rondo-bench-1.jar rondo-loop-nio-1.jar"
                    + " rondo-loop-epoll-1.jar rondo-loop-iouring-1.jar rondo-loop-netty-1.jar"
                    + " netty-buffer-4.jar netty-transport-classes-epoll-4.jar"
                    + " netty-transport-classes-io_uring-4.jar"
                    + " netty-transport-native-epoll-4-linux.jar"
                    + " netty-transport-native-unix-common-4.jar";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    nio      | rondo-api-1.jar rondo-bench-1.jar rondo-loop-nio-1.jar
                    io_uring | rondo-api-1.jar rondo-bench-1.jar rondo-loop-iouring-1.jar rondo-loop-netty-1.jar netty-buffer-4.jar netty-transport-classes-io_uring-4.jar netty-transport-native-unix-common-4.jar
                    """)
    void aServerGetsWhatItsBackendNeeds(String loop, String archives) {
        assertEquals(path(archives), ClassPath.of(loop, path(ALL)));
    }

    private static String path(String archives) {
        return archives.replace(" ", File.pathSeparator);
    }

    @ParameterizedTest
    @CsvSource({"mine", "io-uring"})
    void aBackendOfOthersGetsAll(String loop) {
        assertEquals(path(ALL), ClassPath.of(loop, path(ALL)));
    }
}
