package dev.rondo.tck;

import dev.rondo.spi.LoopProvider;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/// The compatibility kit of a backend, and its table of contents.
///
/// A backend's author extends it in a test and names the provider; the rules are inherited. Each
/// rule gets a fresh loop; after it the loop is closed, and what it left behind (a thread, a
/// descriptor, a task, an error that nobody expected) is a failure of the rule. The report is
/// written to `target/tck`, named after backend and engine; its first line is the verdict.
///
/// `-Drondo.coroutines` chooses the engine. `-Drondo.tck.require=NAME,…` makes anything but
/// CONFORMS a failure of the build, for these backends; `-Dgroups=AREA` runs one area.
@ExtendWith(TckExtension.class)
@SuppressWarnings("exports") // the extension is JUnit's to see
public abstract class RondoTck {
    /// Creates the kit.
    protected RondoTck() {}

    /// {@return the backend to test}
    protected abstract LoopProvider provider();

    /// Writes the report of a run and judges it; called once, after the last rule.
    ///
    /// @throws AssertionError if the run is not what was required
    void finished(TckReport report) {
        report.write(Path.of("target", "tck"));
        report.requireConformance(System.getProperty(TckReport.REQUIRE_PROPERTY, ""));
    }

    @Nested
    @Tag("backend")
    class Backend extends BackendRules {}

    @Nested
    @Tag("timers")
    class Timers extends TimerRules {}

    @Nested
    @Tag("callbacks")
    class Callbacks extends CallbackRules {}

    @Nested
    @Tag("callbacks")
    class Runs extends RunRules {}

    @Nested
    @Tag("callbacks")
    class Threads extends ThreadRules {}

    @Nested
    @Tag("callbacks")
    class Errors extends ErrorRules {}

    @Nested
    @Tag("futures")
    class Futures extends FutureRules {}

    @Nested
    @Tag("tasks")
    class Tasks extends TaskRules {}

    @Nested
    @Tag("tasks")
    class Cancellation extends CancellationRules {}

    @Nested
    @Tag("tasks")
    class EagerTasks extends EagerTaskRules {}

    @Nested
    @Tag("tasks")
    class ThreadSafeTasks extends ThreadSafeTaskRules {}

    @Nested
    @Tag("context")
    class Contexts extends ContextRules {}

    @Nested
    @Tag("gather-and-wait")
    class Gathering extends GatherRules {}

    @Nested
    @Tag("gather-and-wait")
    class Waiting extends WaitRules {}

    @Nested
    @Tag("gather-and-wait")
    class AsCompleted extends AsCompletedRules {}

    @Nested
    @Tag("gather-and-wait")
    class Shielding extends ShieldRules {}

    @Nested
    @Tag("gather-and-wait")
    class WaitingFor extends WaitForRules {}

    @Nested
    @Tag("gather-and-wait")
    class Racing extends RaceRules {}

    @Nested
    @Tag("timeouts")
    class Timeouts extends TimeoutRules {}

    @Nested
    @Tag("timeouts")
    class TimeoutFailures extends TimeoutFailureRules {}

    @Nested
    @Tag("timeouts")
    class TimeoutCancellations extends TimeoutCancellationRules {}

    @Nested
    @Tag("taskgroups")
    class TaskGroups extends TaskGroupRules {}

    @Nested
    @Tag("taskgroups")
    class TaskGroupFailures extends TaskGroupFailureRules {}

    @Nested
    @Tag("taskgroups")
    class TaskGroupCancellations extends TaskGroupCancellationRules {}

    @Nested
    @Tag("locks")
    class Locks extends LockRules {}

    @Nested
    @Tag("locks")
    class HomeLoops extends HomeLoopRules {}

    @Nested
    @Tag("locks")
    class Events extends EventRules {}

    @Nested
    @Tag("locks")
    class Conditions extends ConditionRules {}

    @Nested
    @Tag("locks")
    class CancelledConditions extends ConditionCancelRules {}

    @Nested
    @Tag("locks")
    class Semaphores extends SemaphoreRules {}

    @Nested
    @Tag("locks")
    class Barriers extends BarrierRules {}

    @Nested
    @Tag("queues")
    class Queues extends QueueRules {}

    @Nested
    @Tag("queues")
    class CancelledQueues extends QueueCancelRules {}

    @Nested
    @Tag("queues")
    class QueueEnds extends QueueEndRules {}

    @Nested
    @Tag("executors")
    class Executors extends ExecutorRules {}

    @Nested
    @Tag("runner")
    class Runners extends RunnerRules {}

    @Nested
    @Tag("shutdown")
    class Shutdown extends ShutdownRules {}

    @Nested
    @Tag("shutdown")
    class Generators extends GeneratorRules {}

    @Nested
    @Tag("debug")
    class Debug extends DebugRules {}

    @Nested
    @Tag("debug")
    class StringForms extends StringFormRules {}

    @Nested
    @Tag("debug")
    class Watchdogs extends WatchdogRules {}

    @Nested
    @Tag("introspection")
    class Introspection extends IntrospectionRules {}

    @Nested
    @Tag("introspection")
    class CallGraphs extends CallGraphRules {}

    @Nested
    @Tag("tcp")
    class Servers extends ServerRules {}

    @Nested
    @Tag("tcp")
    class ServerEnds extends ServerEndRules {}

    @Nested
    @Tag("tcp")
    class Accepting extends AcceptRules {}

    @Nested
    @Tag("streams")
    class StreamReading extends StreamReaderRules {}

    @Nested
    @Tag("streams")
    class StreamLines extends StreamLineRules {}

    @Nested
    @Tag("streams")
    class StreamWriting extends StreamWriterRules {}

    @Nested
    @Tag("streams")
    class StreamServing extends StreamServerRules {}

    @Nested
    @Tag("unix")
    class UnixSockets extends UnixRules {}

    @Nested
    @Tag("subprocess")
    class Processes extends ProcessRules {}

    @Nested
    @Tag("subprocess")
    class StartsOfProcesses extends ProcessStartRules {}

    @Nested
    @Tag("subprocess")
    class EndsOfProcesses extends ProcessEndRules {}

    @Nested
    @Tag("subprocess")
    class ProtocolsOfProcesses extends ProcessProtocolRules {}

    @Nested
    @Tag("tcp")
    class Transports extends TransportRules {}

    @Nested
    @Tag("tcp")
    class TransportEnds extends TransportEndRules {}

    @Nested
    @Tag("tcp")
    class FlowControl extends FlowControlRules {}

    @Nested
    @Tag("tcp")
    class Protocols extends ProtocolRules {}

    @Nested
    @Tag("tcp")
    class BufferedProtocols extends BufferedProtocolRules {}

    @Nested
    @Tag("tcp")
    class Connecting extends ConnectRules {}

    @Nested
    @Tag("tcp")
    class ConnectingWithOptions extends ConnectOptionsRules {}

    @Nested
    @Tag("tcp")
    class SendingFiles extends SendFileRules {}
}
