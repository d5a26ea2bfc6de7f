package dev.rondo.tck;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rondo.Promise;
import dev.rondo.Rondo;
import dev.rondo.SubprocessProtocol;
import dev.rondo.SubprocessTransport;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A protocol that writes down what a child's transport tells it, and lets a coroutine wait for it.
class Transcript implements SubprocessProtocol {
    private final List<String> events = new ArrayList<>();
    private final StringBuilder stdout = new StringBuilder();
    private final StringBuilder stderr = new StringBuilder();
    private Predicate<Transcript> awaited = _ -> false;
    private @Nullable Promise<@Nullable Void> news;

    @Override
    public void connectionMade(SubprocessTransport transport) {
        note("made");
    }

    @Override
    public void pipeDataReceived(int descriptor, ByteBuffer data) {
        (descriptor == 1 ? stdout : stderr).append(UTF_8.decode(data));
        if (events.isEmpty() || !events.getLast().equals("data " + descriptor)) {
            note("data " + descriptor);
        } else {
            look();
        }
    }

    @Override
    public void pipeConnectionLost(int descriptor, @Nullable Exception exception) {
        note("lost " + descriptor + (exception == null ? "" : " " + exception));
    }

    @Override
    public void processExited() {
        note("exited");
    }

    @Override
    public void connectionLost(@Nullable Exception exception) {
        note("end" + (exception == null ? "" : " " + exception));
    }

    private void note(String event) {
        events.add(event);
        look();
    }

    private void look() {
        if (news != null && !news.isDone() && awaited.test(this)) {
            news.setResult(null);
        }
    }

    /// Suspends the calling coroutine until something is so.
    void await(Predicate<Transcript> condition) {
        if (!condition.test(this)) {
            awaited = condition;
            news = Rondo.currentLoop().createFuture();
            news.await();
        }
    }

    /// Suspends the calling coroutine until all has ended.
    void awaitEnd() {
        await(Transcript::hasEnded);
    }

    boolean hasEnded() {
        return has("end");
    }

    boolean has(String event) {
        return events.contains(event);
    }

    /// {@return all events in order; data of one pipe that came in pieces are one}
    String events() {
        return String.join(", ", events);
    }

    /// {@return the events of one kind, in order}
    String events(Predicate<String> kind) {
        return String.join(", ", events.stream().filter(kind).toList());
    }

    /// {@return the events of some kinds, in the order of their names}
    String sorted(Predicate<String> kind) {
        return String.join(", ", events.stream().filter(kind).sorted().toList());
    }

    String stdout() {
        return stdout.toString();
    }

    String stderr() {
        return stderr.toString();
    }
}
