// EXECUTORS: blocking work on a pool of threads, awaited together with a coroutine.

import static dev.rondo.Rondo.*;
import static java.time.Duration.*;
import static java.util.concurrent.Executors.newFixedThreadPool; // the class's name is this file's

import dev.rondo.*;

String download(String url) throws InterruptedException {
    Thread.sleep(ofMillis(300)); // blocks a thread of the pool, not the loop
    IO.println("Downloaded " + url);
    return url;
}

void foobar() {
    IO.println("foobar");
}

void main() {
    try (ExecutorService pool = newFixedThreadPool(5);
            EventLoop loop = EventLoops.create()) {
        var all =
                gather(
                        loop.runInExecutor(pool, () -> download("https://google.com")),
                        loop.runInExecutor(pool, () -> download("https://facebook.com")),
                        loop.runInExecutor(pool, () -> download("https://twitter.com")),
                        loop.runInExecutor(pool, () -> download("https://stackoverflow.com")),
                        loop.createTask(this::foobar));
        IO.println(loop.runUntilComplete(all));
    }
}
