package peers.micro;

import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/// Netty's timer wheel, with ticks of a millisecond as an event loop would want them; its default
/// is a hundred.
public final class WheelMicro {
    private WheelMicro() {}

    static void main(String[] arguments) {
        Bench bench = new Bench("netty-wheel-timer");
        bench.run("timer_schedule,timer_cancel", Bench.MILLION, 1, WheelMicro::scheduleAndCancel);
        bench.run("timer_fire_cpu,timer_fire_lateness", 100_000, WheelMicro::fire);
    }

    private static HashedWheelTimer wheel() {
        HashedWheelTimer wheel = new HashedWheelTimer(1, TimeUnit.MILLISECONDS, 4096);
        wheel.start();
        return wheel;
    }

    private static double[] scheduleAndCancel(int count) {
        HashedWheelTimer wheel = wheel();
        Timeout[] timers = new Timeout[count];
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            timers[i] = wheel.newTimeout(_ -> {}, Bench.farDelay(i, count), TimeUnit.MICROSECONDS);
        }
        double scheduling = Bench.each(start, count)[0];
        long middle = System.nanoTime();
        for (Timeout timer : timers) {
            timer.cancel();
        }
        double cancelling = Bench.each(middle, count)[0];
        wheel.stop();
        return new double[] {scheduling, cancelling};
    }

    private static double[] fire(int count) throws InterruptedException, ExecutionException {
        HashedWheelTimer wheel = wheel();
        CompletableFuture<double[]> done = new CompletableFuture<>();
        Lateness lateness = new Lateness(count, done);
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long due = start + Bench.nearDelay(i, count);
            wheel.newTimeout(
                    _ -> lateness.fired(due), due - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
        double[] values = done.get();
        wheel.stop();
        return values;
    }
}
