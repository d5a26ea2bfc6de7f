package dev.rondo.tck;

import dev.rondo.spi.Capability;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A rule as the catalogue knows it.
///
/// @param area the area, which is the tag of its class
record CataloguedRule(
        String id,
        String area,
        Level level,
        String text,
        List<String> rows,
        List<Capability> present,
        List<Capability> absent) {

    static CataloguedRule of(String area, Method method, Rule rule) {
        @Nullable Requires requires = method.getAnnotation(Requires.class);
        return new CataloguedRule(
                rule.id(),
                area,
                rule.level(),
                rule.text(),
                List.of(rule.rows()),
                requires == null ? List.of() : List.of(requires.value()),
                requires == null ? List.of() : List.of(requires.absent()));
    }

    RuleResult result(RuleOutcome outcome, long millis, String message) {
        return new RuleResult(id, area, level, text, rows, outcome, millis, message);
    }

    String prefix() {
        return id.substring(0, id.lastIndexOf('-'));
    }

    int number() {
        return Integer.parseInt(id.substring(id.lastIndexOf('-') + 1));
    }
}
