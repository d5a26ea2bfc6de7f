package dev.rondo.tck;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/// One half of [CaughtSaboteurs].
class FirstSaboteursTest {
    @AfterAll
    static void restoreTheLimit() {
        CaughtSaboteurs.restoreTheLimit();
    }

    @Tag("slow")
    @TestFactory
    Stream<DynamicTest> aSaboteurIsCaughtByTheRuleThatNamesItsFault() {
        return CaughtSaboteurs.part(0);
    }
}
