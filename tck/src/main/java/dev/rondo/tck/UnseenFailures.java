package dev.rondo.tck;

import dev.rondo.EventLoop;
import java.util.ArrayList;
import java.util.List;

/// Failures that nobody has looked at, found by the garbage collector.
final class UnseenFailures {
    private UnseenFailures() {}

    /// {@return what is reported of the futures that were unreachable before}
    ///
    /// Two markers are forgotten, one after the other: when the second is reported, whatever could
    /// be collected with the first has been reported, too.
    static List<Throwable> of(Subject subject) {
        List<Throwable> found = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Throwable marker = new ArithmeticException("the marker");
            forget(subject.loop(), marker);
            Throwable reported = subject.awaitReport().exception();
            while (reported != marker) {
                found.add(reported);
                reported = subject.awaitReport().exception();
            }
        }
        return found;
    }

    private static void forget(EventLoop loop, Throwable marker) {
        loop.createFuture().setException(marker);
    }
}
