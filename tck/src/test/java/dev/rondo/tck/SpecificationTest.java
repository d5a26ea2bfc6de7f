package dev.rondo.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The numbered specification, `docs/semantics.md`, and the rules of the kit say the same.
class SpecificationTest {
    private static final Path FILE = Path.of("../docs/semantics.md");

    /// `**TIMER-3** (MUST) A timer never fires before its deadline.`, also over several lines.
    private static final Pattern RULE =
            Pattern.compile("^\\*\\*([A-Z]+-\\d+)\\*\\* \\(([A-Z]+)\\) (.*)$");

    private static final Pattern ROW_WITHOUT_RULE = Pattern.compile("^- `([a-z.0-9-]+)`: (.*)$");

    private final List<String> paragraphs;

    SpecificationTest() throws IOException {
        paragraphs =
                Stream.of(Files.readString(FILE).split("\n\\s*\n|\n(?=- `)"))
                        .map(paragraph -> paragraph.strip().replaceAll("\\s*\n\\s*", " "))
                        .toList();
    }

    @Test
    void everyRuleIsSpecifiedWithLevelAndText() {
        Map<String, String> specified = new TreeMap<>();
        for (String paragraph : paragraphs) {
            Matcher rule = RULE.matcher(paragraph);
            if (rule.matches()) {
                String text = rule.group(3).replaceFirst(" (Rows|From|Why): .*", "");
                specified.put(rule.group(1), rule.group(2) + " " + text);
            }
        }
        Map<String, String> coded = new TreeMap<>();
        for (CataloguedRule rule : Catalogue.INSTANCE.rules()) {
            coded.put(rule.id(), rule.level() + " " + rule.text());
        }

        assertEquals(lines(coded), lines(specified));
    }

    @Test
    void everyRuleNamesTheRowsItCoversAndItsReason() {
        Map<String, String> specified = new TreeMap<>();
        List<String> withoutReason = new ArrayList<>();
        for (String paragraph : paragraphs) {
            Matcher rule = RULE.matcher(paragraph);
            if (rule.matches()) {
                specified.put(rule.group(1), String.join(" ", rowsIn(paragraph)));
                if (!paragraph.contains(" Why: ")) {
                    withoutReason.add(rule.group(1));
                }
            }
        }
        Map<String, String> coded = new TreeMap<>();
        for (CataloguedRule rule : Catalogue.INSTANCE.rules()) {
            coded.put(rule.id(), String.join(" ", new TreeSet<>(rule.rows())));
        }

        assertEquals(lines(coded), lines(specified));
        assertEquals(List.of(), withoutReason);
    }

    private static Set<String> rowsIn(String paragraph) {
        Matcher rows = Pattern.compile("Rows: ((?:`[^`]+`(?:, )?)+)").matcher(paragraph);
        return rows.find()
                ? Stream.of(rows.group(1).split(", "))
                        .map(row -> row.replace("`", "").strip())
                        .collect(Collectors.toCollection(TreeSet::new))
                : Set.of();
    }

    @Test
    void everyBehaviourOfAsyncioHasARuleOrAReasonWhyNot() throws IOException {
        Set<String> rows = new TreeSet<>(Files.readAllLines(Path.of("src/test/rows.txt")));
        Set<String> covered = new TreeSet<>(Catalogue.INSTANCE.rowsWithoutRule().keySet());
        Catalogue.INSTANCE.rules().forEach(rule -> covered.addAll(rule.rows()));

        assertEquals(lines(rows), lines(covered));
    }

    @Test
    void theReasonsWhyNotAreThoseOfTheSpecification() {
        Map<String, String> specified = new TreeMap<>();
        for (String paragraph : paragraphs) {
            Matcher row = ROW_WITHOUT_RULE.matcher(paragraph);
            if (row.matches()) {
                specified.put(row.group(1), row.group(2));
            }
        }

        assertEquals(lines(specified), lines(new TreeMap<>(Catalogue.INSTANCE.rowsWithoutRule())));
    }

    private static String lines(Map<String, String> entries) {
        return lines(entries.entrySet().stream().map(Object::toString).toList());
    }

    private static String lines(Collection<String> entries) {
        return String.join("\n", entries);
    }
}
