package dev.rondo.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class LaunchFramesTest {
    private static final StackTraceElement PROGRAM = frame("Hello", "main");
    private static final StackTraceElement REFLECTION = frame("java.lang.reflect.Method", "invoke");
    private static final StackTraceElement LAUNCH = frame("dev.rondo.cli.Program", "launch");
    private static final StackTraceElement BOTTOM = frame("dev.rondo.cli.Main", "main");

    @Test
    void removesTheFramesUnderTheProgram() {
        Exception thrown = thrown(REFLECTION, PROGRAM, REFLECTION, LAUNCH, BOTTOM);

        assertSame(thrown, LaunchFrames.removedFrom(thrown));
        assertArrayEquals(new StackTraceElement[] {REFLECTION, PROGRAM}, thrown.getStackTrace());
    }

    @Test
    void removesThemFromCausesAndSuppressedExceptions() {
        Exception cause = thrown(PROGRAM, LAUNCH, BOTTOM);
        Exception suppressed = thrown(PROGRAM, LAUNCH, BOTTOM);
        Exception thrown = thrown(PROGRAM, LAUNCH, BOTTOM);
        thrown.initCause(cause);
        cause.addSuppressed(suppressed);
        suppressed.initCause(thrown);

        LaunchFrames.removedFrom(thrown);

        assertEquals(1, cause.getStackTrace().length);
        assertEquals(1, suppressed.getStackTrace().length);
    }

    @Test
    void leavesTheTracesOfOtherThreads() {
        StackTraceElement[] trace = {PROGRAM, LAUNCH, frame("java.lang.Thread", "run")};
        Exception thrown = thrown(trace);

        LaunchFrames.removedFrom(thrown);

        assertArrayEquals(trace, thrown.getStackTrace());
    }

    private static Exception thrown(StackTraceElement... trace) {
        Exception exception = new Exception("for its trace");
        exception.setStackTrace(trace);
        return exception;
    }

    private static StackTraceElement frame(String type, String method) {
        return new StackTraceElement(type, method, null, -1);
    }
}
