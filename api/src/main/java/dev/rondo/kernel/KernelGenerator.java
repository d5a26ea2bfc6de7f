package dev.rondo.kernel;

import dev.rondo.CancelledError;
import dev.rondo.Generated;
import dev.rondo.Generator;
import dev.rondo.Yielder;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A generator: its body has a fiber of its own, and the turn passes straight between it and the
/// consumer.
///
/// The body runs on behalf of the consumer's task: what it awaits the task awaits, and a
/// cancellation of the task arrives in it.
///
/// @param <T> the type of the values
public final class KernelGenerator<T> implements Yielder<T>, Generated<T>, Iterator<T> {
    /// What the body sees at its `yield` when the consumer has closed it.
    private static final class Closed extends CancelledError {
        private static final long serialVersionUID = 1L;

        Closed() {
            super("the generator was closed");
        }
    }

    private final Generator<T> body;

    /// The body's fiber, from the first step on.
    private @Nullable Fiber producer;

    /// Who asked for the value that is being produced; null while nobody does.
    private @Nullable Fiber consumer;

    private @Nullable T value;
    private boolean hasValue;
    private @Nullable Throwable failure;
    private boolean isIterated;
    private boolean isDone;
    private boolean isClosing;

    /// Creates a generator; its body does not start.
    ///
    /// @param body the body
    public KernelGenerator(Generator<T> body) {
        this.body = body;
    }

    @Override
    public Iterator<T> iterator() {
        if (isIterated) {
            throw new IllegalStateException(
                    "a generator can be iterated once; generate another one");
        }
        isIterated = true;
        return this;
    }

    @Override
    public boolean hasNext() {
        if (!hasValue && !isDone) {
            advance(consumerHere());
        }
        return hasValue;
    }

    @Override
    @SuppressWarnings("NullAway") // there is a value, which is null only where T admits it
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the generator has ended");
        }
        T current = value;
        value = null;
        hasValue = false;
        return current;
    }

    @Override
    public void forEach(Consumer<? super T> action) {
        Objects.requireNonNull(action, "action");
        try (this) {
            iterator().forEachRemaining(action);
        }
    }

    @Override
    public void close() {
        if (isDone) {
            return;
        }
        if (producer == null) {
            isDone = true;
            return;
        }
        Fiber caller = consumerHere();
        isClosing = true;
        hasValue = false;
        advance(caller);
        if (hasValue) {
            throw new IllegalStateException("the generator yielded a value when it was closed");
        }
    }

    /// {@return the caller, who may ask for a value or for the end}
    private Fiber consumerHere() {
        Fiber caller = Fiber.require("step a generator");
        caller.requireTaskHere("step a generator");
        if (consumer != null) {
            throw new IllegalStateException("the generator is running already");
        }
        return caller;
    }

    /// Runs the body until it yields or ends.
    private void advance(Fiber caller) {
        consumer = caller;
        Fiber target = producer;
        if (target == null) {
            target = caller.cycle.createFiber(this::produce);
            producer = target;
            caller.cycle.loop.generators.add(this);
        }
        try {
            caller.transferTo(target);
        } finally {
            consumer = null;
            if (target.thread
                    == null) { // the caller could not be suspended: the body did not start
                producer = null;
                caller.cycle.loop.generators.remove(this);
            }
        }
        Throwable thrown = failure;
        if (thrown != null) {
            failure = null;
            throw KernelFuture.unchecked(thrown);
        }
    }

    @Override
    public void yield(T next) {
        Fiber mine = producer;
        Fiber receiver = consumer;
        if (mine == null || receiver == null || Fiber.current() != mine) {
            throw new IllegalStateException("yield outside of the generator's own body");
        }
        value = next;
        hasValue = true;
        try {
            mine.transferTo(receiver);
        } catch (
                IllegalStateException
                        e) { // a stack that cannot be suspended: nothing was handed over
            value = null;
            hasValue = false;
            throw e;
        }
        if (isClosing) {
            throw new Closed();
        }
    }

    /// The life of the body, on its own fiber.
    @SuppressWarnings("NullAway") // the body runs because a consumer asked
    private void produce() {
        Fiber mine = producer;
        try {
            body.run(this);
        } catch (Closed e) {
            // as asked for
        } catch (Throwable e) {
            failure = e;
        }
        isDone = true;
        mine.cycle.loop.generators.remove(this);
        mine.transferLast(consumer);
    }
}
