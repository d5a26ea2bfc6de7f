package dev.rondo.kernel;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/// What other threads want to know of a loop, and wait for.
///
/// No question is left open when the run ends before it came to it: the asker first adds it, then
/// looks whether the loop runs; the loop first says that it does not run any more, then looks for
/// questions. Both pairs are sequentially consistent, so one of the two answers.
final class Questions {
    private final KernelLoop loop;

    /// Added to by any thread, emptied by whoever answers.
    private final ConcurrentLinkedQueue<Runnable> open = new ConcurrentLinkedQueue<>();

    Questions(KernelLoop loop) {
        this.loop = loop;
    }

    /// Has the loop answer, or answers here when it does not run.
    ///
    /// @param question is asked with the turn, or while nobody has it
    /// @return the answer
    <T> T ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        open.add(() -> answer.complete(question.get()));
        loop.cycle.submit(new Callback(loop.cycle, this::answer, false));
        if (!loop.isBusy()) {
            answer();
        }
        return answer.join();
    }

    void answer() {
        for (Runnable next = open.poll(); next != null; next = open.poll()) {
            next.run();
        }
    }
}
