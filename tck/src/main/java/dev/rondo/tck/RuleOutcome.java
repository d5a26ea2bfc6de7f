package dev.rondo.tck;

/// How a rule ended.
public enum RuleOutcome {
    /// It held.
    PASSED("pass"),
    /// It was broken, did not end in time, excused itself, or left something behind.
    FAILED("FAIL"),
    /// The backend declares a capability absent that it is about, or present where it is about the
    /// absence.
    NOT_APPLICABLE("n/a"),
    /// This host lacks what it needs.
    NOT_RUN_HERE("not run (host)"),
    /// It was filtered out, the backend is not available, or the run ended before it.
    NOT_RUN("not run");

    private final String label;

    RuleOutcome(String label) {
        this.label = label;
    }

    /// {@return the word in reports}
    public String label() {
        return label;
    }
}
