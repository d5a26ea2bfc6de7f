package dev.rondo;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a task is created with, beyond its body.
///
/// Start from [#DEFAULT] and change what differs: `DEFAULT.withName("reader")`. What is null is
/// left to the loop and its [TaskFactory].
///
/// Source: the keyword arguments of `asyncio.create_task`.
///
/// @param name the task's name, or null for `Task-` and a number
/// @param context the context that the task runs in, itself and not a copy, or null for a copy of
///   the creator's values
/// @param eagerStart whether the first step runs inside `createTask`, or null for what the factory
///   chooses, which is not to
public record TaskOptions(
        @Nullable String name, @Nullable Context context, @Nullable Boolean eagerStart) {
    /// Leaves everything to the loop.
    public static final TaskOptions DEFAULT = new TaskOptions(null, null, null);

    /// {@return these options with a name}
    ///
    /// @param newName the name
    public TaskOptions withName(String newName) {
        return new TaskOptions(Objects.requireNonNull(newName, "name"), context, eagerStart);
    }

    /// {@return these options with a context, in which the task runs and which it changes}
    ///
    /// @param newContext the context
    public TaskOptions withContext(Context newContext) {
        return new TaskOptions(name, Objects.requireNonNull(newContext, "context"), eagerStart);
    }

    /// {@return these options with a start}
    ///
    /// An eager task makes its first step inside `createTask`: it runs at once, in its own context
    /// and as the current task, until it waits for the first time, blocks, or ends; then the
    /// creator goes on, before anything else. Where the loop does not run, the start is an ordinary
    /// one.
    ///
    /// @param isEager true to start inside `createTask`, false to start in the next iteration,
    ///   whatever the factory prefers
    public TaskOptions withEagerStart(boolean isEager) {
        return new TaskOptions(name, context, isEager);
    }
}
