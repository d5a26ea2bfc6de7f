// SINGLETHREADED: a loop belongs to one thread; more threads have more loops.

import static dev.rondo.Rondo.*;
import static java.time.Duration.*;

import dev.rondo.*;

void hello3() {
    for (int i = 0; i < 3; i++) {
        sleep(ofSeconds(i));
        IO.println("Hello " + i);
    }
}

void runLoop() {
    try (EventLoop loop = EventLoops.create()) {
        loop.runUntilComplete(this::hello3);
    }
}

void main() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
        threads.add(Thread.ofPlatform().start(this::runLoop));
    }
    IO.println("Waiting to finish");
    for (Thread thread : threads) {
        thread.join();
    }
    IO.println("done");
}
