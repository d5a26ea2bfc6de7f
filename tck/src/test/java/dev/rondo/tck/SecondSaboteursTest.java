package dev.rondo.tck;

/// One half of [CaughtSaboteurs].
class SecondSaboteursTest extends CaughtSaboteurs {
    SecondSaboteursTest() {
        super(1);
    }
}
