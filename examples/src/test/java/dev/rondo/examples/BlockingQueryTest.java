package dev.rondo.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What debug mode says of a query that takes long.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BlockingQueryTest {
    private static final Logger LOGGER = Logger.getLogger("dev.rondo");
    private static final Pattern LASTED = Pattern.compile("kept the loop for (\\d+\\.\\d{3}) s");

    /// Notes that something blocks, and when that was said.
    private static final class Blocked extends Handler {
        record Said(String text, long when) {}

        final LinkedBlockingQueue<Said> said = new LinkedBlockingQueue<>();

        @Override
        public void publish(LogRecord entry) {
            if (entry.getMessage().startsWith("blocked: ")
                    && entry.getMessage().contains("'culprit'")
                    && entry.getMessage().contains("java.net.Socket")) {
                said.add(new Said(entry.getMessage(), System.nanoTime()));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private final Blocked blocked = new Blocked();

    @BeforeEach
    void listen() {
        LOGGER.addHandler(blocked);
        LOGGER.setUseParentHandlers(false);
    }

    @AfterEach
    void stopListening() {
        LOGGER.removeHandler(blocked);
        LOGGER.setUseParentHandlers(true);
    }

    private static void query(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "virtual"})
    void isNamedWhileItStopsTheLoop(String backend) throws Exception {
        try (LocalServer server = LocalServer.postgres();
                EventLoop loop = EventLoops.builder().backend(backend).debug(true).build()) {
            String url = server.jdbcUrl();
            loop.runUntilComplete(
                    loop.createTask("culprit", () -> query(url, "select pg_sleep(1)")));
            long end = System.nanoTime();

            List<Blocked.Said> said = List.copyOf(blocked.said);
            if (loop.engine().equals("scheduled")) {
                assertEquals(List.of(), said, "the loop went on meanwhile");
                return;
            }
            assertTrue(!said.isEmpty(), "nothing was said");
            Blocked.Said last = said.getLast();
            assertTrue(last.when() < end, "said when it was over");
            assertTrue(last.text().contains("BlockingQueryTest.query"), last::text);
            Matcher lasted = LASTED.matcher(last.text());
            assertTrue(lasted.find(), last::text);
            assertTrue(Double.parseDouble(lasted.group(1)) >= 0.1, last::text);
        }
    }
}
