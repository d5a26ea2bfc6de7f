package dev.rondo.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CancelledError;
import dev.rondo.EventLoop;
import dev.rondo.ExceptionContext;
import dev.rondo.LoopFuture;
import dev.rondo.Promise;
import dev.rondo.Rondo;
import dev.rondo.Task;
import java.util.List;
import java.util.concurrent.Future.State;

/// What `shield` promises.
abstract class ShieldRules {
    private final ArithmeticException failure = new ArithmeticException("boom");

    @Rule(
            id = "WAIT-61",
            text = "A shield ends as its inner future does, with the same result or exception.",
            rows = "shield.passes-result-and-error")
    void endsAsTheInnerOneDoes(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<String> successful = loop.createFuture();
        Promise<String> failing = loop.createFuture();
        LoopFuture<String> shield = Rondo.shield(successful);
        LoopFuture<String> failed = Rondo.shield(failing);

        successful.setResult("a");
        failing.setException(failure);
        subject.turns(1);

        assertEquals(State.SUCCESS, shield.state(), "the shield of a future with a result");
        assertEquals("a", shield.resultNow());
        assertEquals(State.FAILED, failed.state(), "the shield of a failed future");
        assertSame(failure, failed.exceptionNow());
    }

    @Rule(
            id = "WAIT-62",
            text = "A shield of a future that is done is done, with its result.",
            rows = "shield.passes-result-and-error")
    void isDoneWhenTheInnerOneIs(Subject subject) {
        Promise<String> inner = subject.loop().createFuture();
        inner.setResult("a");

        LoopFuture<String> shield = Rondo.shield(inner);

        assertEquals(State.SUCCESS, shield.state(), "the shield of a future that is done");
        assertEquals("a", shield.resultNow());
    }

    @Rule(
            id = "WAIT-63",
            text = "Cancelling the inner future cancels its shield.",
            rows = "shield.inner-cancelled")
    void isCancelledWithTheInnerOne(Subject subject) {
        Promise<String> inner = subject.loop().createFuture();
        LoopFuture<String> shield = Rondo.shield(inner);

        inner.cancel();
        subject.turns(1);

        assertTrue(shield.isCancelled(), () -> "the shield of a cancelled future: " + shield);
    }

    @Rule(
            id = "WAIT-64",
            text =
                    "Cancelling a shield, or who awaits it, leaves the inner future running to its"
                            + " end, with nobody waiting for it any more.",
            rows = "shield.outer-cancelled-inner-runs")
    void keepsACancellationFromTheInnerOne(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Integer> awaited = loop.createFuture();
        Task<Integer> inner = loop.createTask(() -> awaited.await());
        LoopFuture<Integer> shield = Rondo.shield(inner);
        Task<Integer> caller = loop.createTask(() -> shield.await());
        LoopFuture<Integer> another = Rondo.shield(inner);
        subject.turns(1);

        caller.cancel();
        another.cancel();

        assertThrows(CancelledError.class, () -> loop.runUntilComplete(caller));
        assertTrue(shield.isCancelled());
        assertTrue(another.isCancelled());
        assertEquals(0, inner.cancelling(), "requests to cancel that went through the shields");
        assertEquals(List.of(), inner.awaitedBy(), "who still waits for the inner task");
        awaited.setResult(1);
        assertEquals(1, loop.runUntilComplete(inner));
    }

    @Rule(
            id = "WAIT-65",
            text =
                    "A failure behind a shield that was cancelled before is reported once, however"
                            + " many shields there were.",
            rows = "shield.late-inner-error-reported-once")
    void reportsALateFailureOnce(Subject subject) {
        Promise<String> inner = subject.loop().createFuture();
        Rondo.shield(inner).cancel();
        Rondo.shield(inner).cancel();
        subject.turns(1);

        inner.setException(failure);
        subject.turns(2);

        List<ExceptionContext> reports = subject.takeReports();
        assertEquals(1, reports.size(), () -> "reports of one failure behind shields: " + reports);
        assertSame(failure, reports.getFirst().exception());
        assertSame(inner, reports.getFirst().future(), "the future of the report");
    }

    @Rule(
            id = "WAIT-66",
            text = "A result behind a shield that was cancelled before is not reported.",
            rows = "shield.late-inner-error-reported-once")
    void doesNotReportALateResult(Subject subject) {
        Promise<String> inner = subject.loop().createFuture();
        Rondo.shield(inner).cancel();
        subject.turns(1);

        inner.setResult("a");
        subject.turns(2);

        assertEquals(List.of(), subject.takeReports(), "reported of a success");
    }
}
