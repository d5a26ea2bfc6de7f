// BASIC CONTINUED: what is scheduled before a run starts with it, and goes on with the next one.

import static dev.rondo.Rondo.*;
import static java.time.Duration.*;

import dev.rondo.*;

void hello1() {
    sleep(ofMillis(500));
    IO.println("hi 1");
}

void hello2() {
    IO.println("hi 2");
}

void main() {
    try (EventLoop loop = EventLoops.create()) {
        Task<Void> first = loop.createTask(this::hello1);
        Task<Void> second = loop.createTask(this::hello2);
        loop.runUntilComplete(second); // returns at once
        loop.runUntilComplete(first); // returns half a second after the start
    }
}
