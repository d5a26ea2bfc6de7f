package dev.rondo.bench.load;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;

/// What the load generator has measured: its line of JSON.
final class LoadReport {
    private final String line;
    private final JsonObject values;

    private LoadReport(String line, JsonObject values) {
        this.line = line;
        this.values = values;
    }

    /// Reads a report.
    ///
    /// @throws IOException if it is none, if there were errors, or if nothing was measured
    static LoadReport parse(String line) throws IOException {
        try {
            LoadReport report =
                    new LoadReport(line, JsonParser.parseString(line).getAsJsonObject());
            if (report.values.has("error") || report.number("errors") != 0) {
                throw new IOException("the load generator reports errors: " + line);
            }
            return report;
        } catch (JsonParseException | IllegalStateException e) {
            throw new IOException("no report of the load generator: " + line, e);
        }
    }

    /// {@return a number, by its name in the report}
    ///
    /// @throws IOException if the report has no such number
    double number(String name) throws IOException {
        if (!values.has(name)) {
            throw new IOException("no " + name + " in the report " + line);
        }
        return values.get(name).getAsDouble();
    }

    /// {@return how much else ran on the machine, in percent of one processor}
    double disturbance() throws IOException {
        return number("others_pct") + number("steal_pct");
    }
}
