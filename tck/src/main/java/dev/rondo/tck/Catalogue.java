package dev.rondo.tck;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/// All rules of the kit, read off [RondoTck] before any of them runs: a report counts these, not
/// the tests that happened to run.
final class Catalogue {
    static final Catalogue INSTANCE = new Catalogue();

    /// By id, in the order of areas and numbers.
    private final Map<String, CataloguedRule> rules = new LinkedHashMap<>();

    /// Behaviours of asyncio that have no rule, with the reason.
    private final Map<String, String> rowsWithoutRule;

    private Catalogue() {
        List<CataloguedRule> found = new ArrayList<>();
        for (Class<?> nested : RondoTck.class.getDeclaredClasses()) {
            if (nested.isAnnotationPresent(Nested.class)) {
                collect(nested, found);
            }
        }
        found.sort(
                Comparator.comparing(CataloguedRule::area)
                        .thenComparing(CataloguedRule::prefix)
                        .thenComparing(CataloguedRule::number));
        for (CataloguedRule rule : found) {
            if (rules.put(rule.id(), rule) != null) {
                throw new AssertionError("two rules have the id " + rule.id());
            }
        }
        rowsWithoutRule = readRowsWithoutRule();
    }

    private static void collect(Class<?> nested, List<CataloguedRule> found) {
        String area = areaOf(nested);
        for (Method method : nested.getSuperclass().getDeclaredMethods()) {
            Rule rule = method.getAnnotation(Rule.class);
            if (rule != null) {
                found.add(CataloguedRule.of(area, method, rule));
            }
        }
    }

    private static String areaOf(Class<?> nested) {
        return Objects.requireNonNull(nested.getAnnotation(Tag.class), nested.getName()).value();
    }

    /// {@return all rules, in order}
    List<CataloguedRule> rules() {
        return List.copyOf(rules.values());
    }

    /// {@return the areas, in order}
    List<String> areas() {
        return rules.values().stream().map(CataloguedRule::area).distinct().toList();
    }

    boolean has(String id) {
        return rules.containsKey(id);
    }

    CataloguedRule rule(String id) {
        return Objects.requireNonNull(rules.get(id), id);
    }

    /// {@return behaviours of asyncio that have no rule, with the reason}
    Map<String, String> rowsWithoutRule() {
        return rowsWithoutRule;
    }

    private static Map<String, String> readRowsWithoutRule() {
        Map<String, String> rows = new LinkedHashMap<>();
        try (InputStream resource =
                        Objects.requireNonNull(
                                Catalogue.class.getResourceAsStream("rows-without-rule.tsv"));
                BufferedReader reader =
                        new BufferedReader(
                                new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            reader.lines()
                    .forEach(line -> {
                        String[] columns = line.split("\t", 2);
                        rows.put(columns[0], columns[1]);
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Collections.unmodifiableMap(rows);
    }
}
