package dev.rondo.memory.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.ExceptionContext;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A loop in virtual time for one test, closed after it; whatever then was reported to the
/// exception handler, and not taken by the test, fails it.
final class LoopFixture implements AfterEachCallback {
    final EventLoop loop = EventLoops.create("memory");

    private final List<ExceptionContext> reports = new ArrayList<>();

    LoopFixture() {
        loop.setExceptionHandler((_, context) -> reports.add(context));
    }

    /// Runs the loop for a number of iterations, without waiting for anything.
    void turns(int count) {
        for (int i = 0; i < count; i++) {
            loop.stop();
            loop.runForever();
        }
    }

    /// {@return what was reported so far, which the test thereby expects}
    List<ExceptionContext> takeReports() {
        List<ExceptionContext> taken = List.copyOf(reports);
        reports.clear();
        return taken;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        loop.close();
        assertEquals(List.of(), reports, "reported to the exception handler");
    }
}
