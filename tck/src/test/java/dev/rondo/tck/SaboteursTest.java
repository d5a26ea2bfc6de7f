package dev.rondo.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Which loops there are that break one rule each; [FirstSaboteursTest] and [SecondSaboteursTest]
/// run them.
class SaboteursTest {
    @Test
    void everyRuleHasASaboteurOrAReasonWhyNot() {
        Set<String> rules =
                Catalogue.INSTANCE.rules().stream()
                        .map(CataloguedRule::id)
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> covered =
                Stream.concat(
                                Saboteurs.ALL.stream().map(Saboteur::ruleId),
                                Saboteurs.NONE.keySet().stream())
                        .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(rules, covered);
    }

    @Test
    void noRuleHasBothASaboteurAndAReasonForHavingNone() {
        List<String> both =
                Saboteurs.ALL.stream()
                        .map(Saboteur::ruleId)
                        .filter(Saboteurs.NONE::containsKey)
                        .toList();

        assertEquals(List.of(), both);
    }

    @Test
    void everySaboteurSaysWhatTheMessageShows() {
        List<Saboteur> silent =
                Saboteurs.ALL.stream().filter(saboteur -> saboteur.fragments().isEmpty()).toList();

        assertEquals(List.of(), silent);
    }
}
