// BASICS: a loop runs a coroutine until it is done.

import static dev.rondo.Rondo.*;

import dev.rondo.*;

void helloWorld() {
    IO.println("hi");
}

void main() {
    try (EventLoop loop = EventLoops.create()) {
        loop.runUntilComplete(this::helloWorld);
    }
}
