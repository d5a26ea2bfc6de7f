package dev.rondo.bench.load;

import com.sun.management.ThreadMXBean;
import dev.rondo.EventLoop;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// What a server is asked while it runs: lines on its input, each of which gets an [Answer].
///
/// `counters` costs the server next to nothing, so that it can be asked under load. A thread of its
/// own waits for the lines.
final class Questions {
    static final String COUNTERS = "counters";
    static final String MEMORY = "memory";
    static final String TURNS = "turns";
    static final String END = "end";

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int COLLECTIONS = 3;

    private final EventLoop loop;
    private final Runnable end;

    private Questions(EventLoop loop, Runnable end) {
        this.loop = loop;
        this.end = end;
    }

    /// Starts to answer.
    ///
    /// @param end what to do on `end` and at the end of the input
    static void answer(EventLoop loop, Runnable end) {
        Questions questions = new Questions(loop, end);
        Thread.ofPlatform().daemon().name("questions").start(questions::answerAll);
    }

    private void answerAll() {
        try (BufferedReader input =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            String question = input.readLine();
            while (question != null && !question.equals(END)) {
                System.out.println(answer(question.split(" ")));
                question = input.readLine();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            end.run();
        }
    }

    private Answer answer(String[] question) throws IOException {
        return switch (question[0]) {
            case COUNTERS -> counters();
            case MEMORY -> memory();
            case TURNS -> new Answer(Map.of("nanos", turns(Integer.parseInt(question[1]))));
            default -> throw new IOException("unknown question: " + String.join(" ", question));
        };
    }

    private static Answer counters() {
        return new Answer(Map.of("allocated", THREADS.getTotalThreadAllocatedBytes()));
    }

    private static Answer memory() throws IOException {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        return new Answer(Map.of("heap", heap, "resident", Resident.of("self")));
    }

    /// Lets the loop turn with one callback each time, and returns how long all turns took.
    private long turns(int count) {
        Turns turns = new Turns(loop, count);
        loop.callSoonThreadSafe(turns);
        return turns.took.join();
    }

    private static final class Turns implements Runnable {
        private final EventLoop loop;
        private final CompletableFuture<Long> took = new CompletableFuture<>();
        private final long start = System.nanoTime();
        private int left;

        Turns(EventLoop loop, int count) {
            this.loop = loop;
            left = count;
        }

        @Override
        public void run() {
            if (left-- > 0) {
                loop.callSoon(this);
            } else {
                took.complete(System.nanoTime() - start);
            }
        }
    }
}
