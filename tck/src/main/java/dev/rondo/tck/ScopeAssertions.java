package dev.rondo.tck;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.function.Executable;

/// What the rules about timeouts and task groups assert of what leaves a scope.
final class ScopeAssertions {
    private ScopeAssertions() {}

    /// Asserts that a scope ends with a timeout.
    static TimeoutException assertTimesOut(Executable scope) {
        return assertLeaves(TimeoutException.class, scope, "the limit of the scope is over");
    }

    /// Asserts what leaves a scope, or a task. An assertion in it says more than that another
    /// exception was expected, and comes out as it is.
    static <T extends Throwable> T assertLeaves(Class<T> type, Executable scope, String reason) {
        try {
            scope.execute();
        } catch (AssertionError e) {
            throw e;
        } catch (Throwable e) {
            return assertInstanceOf(type, e, reason);
        }
        throw new AssertionError(reason + ": expected " + type.getName() + ", nothing was thrown");
    }
}
