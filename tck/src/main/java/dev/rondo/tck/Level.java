package dev.rondo.tck;

/// How much a rule says.
public enum Level {
    /// A backend that breaks it does not conform.
    MUST,
    /// Expected of a good backend; one that breaks it does not conform either, unless it declares a
    /// capability absent.
    SHOULD,
    /// A `MUST` whose test can pass by luck: it samples.
    WEAK
}
