package dev.rondo.tck;

/// One half of [CaughtSaboteurs].
class FirstSaboteursTest extends CaughtSaboteurs {
    FirstSaboteursTest() {
        super(0);
    }
}
