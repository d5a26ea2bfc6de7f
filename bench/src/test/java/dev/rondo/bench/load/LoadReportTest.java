package dev.rondo.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class LoadReportTest {
    @Test
    void readsNumbers() throws IOException {
        LoadReport report =
                LoadReport.parse(
                        "{\"label\":\"\",\"messages\":300,\"msgs_per_s\":1500.5,"
                                + "\"others_pct\":3.5,\"steal_pct\":1.0,\"errors\":0}");
        assertEquals(1500.5, report.number("msgs_per_s"));
        assertEquals(4.5, report.disturbance());
    }

    @Test
    void refusesErrors() {
        assertRefused("{\"messages\":300,\"errors\":2}", "\"errors\":2");
        assertRefused("{\"error\":\"server exited\"}", "server exited");
    }

    @Test
    void refusesWhatIsNoReport() {
        assertRefused("Segmentation fault", "Segmentation fault");
        assertRefused("[]", "[]");
    }

    @Test
    void namesTheNumberThatIsMissing() throws IOException {
        LoadReport report = LoadReport.parse("{\"errors\":0}");
        IOException e = assertThrows(IOException.class, () -> report.number("p99_us"));
        assertTrue(e.getMessage().contains("no p99_us"), e.getMessage());
    }

    private static void assertRefused(String line, String told) {
        IOException e = assertThrows(IOException.class, () -> LoadReport.parse(line));
        assertTrue(e.getMessage().contains(told), e.getMessage());
    }
}
