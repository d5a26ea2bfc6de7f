package dev.rondo;

import java.util.List;

/// The failures of a task group: of its body and of its tasks.
///
/// The cause is the first failure.
///
/// Source: the `ExceptionGroup` of `asyncio.TaskGroup`.
public class TaskGroupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// The failures, in the order in which they were seen.
    private final transient List<Throwable> failures;

    /// Creates the exception.
    ///
    /// @param failures the failures, at least one, in the order in which they were seen
    @SuppressWarnings("this-escape") // addSuppressed is final
    public TaskGroupException(List<? extends Throwable> failures) {
        super(
                failures.size() == 1
                        ? "a task of the group failed: " + failures.getFirst()
                        : failures.size()
                                + " tasks of the group failed, first: "
                                + failures.getFirst(),
                failures.getFirst());
        this.failures = List.copyOf(failures);
        for (Throwable failure : failures.subList(1, failures.size())) {
            addSuppressed(failure);
        }
    }

    /// {@return the failures, the body's own last}
    public List<Throwable> failures() {
        return failures;
    }
}
