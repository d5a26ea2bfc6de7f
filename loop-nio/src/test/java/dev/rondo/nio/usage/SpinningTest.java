package dev.rondo.nio.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.spi.IoDriver;
import dev.rondo.spi.LoopHost;
import dev.rondo.spi.LoopProvider;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a loop asks of its driver when it has nothing to do.
class SpinningTest {
    private final List<String> calls = new ArrayList<>();
    private EventLoop loop;

    @Test
    void sleepsAtOnceUnlessItIsToSpin() {
        runUntilStoppedFrom("sleep", Duration.ZERO);

        assertEquals(List.of("sleep"), calls);
    }

    @Test
    void whatIsSubmittedWhileItSpinsNeedsNoSleep() {
        runUntilStoppedFrom("look", Duration.ofMillis(10));

        assertEquals(List.of("look"), calls);
    }

    @Test
    void aTimerThatIsDueBeforeTheSpinEndsNeedsNoSleep() {
        do { // one that comes too late to its timer has nothing to wait for
            loop = open(Duration.ofMillis(10), "");
            loop.callLater(Duration.ofMillis(1), loop::stop);
            loop.runForever();
            loop.close();
        } while (calls.isEmpty());

        assertEquals(List.of("look"), calls.stream().distinct().toList());
    }

    @Test
    void sleepsWhenItHasSpunInVain() {
        runUntilStoppedFrom("sleep", Duration.ofNanos(1000));

        assertEquals(List.of("look", "sleep"), calls.stream().distinct().toList());
    }

    /// Runs a loop that another thread stops while the driver is in a call for the first time.
    private void runUntilStoppedFrom(String call, Duration spin) {
        loop = open(spin, call);
        loop.runForever();
        loop.close();
    }

    private EventLoop open(Duration spin, String callToStopFrom) {
        LoopProvider nio = TestProvider.nio();
        return EventLoops.builder()
                .provider(
                        new TestProvider("watched", null, null) {
                            @Override
                            public IoDriver open(LoopHost host) throws IOException {
                                return watched(nio.open(host), callToStopFrom);
                            }
                        })
                .spin(spin)
                .build();
    }

    private IoDriver watched(IoDriver driver, String callToStopFrom) {
        return (IoDriver)
                Proxy.newProxyInstance(
                        IoDriver.class.getClassLoader(),
                        new Class<?>[] {IoDriver.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("await")) {
                                note((long) arguments[0] == 0 ? "look" : "sleep", callToStopFrom);
                            }
                            try {
                                return method.invoke(driver, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getTargetException();
                            }
                        });
    }

    private void note(String call, String callToStopFrom) throws InterruptedException {
        if (loop.isRunning()) {
            calls.add(call);
            if (call.equals(callToStopFrom)) {
                Thread.ofPlatform().start(loop::stop).join();
            }
        }
    }
}
