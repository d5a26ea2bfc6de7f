package dev.rondo.memory.network;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CancelledError;
import dev.rondo.Connection;
import dev.rondo.LoopFuture;
import dev.rondo.Rondo;
import dev.rondo.StreamConnection;
import dev.rondo.Task;
import java.net.UnknownHostException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Attempts to connect that look a name up, and how their failures read.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class ConnectingTest {
    @RegisterExtension final NetworkFixture fixture = new NetworkFixture();

    private Throwable failureOf(LoopFuture<?> future) {
        CompletionException thrown =
                assertThrows(
                        CompletionException.class, () -> fixture.loop.runUntilComplete(future));
        return thrown.getCause();
    }

    private LoopFuture<Connection<Recorder>> connect(String host, int port) {
        return fixture.loop.createConnection(() -> fixture.client, host, port);
    }

    @Test
    void anAddressWithColonsIsPutInBrackets() {
        String message = failureOf(connect("::1", 81)).getMessage();

        assertTrue(message.startsWith("cannot connect to [::1]:81: "), message);
    }

    @Test
    void anUnknownHostIsNamed() {
        Throwable failure = failureOf(connect(TestNames.UNKNOWN, 80));

        assertInstanceOf(UnknownHostException.class, failure);
        // the JDK keeps that it is unknown, but not why
        assertTrue(
                failure.getMessage()
                        .startsWith("cannot connect to unknown.test:80: unknown host unknown.test"),
                failure::getMessage);
    }

    @Test
    void everyAddressIsTried() {
        fixture.listen();

        fixture.loop.runUntilComplete(connect(TestNames.BOTH, fixture.server.port()));

        fixture.until(() -> fixture.served.has("made"));
    }

    // connect.errors-aggregated
    @Test
    void theFailureListsWhyEachAddressFailed() {
        Throwable failure = failureOf(connect(TestNames.BOTH, 81));

        String message = failure.getMessage();
        assertTrue(message.startsWith("cannot connect to both.test:81: "), message);
        assertTrue(message.contains(TestNames.FIRST + ":81; "), message);
        assertTrue(message.endsWith(TestNames.SECOND + ":81"), message);
        assertTrue(failure.getCause().getMessage().contains(TestNames.FIRST), message);
        assertTrue(failure.getSuppressed()[0].getMessage().contains(TestNames.SECOND), message);
    }

    @Test
    void aLookUpDoesNotHoldTheLoopAndEndsWhenItIsCancelled() throws InterruptedException {
        LoopFuture<Connection<Recorder>> attempt = connect(TestNames.STUCK, 80);
        TestNames.LOOKING_UP.await();
        fixture.settle();
        assertFalse(attempt.isDone());

        attempt.cancel();
        fixture.settle();

        TestNames.INTERRUPTED.await();
        assertTrue(attempt.isCancelled());
    }

    @Test
    void aTaskThatIsCancelledAsItsConnectionStandsDoesNotLeakIt() {
        fixture.listen();
        Task<StreamConnection> task =
                fixture.loop.createTask(
                        () -> Rondo.openConnection(NetworkFixture.HOST, fixture.server.port()));
        // the last thing before the task goes on
        fixture.served.on("made", task::cancel);

        assertThrows(CancelledError.class, () -> fixture.loop.runUntilComplete(task));

        fixture.until(() -> fixture.served.has("lost"));
    }
}
