// LONG RUNNING TASKS: a task runs beside the main one until it is cancelled.

import static dev.rondo.Rondo.*;
import static java.time.Duration.*;

import dev.rondo.*;

final Random random = new Random(42); // seeded: the same greetings each time

void helloMany() {
    while (true) {
        int number = random.nextInt(4);
        sleep(ofSeconds(number));
        IO.println("Hello " + number);
    }
}

void main() {
    try (EventLoop loop = EventLoops.create()) {
        Task<Void> task = loop.createTask(this::helloMany);
        IO.println("task running now...");
        loop.runUntilComplete(() -> sleep(ofSeconds(10)));
        IO.println("we waited 10 seconds");
        task.cancel(); // a request: close() lets the task see it
        IO.println("task cancelled");
    }
}
