package dev.rondo.bench;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a run has measured, and where.
///
/// @param version the version of this format
/// @param environment the machine and all else that figures depend on
/// @param topics the benchmarks, in the order in which they are shown
/// @param measurements the figures
/// @param missing what could not run here
/// @param failures what ran and failed
record Report(
        int version,
        Environment environment,
        List<Topic> topics,
        List<Measurement> measurements,
        List<Remark> missing,
        List<Remark> failures) {
    static final int VERSION = 1;

    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    /// {@return how many samples each measurement has: one for each round}
    int rounds() {
        return measurements.stream().mapToInt(each -> each.samples().size()).min().orElse(0);
    }

    /// {@return the measurements of a topic, in their order}
    List<Measurement> of(Topic topic) {
        return measurements.stream().filter(topic::covers).toList();
    }

    void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        // A run that is ended meanwhile leaves the report of the round before.
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, GSON.toJson(this) + "\n");
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /// Reads a report.
    ///
    /// @throws UsageException if there is none in the file
    static Report read(Path file) {
        try {
            return check(file, parse(Files.readString(file)));
        } catch (NoSuchFileException e) {
            throw new UsageException("no file '%s'".formatted(file));
        } catch (IOException e) {
            throw new UsageException("cannot read '%s': %s".formatted(file, e));
        }
    }

    /// {@return the report, or null if the text is none}
    private static @Nullable Report parse(String text) {
        try {
            return GSON.fromJson(text, Report.class);
        } catch (RuntimeException e) {
            // Gson has no type of its own for what the constructor of a record throws.
            return null;
        }
    }

    private static Report check(Path file, @Nullable Report report) {
        // What is absent in the file is null in spite of the types.
        if (report == null
                || Stream.of(report.measurements, report.environment).anyMatch(Objects::isNull)) {
            throw new UsageException("no report of 'rondo bench' in '%s'".formatted(file));
        }
        if (report.version != VERSION) {
            throw new UsageException(
                    "'%s' has version %d of the format, wanted is %d: make it anew"
                            .formatted(file, report.version, VERSION));
        }
        return report;
    }

    /// {@return the measurements by what makes them comparable}
    Map<Key, Measurement> byKey() {
        Map<Key, Measurement> byKey = new LinkedHashMap<>();
        measurements.forEach(each -> byKey.put(Key.of(each), each));
        return byKey;
    }

    /// What makes two measurements of two reports comparable.
    record Key(
            String benchmark,
            String subject,
            String engine,
            Map<String, String> parameters,
            String unit) {
        static Key of(Measurement each) {
            return new Key(
                    each.benchmark(),
                    each.subject(),
                    each.engine(),
                    each.parameters(),
                    each.unit());
        }
    }
}
