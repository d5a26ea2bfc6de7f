package dev.rondo.nio.subprocess;

import static dev.rondo.Rondo.createTask;
import static dev.rondo.Rondo.gather;
import static dev.rondo.Rondo.run;

import dev.rondo.EventLoops;
import dev.rondo.Rondo;
import dev.rondo.Subprocess;
import java.io.IOException;
import java.util.stream.IntStream;

/// A program that prints how many children a second can be started and waited for, by this loop, by
/// the JDK's fallback, and by Python's uvloop and asyncio on the same machine, in turns.
///
/// Arguments: rounds, children in a round, how many at once.
final class SpawnRate {
    private static final String PYTHON =
            """
            import asyncio, sys, time
            count, at_once = int(sys.argv[2]), int(sys.argv[3])
            async def some():
                for _ in range(count // at_once):
                    process = await asyncio.create_subprocess_exec("true")
                    await process.wait()
            async def main():
                start = time.perf_counter()
                await asyncio.gather(*[some() for _ in range(at_once)])
                print(round(count / (time.perf_counter() - start)))
            if sys.argv[1] == "uvloop":
                import uvloop
                uvloop.run(main()) if hasattr(uvloop, "run") else (uvloop.install(), asyncio.run(main()))
            else:
                asyncio.run(main())
            """;

    private SpawnRate() {}

    public static void main(String[] arguments) {
        int rounds = Integer.parseInt(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        int atOnce = Integer.parseInt(arguments[2]);
        measure(count, atOnce); // warms up
        System.out.println("children per second: rondo, rondo with the JDK's, uvloop, asyncio");
        for (int i = 0; i < rounds; i++) {
            long own = measure(count, atOnce);
            System.setProperty(EventLoops.CHILDREN_PROPERTY, "jdk");
            long jdks = measure(count, atOnce);
            System.clearProperty(EventLoops.CHILDREN_PROPERTY);
            System.out.printf(
                    "%d %d %s %s%n",
                    own, jdks, python("uvloop", count, atOnce), python("asyncio", count, atOnce));
        }
    }

    private static long measure(int count, int atOnce) {
        long start = System.nanoTime();
        run(() ->
                gather(
                                IntStream.range(0, atOnce)
                                        .mapToObj(_ -> createTask(() -> startSome(count / atOnce)))
                                        .toList())
                        .await());
        return Math.round(count * 1e9 / (System.nanoTime() - start));
    }

    private static void startSome(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Subprocess.exec("true").start().waitFor();
        }
    }

    private static String python(String loop, int count, int atOnce) {
        return run(() ->
                Rondo.runProcess("/usr/bin/python3", "-c", PYTHON, loop, "" + count, "" + atOnce)
                        .stdoutText()
                        .strip());
    }
}
