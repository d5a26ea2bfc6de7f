package dev.rondo.tck;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// All saboteurs, and the rules that have none.
final class Saboteurs {
    static final List<Saboteur> ALL;

    /// Why a rule has no saboteur, by its id.
    static final Map<String, String> NONE;

    static {
        List<Saboteur> all = new ArrayList<>();
        Map<String, String> none = new TreeMap<>();
        for (Part part : parts()) {
            all.addAll(part.all);
            none.putAll(part.none);
        }
        ALL = Collections.unmodifiableList(all);
        NONE = Collections.unmodifiableMap(none);
    }

    /// The saboteurs of some rules.
    private record Part(List<Saboteur> all, Map<String, String> none) {}

    private Saboteurs() {}

    private static List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        parts.add(new Part(AcceptSaboteurs.ALL, AcceptSaboteurs.NONE));
        parts.add(new Part(AsCompletedSaboteurs.ALL, AsCompletedSaboteurs.NONE));
        parts.add(new Part(BackendSaboteurs.ALL, BackendSaboteurs.NONE));
        parts.add(new Part(BarrierSaboteurs.ALL, BarrierSaboteurs.NONE));
        parts.add(new Part(CallGraphSaboteurs.ALL, CallGraphSaboteurs.NONE));
        parts.add(new Part(CallbackSaboteurs.ALL, CallbackSaboteurs.NONE));
        parts.add(new Part(CancellationSaboteurs.ALL, CancellationSaboteurs.NONE));
        parts.add(new Part(ConditionSaboteurs.ALL, ConditionSaboteurs.NONE));
        parts.add(new Part(ContextSaboteurs.ALL, ContextSaboteurs.NONE));
        parts.add(new Part(DebugSaboteurs.ALL, DebugSaboteurs.NONE));
        parts.add(new Part(EagerTaskSaboteurs.ALL, EagerTaskSaboteurs.NONE));
        parts.add(new Part(EventSaboteurs.ALL, EventSaboteurs.NONE));
        parts.add(new Part(ExecutorSaboteurs.ALL, ExecutorSaboteurs.NONE));
        parts.add(new Part(FutureSaboteurs.ALL, FutureSaboteurs.NONE));
        parts.add(new Part(GatherSaboteurs.ALL, GatherSaboteurs.NONE));
        parts.add(new Part(IntrospectionSaboteurs.ALL, IntrospectionSaboteurs.NONE));
        parts.add(new Part(KitSaboteurs.ALL, Map.of()));
        parts.add(new Part(LockSaboteurs.ALL, LockSaboteurs.NONE));
        parts.add(new Part(ProcessSaboteurs.ALL, ProcessSaboteurs.NONE));
        parts.add(new Part(QueueSaboteurs.ALL, QueueSaboteurs.NONE));
        parts.add(new Part(RaceSaboteurs.ALL, RaceSaboteurs.NONE));
        parts.add(new Part(RunnerSaboteurs.ALL, RunnerSaboteurs.NONE));
        parts.add(new Part(SemaphoreSaboteurs.ALL, SemaphoreSaboteurs.NONE));
        parts.add(new Part(ServerSaboteurs.ALL, ServerSaboteurs.NONE));
        parts.add(new Part(ShieldSaboteurs.ALL, ShieldSaboteurs.NONE));
        parts.add(new Part(ShutdownSaboteurs.ALL, ShutdownSaboteurs.NONE));
        parts.add(new Part(StreamLineSaboteurs.ALL, StreamLineSaboteurs.NONE));
        parts.add(new Part(StreamReaderSaboteurs.ALL, StreamReaderSaboteurs.NONE));
        parts.add(new Part(StreamServerSaboteurs.ALL, StreamServerSaboteurs.NONE));
        parts.add(new Part(StreamWriterSaboteurs.ALL, StreamWriterSaboteurs.NONE));
        parts.add(new Part(TaskGroupSaboteurs.ALL, TaskGroupSaboteurs.NONE));
        parts.add(new Part(TaskSaboteurs.ALL, TaskSaboteurs.NONE));
        parts.add(new Part(ThreadSafeTaskSaboteurs.ALL, ThreadSafeTaskSaboteurs.NONE));
        parts.add(new Part(TimeoutSaboteurs.ALL, TimeoutSaboteurs.NONE));
        parts.add(new Part(TimerSaboteurs.ALL, TimerSaboteurs.NONE));
        parts.add(new Part(UnixSaboteurs.ALL, UnixSaboteurs.NONE));
        parts.add(new Part(WaitForSaboteurs.ALL, WaitForSaboteurs.NONE));
        parts.add(new Part(WaitSaboteurs.ALL, WaitSaboteurs.NONE));
        parts.add(new Part(ConnectSaboteurs.ALL, ConnectSaboteurs.NONE));
        parts.add(new Part(FlowControlSaboteurs.ALL, FlowControlSaboteurs.NONE));
        parts.add(new Part(ProtocolSaboteurs.ALL, ProtocolSaboteurs.NONE));
        parts.add(new Part(SendFileSaboteurs.ALL, SendFileSaboteurs.NONE));
        parts.add(new Part(TransportSaboteurs.ALL, TransportSaboteurs.NONE));
        return parts;
    }
}
