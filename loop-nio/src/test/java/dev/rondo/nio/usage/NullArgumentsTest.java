package dev.rondo.nio.usage;

import static dev.rondo.ReturnWhen.FIRST_COMPLETED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.rondo.Action;
import dev.rondo.CancelledError;
import dev.rondo.ConnectOptions;
import dev.rondo.Context;
import dev.rondo.ContextVariable;
import dev.rondo.Coroutine;
import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.LoopFuture;
import dev.rondo.Promise;
import dev.rondo.Protocol;
import dev.rondo.Rondo;
import dev.rondo.Runner;
import dev.rondo.ServerOptions;
import dev.rondo.Task;
import dev.rondo.TaskGroup;
import dev.rondo.TaskOptions;
import dev.rondo.nio.traps.LoopWatch;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;

/// A null argument is a [NullPointerException] that names the parameter, at the call and not later.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NullArgumentsTest {
    private static final Duration SHORT = Duration.ofMillis(1);

    @RegisterExtension final LoopWatch watch = new LoopWatch();

    private final EventLoop loop = EventLoops.create("nio");
    private final Promise<Integer> promise = loop.createFuture();
    private final Task<Integer> task = loop.createTask(() -> 1);

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    /// A call with a null where the named parameter is.
    private record Call(String method, String parameter, Executable call) {
        DynamicTest asTest() {
            return dynamicTest(method + " " + parameter, this::assertNamed);
        }

        void assertNamed() {
            assertEquals(
                    parameter,
                    assertThrows(NullPointerException.class, call, this::toString).getMessage(),
                    this::toString);
        }

        @Override
        public String toString() {
            return method + " without " + parameter;
        }
    }

    private static <T> T none() {
        return null;
    }

    private static dev.rondo.Timeout.Body<Integer> noScope() {
        return none();
    }

    private static dev.rondo.Timeout.VoidBody noVoidScope() {
        return none();
    }

    private Stream<Call> ofTheLoop() {
        Protocol protocol = new Protocol() {};
        return Stream.of(
                new Call("run", "future", () -> loop.runUntilComplete((LoopFuture<?>) none())),
                new Call("run", "body", () -> loop.runUntilComplete((Coroutine<?>) none())),
                new Call("run", "body", () -> loop.runUntilComplete((Action) none())),
                new Call("callLater", "delay", () -> loop.callLater(none(), () -> {})),
                new Call("createTask", "body", () -> loop.createTask((Coroutine<?>) none())),
                new Call("createTask", "body", () -> loop.createTask((Action) none())),
                new Call("createTask", "name", () -> loop.createTask((String) none(), () -> 1)),
                new Call("createTask", "name", () -> loop.createTask((String) none(), () -> {})),
                new Call(
                        "createTask",
                        "options",
                        () -> loop.createTask((TaskOptions) none(), () -> 1)),
                new Call(
                        "createTask",
                        "options",
                        () -> loop.createTask((TaskOptions) none(), () -> {})),
                new Call("withName", "name", () -> TaskOptions.DEFAULT.withName(none())),
                new Call("withContext", "context", () -> TaskOptions.DEFAULT.withContext(none())),
                new Call("get", "variable", () -> Context.empty().get(none())),
                new Call("run", "body", () -> Context.empty().run((Coroutine<?>) none())),
                new Call("run", "body", () -> Context.empty().run((Action) none())),
                new Call("createTask", "body", () -> loop.createTask("n", (Coroutine<?>) none())),
                new Call("createTask", "body", () -> loop.createTask("n", (Action) none())),
                new Call("runInExecutor", "executor", () -> loop.runInExecutor(none(), () -> 1)),
                new Call("runInExecutor", "work", () -> loop.runInExecutor(Runnable::run, none())),
                new Call("setExecutor", "executor", () -> loop.setDefaultExecutor(none())),
                new Call(
                        "threadSafe",
                        "body",
                        () -> loop.runCoroutineThreadSafe((Coroutine<?>) none())),
                new Call("threadSafe", "body", () -> loop.runCoroutineThreadSafe((Action) none())),
                new Call("shutdown", "limit", () -> loop.shutdownDefaultExecutor(none())),
                new Call("wrap", "stage", () -> loop.wrap(none())),
                new Call("asExecutor", "command", () -> loop.asExecutor().execute(none())),
                new Call("unwrap", "type", () -> loop.unwrap((Class<?>) none())),
                new Call("connect", "protocol", () -> loop.createConnection(none(), "::1", 1)),
                new Call("connect", "host", () -> loop.createConnection(() -> protocol, none(), 1)),
                new Call(
                        "connect",
                        "options",
                        () -> loop.createConnection(() -> protocol, "::1", 1, none())),
                new Call(
                        "connect",
                        "peers",
                        () ->
                                loop.createConnection(
                                        () -> protocol,
                                        NullArgumentsTest.<List<InetSocketAddress>>none(),
                                        ConnectOptions.DEFAULT)),
                new Call("sendFile", "transport", () -> loop.sendFile(none(), none())),
                new Call("listen", "protocol", () -> loop.createServer(none(), "::1", 0)),
                new Call("listen", "host", () -> loop.createServer(() -> protocol, none(), 0)),
                new Call(
                        "listen",
                        "hosts",
                        () ->
                                loop.createServer(
                                        () -> protocol,
                                        NullArgumentsTest.<List<String>>none(),
                                        0,
                                        ServerOptions.DEFAULT)),
                new Call(
                        "listen",
                        "options",
                        () -> loop.createServer(() -> protocol, List.of("::1"), 0, none())),
                new Call(
                        "serve",
                        "bound",
                        () ->
                                loop.createServer(
                                        () -> protocol,
                                        NullArgumentsTest.<ServerSocketChannel>none(),
                                        ServerOptions.DEFAULT)),
                new Call(
                        "adopt",
                        "connected",
                        () -> loop.connectAcceptedSocket(() -> protocol, none())),
                new Call(
                        "connect", "path", () -> loop.createUnixConnection(() -> protocol, none())),
                new Call("listen", "path", () -> loop.createUnixServer(() -> protocol, none())),
                new Call("callHandler", "context", () -> loop.callExceptionHandler(none())));
    }

    private Stream<Call> ofFutures() {
        return Stream.of(
                new Call("addDoneCallback", "callback", () -> promise.addDoneCallback(none())),
                new Call("cancel", "message", () -> promise.cancel((String) none())),
                new Call("cancel", "message", () -> task.cancel((String) none())),
                new Call("setException", "exception", () -> promise.setException(none())),
                new Call("trySetException", "exception", () -> promise.trySetException(none())),
                new Call("setName", "name", () -> task.setName(none())),
                new Call("get", "unit", () -> promise.get(1, (TimeUnit) none())));
    }

    private static Stream<Call> ofCreation() {
        return Stream.of(
                new Call("create", "backend", () -> EventLoops.create(none())),
                new Call("backend", "name", () -> EventLoops.builder().backend(none())),
                new Call("provider", "loopProvider", () -> EventLoops.builder().provider(none())),
                new Call("engine", "name", () -> EventLoops.builder().engine(none())),
                new Call("of", "name", () -> ContextVariable.of(none())),
                new Call("of", "initial", () -> ContextVariable.of("name", none())),
                new Call("run", "main", () -> Rondo.run((Coroutine<?>) none())),
                new Call("run", "main", () -> Rondo.run((Action) none())),
                new Call("run", "main", () -> new Runner().run((Coroutine<?>) none())),
                new Call("run", "main", () -> new Runner().run((Action) none())),
                new Call("run", "future", () -> new Runner().run((LoopFuture<?>) none())),
                new Call("run", "options", () -> new Runner().run((TaskOptions) none(), () -> 1)),
                new Call("loopFactory", "factory", () -> Runner.builder().loopFactory(none())),
                new Call("ensure", "future", () -> Rondo.ensureFuture((LoopFuture<?>) none())));
    }

    private static <T> Collection<LoopFuture<T>> oneNull() {
        return Collections.singletonList(none());
    }

    @SuppressWarnings("unchecked")
    private Stream<Call> ofCoroutines() {
        return Stream.of(
                new Call("createTask", "body", () -> Rondo.createTask((Coroutine<?>) none())),
                new Call("createTask", "body", () -> Rondo.createTask((Action) none())),
                new Call("createTask", "name", () -> Rondo.createTask((String) none(), () -> 1)),
                new Call(
                        "createTask",
                        "options",
                        () -> Rondo.createTask((TaskOptions) none(), () -> 1)),
                new Call(
                        "createTask",
                        "options",
                        () -> Rondo.createTask((TaskOptions) none(), () -> {})),
                new Call("createTask", "body", () -> Rondo.createTask("n", (Action) none())),
                new Call("createTask", "body", () -> Rondo.createTask("n", (Coroutine<?>) none())),
                new Call("ensure", "body", () -> Rondo.ensureFuture((Coroutine<?>) none())),
                new Call("ensure", "stage", () -> Rondo.ensureFuture((CompletionStage<?>) none())),
                new Call("sleep", "delay", () -> Rondo.sleep(none())),
                new Call("sleep", "delay", () -> Rondo.sleep(none(), 1)),
                new Call("gather", "futures", () -> Rondo.gather((LoopFuture<?>[]) none())),
                new Call("gather", "futures", () -> Rondo.gather((List<LoopFuture<?>>) none())),
                new Call("gather", "a future to gather", () -> Rondo.gather(promise, none())),
                new Call("gather", "a future to gather", () -> Rondo.gather(oneNull())),
                new Call(
                        "outcomes",
                        "futures",
                        () -> Rondo.gatherOutcomes((LoopFuture<?>[]) none())),
                new Call(
                        "outcomes",
                        "futures",
                        () -> Rondo.gatherOutcomes((List<LoopFuture<?>>) none())),
                new Call("shield", "inner", () -> Rondo.shield(none())),
                new Call("waitFor", "future", () -> Rondo.waitFor(none(), SHORT)),
                new Call("waitFor", "limit", () -> Rondo.waitFor(promise, none())),
                new Call("timeout", "limit", () -> Rondo.timeout(none(), () -> 1)),
                new Call("timeout", "limit", () -> Rondo.timeout(none(), () -> {})),
                new Call("timeout", "body", () -> Rondo.timeout(SHORT, (Coroutine<?>) none())),
                new Call("timeout", "body", () -> Rondo.timeout(SHORT, (Action) none())),
                new Call("timeout", "limit", () -> Rondo.timeout(none(), _ -> 1)),
                new Call("timeout", "limit", () -> Rondo.timeout(none(), _ -> {})),
                new Call("timeout", "body", () -> Rondo.timeout(SHORT, noScope())),
                new Call("timeout", "body", () -> Rondo.timeout(SHORT, noVoidScope())),
                new Call("timeoutAt", "body", () -> Rondo.timeoutAt(1, noScope())),
                new Call("timeoutAt", "body", () -> Rondo.timeoutAt(1, noVoidScope())),
                new Call(
                        "reschedule",
                        "fromNow",
                        () ->
                                Rondo.timeout(
                                        SHORT,
                                        timeout -> {
                                            timeout.reschedule(none());
                                        })),
                new Call("taskGroup", "body", () -> Rondo.taskGroup((TaskGroup.Body<?>) none())),
                new Call("taskGroup", "body", () -> Rondo.taskGroup((TaskGroup.VoidBody) none())),
                new Call("waitUntil", "futures", () -> Rondo.waitUntil(none(), FIRST_COMPLETED)),
                new Call("waitUntil", "when", () -> Rondo.waitUntil(List.of(promise), none())),
                new Call(
                        "waitUntil",
                        "limit",
                        () -> Rondo.waitUntil(List.of(promise), FIRST_COMPLETED, none())),
                new Call(
                        "waitUntil",
                        "a future to waitUntil",
                        () -> Rondo.waitUntil(oneNull(), FIRST_COMPLETED)),
                new Call("staggeredRace", "candidates", () -> Rondo.staggeredRace(none())),
                new Call(
                        "staggeredRace",
                        "a candidate",
                        () -> Rondo.staggeredRace(Collections.singletonList(none()))),
                new Call("staggeredRace", "delay", () -> Rondo.staggeredRace(List.of(), none())),
                new Call("asCompleted", "futures", () -> Rondo.asCompleted(none())),
                new Call("asCompleted", "limit", () -> Rondo.asCompleted(List.of(), none())),
                new Call(
                        "asCompleted",
                        "a future to asCompleted",
                        () -> Rondo.asCompleted(oneNull())),
                new Call("toThread", "blocking", () -> Rondo.toThread((Callable<?>) none())),
                new Call("generate", "body", () -> Rondo.generate(none())),
                new Call(
                        "forEach",
                        "action",
                        () -> Rondo.<Integer>generate(out -> out.yield(1)).forEach(none())),
                new Call("set", "value", () -> ContextVariable.<String>of("variable").set(none())));
    }

    private static Stream<Call> ofTaskGroups(TaskGroup group) {
        return Stream.of(
                new Call("createTask", "body", () -> group.createTask((Coroutine<?>) none())),
                new Call("createTask", "body", () -> group.createTask((Action) none())),
                new Call("createTask", "name", () -> group.createTask((String) none(), () -> 1)),
                new Call("createTask", "name", () -> group.createTask((String) none(), () -> {})),
                new Call(
                        "createTask",
                        "options",
                        () -> group.createTask((TaskOptions) none(), () -> 1)),
                new Call(
                        "createTask",
                        "options",
                        () -> group.createTask((TaskOptions) none(), () -> {})),
                new Call("createTask", "body", () -> group.createTask("n", (Action) none())),
                new Call("createTask", "body", () -> group.createTask("n", (Coroutine<?>) none())));
    }

    @TestFactory
    Stream<DynamicTest> isRefusedOutsideOfARun() {
        return Stream.of(ofTheLoop(), ofFutures(), ofCreation())
                .flatMap(calls -> calls)
                .map(Call::asTest);
    }

    @Test
    void isRefusedInACoroutine() {
        List<Call> calls = new ArrayList<>(ofCoroutines().toList());
        calls.addAll(ofFutures().toList());
        loop.runUntilComplete(() -> {
            calls.forEach(Call::assertNamed);
            Rondo.taskGroup(group -> {
                ofTaskGroups(group).forEach(Call::assertNamed);
            });
        });
    }

    @Test
    void whatMayBeNullIsTaken() {
        loop.setExceptionHandler(null);
        loop.setTaskFactory(null);
        promise.setResult(null);

        assertEquals(null, loop.runUntilComplete(promise));
        assertEquals(null, new CancelledError().getMessage());
    }
}
