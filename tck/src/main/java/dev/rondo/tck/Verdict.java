package dev.rondo.tck;

/// What a run of the kit says about a backend.
public enum Verdict {
    /// Every rule held or is not applicable.
    CONFORMS("CONFORMS"),
    /// A rule was broken.
    DOES_NOT_CONFORM("DOES NOT CONFORM"),
    /// No rule was broken, but some did not run.
    INCOMPLETE("INCOMPLETE");

    private final String label;

    Verdict(String label) {
        this.label = label;
    }

    /// {@return the words in reports}
    public String label() {
        return label;
    }

    /// {@return the verdict on some results}
    ///
    /// @param results one for each rule of the kit
    static Verdict of(Iterable<RuleResult> results) {
        boolean isComplete = true;
        for (RuleResult result : results) {
            if (result.outcome() == RuleOutcome.FAILED) {
                return DOES_NOT_CONFORM;
            }
            isComplete &= result.outcome() != RuleOutcome.NOT_RUN;
        }
        return isComplete ? CONFORMS : INCOMPLETE;
    }
}
