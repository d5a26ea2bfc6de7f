// SCHEDULING: plain functions at a time, after a delay or on the loop's clock.

import static dev.rondo.Rondo.*;
import static java.time.Duration.*;

import dev.rondo.*;

void main() {
    try (EventLoop loop = EventLoops.create()) {
        loop.callLater(ofSeconds(1), () -> IO.println("Hello"));
        loop.callAt(loop.time() + ofSeconds(1).toNanos(), () -> IO.println("Hello timed"));
        loop.runUntilComplete(() -> sleep(ofSeconds(2)));
    }
}
