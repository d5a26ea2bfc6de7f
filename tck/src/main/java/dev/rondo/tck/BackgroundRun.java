package dev.rondo.tck;

import dev.rondo.EventLoop;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.function.Executable;

/// A loop that a thread of its own runs, while the rule does something.
final class BackgroundRun {
    private BackgroundRun() {}

    /// Does something while another thread runs the loop, which is stopped then.
    static void during(Subject subject, Executable body) throws Throwable {
        EventLoop loop = subject.loop();
        CountDownLatch started = new CountDownLatch(1);
        loop.callSoon(() -> loop.callSoon(started::countDown));
        subject.startThread(loop::runForever);
        subject.await(started);
        try {
            body.execute();
        } finally {
            loop.stop();
        }
    }
}
