import dev.rondo.Rondo;
import java.time.Duration;
import java.util.List;

/// Runs what most programs use at their start, while the rondo script records what to keep ready
/// for the next starts: the compiler, the command, the loop.
void main() {
    // Whatever happens here must not keep the command from starting.
    Thread.ofPlatform().daemon().start(this::giveUp);
    Rondo.run(() -> {
        var first = Rondo.createTask(() -> work("first"));
        var second = Rondo.createTask(() -> work("second"));
        List<String> both = Rondo.gather(first, second).await();
        String third = Rondo.timeout(Duration.ofSeconds(5), () -> work("third"));
        IO.println(both + third + Rondo.toThread(() -> "fourth"));
    });
}

String work(String name) {
    Rondo.sleep(Duration.ofMillis(1));
    Rondo.currentLoop().callSoon(() -> {});
    return name;
}

void giveUp() {
    try {
        Thread.sleep(Duration.ofSeconds(20));
    } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(1);
}
