package dev.rondo.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What a merge can lose in silence.
class CatalogueTest {
    @Test
    void everyClassOfRulesIsInTheTableOfContents() throws IOException {
        Set<String> written;
        try (Stream<Path> sources = Files.list(Path.of("src/main/java/dev/rondo/tck"))) {
            written =
                    sources.map(source -> source.getFileName().toString())
                            .filter(name -> name.endsWith("Rules.java"))
                            .map(name -> name.replace(".java", ""))
                            .collect(Collectors.toCollection(TreeSet::new));
        }

        Set<String> listed =
                Arrays.stream(RondoTck.class.getDeclaredClasses())
                        .filter(nested -> nested.isAnnotationPresent(Nested.class))
                        .map(nested -> nested.getSuperclass().getSimpleName())
                        .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(written, listed);
    }
}
