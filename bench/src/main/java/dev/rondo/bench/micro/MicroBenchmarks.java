package dev.rondo.bench.micro;

import dev.rondo.bench.Benchmark;
import java.util.List;

/// The benchmarks of this package, in the order in which they are shown.
public final class MicroBenchmarks {
    /// What others are divided by.
    static final List<String> REFERENCES = List.of("nio", "epoll");

    /// All of them.
    public static final List<Benchmark> ALL =
            List.of(
                    Primitive.of(
                                    "callback-chained",
                                    new JmhMethod(Callbacks.class, "chained"),
                                    10_000,
                                    "callSoon by each callback for the next one: an iteration each.")
                            .beside("netty-epoll", "netty-nio"),
                    Primitive.of(
                                    "callback-batch",
                                    new JmhMethod(Callbacks.class, "batch"),
                                    1_000_000,
                                    "callSoon of many at once, which one iteration runs.")
                            .onOneLoop()
                            .beside("netty-epoll", "netty-nio"),
                    Primitive.of(
                                    "timer-schedule",
                                    new JmhMethod(TimerScheduling.class, "schedule"),
                                    0,
                                    "callLater, from no timer to that many.")
                            .sized(Primitive.OPERATIONS, 1_000, 10_000, 100_000, 1_000_000)
                            .onOneLoop()
                            .beside("netty-epoll", "netty-nio"),
                    Primitive.of(
                                    "timer-cancel",
                                    new JmhMethod(TimerCancelling.class, "cancel")
                                            .withPreparations(),
                                    0,
                                    "Cancelling timers, from that many to none.")
                            .sized(Primitive.OPERATIONS, 1_000, 10_000, 100_000, 1_000_000)
                            .onOneLoop()
                            .beside("netty-epoll", "netty-nio"),
                    Primitive.of(
                                    "timer-fire",
                                    new JmhMethod(TimerFiring.class, "fire"),
                                    1_000,
                                    "callAt of timers that are due at once, until all have fired,"
                                            + " while others wait.")
                            .sized("outstanding", 1_000, 10_000, 100_000, 1_000_000)
                            .onOneLoop(),
                    new TimerLateness(),
                    Primitive.of(
                                    "switch-future",
                                    new JmhMethod(Switches.class, "throughFuture"),
                                    10_000,
                                    "A switch between two coroutines that wake each other by futures.")
                            .beside("go", "asyncio"),
                    Primitive.of(
                                    "switch-yield",
                                    new JmhMethod(Switches.class, "yield"),
                                    10_000,
                                    "A switch between two coroutines that give up their turn.")
                            .beside("go", "asyncio"),
                    Primitive.of(
                                    "task-spawn",
                                    new JmhMethod(Tasks.class, "spawn"),
                                    10_000,
                                    "Starting a task and awaiting its result, one after the other.")
                            .beside("go", "asyncio"),
                    Primitive.of(
                                    "task-gather",
                                    new JmhMethod(Tasks.class, "gather"),
                                    100_000,
                                    "Starting 100,000 tasks that yield once, and gathering them: each.")
                            .beside("go", "asyncio"),
                    new ParkedTasks(),
                    Primitive.of(
                                    "submit-throughput",
                                    new JmhMethod(Submissions.class, "throughput"),
                                    1_000_000,
                                    "callSoonThreadSafe by another thread, as fast as it can.")
                            .outside()
                            .beside("netty-epoll", "netty-nio"),
                    Primitive.of(
                                    "submit-round-trip",
                                    new JmhMethod(Submissions.class, "roundTrip"),
                                    100,
                                    "callSoonThreadSafe by another thread that waits for the"
                                            + " callback.")
                            .outside()
                            .beside("netty-epoll", "netty-nio"),
                    Primitive.of(
                                    "child-sequence",
                                    new JmhMethod(Children.class, "sequence"),
                                    10,
                                    "Starting /bin/true and waiting for it, one after the other.")
                            .beside("java-process", "asyncio"),
                    Primitive.of(
                                    "child-parallel",
                                    new JmhMethod(Children.class, "parallel"),
                                    64,
                                    "Starting /bin/true and waiting for it, 32 at a time.")
                            .beside("java-process", "asyncio"));

    private MicroBenchmarks() {}
}
