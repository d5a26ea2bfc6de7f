package dev.rondo.tck;

import dev.rondo.kernel.KernelSabotage;
import dev.rondo.kernel.ProcessSabotage;
import dev.rondo.spi.Capability;
import java.util.List;
import java.util.Map;

/// Child processes that break a promise.
final class ProcessSaboteurs {
    private static final String CHILDREN = "dev.rondo.kernel.Children";
    private static final String PROCESS = "dev.rondo.kernel.ChildProcess";
    private static final String TRANSPORT = "dev.rondo.kernel.ChildTransport";
    private static final String COMMAND = "dev.rondo.kernel.ChildCommand";
    private static final String NATIVE = "dev.rondo.kernel.NativeChildren";
    private static final String SPAWN = "dev.rondo.kernel.Spawn";
    private static final String SPAWNED = "dev.rondo.kernel.SpawnedChild";

    /// The offsets of the status and of the number in `siginfo_t`.
    private static final Fault WRONG_EXIT_CODE = Fault.constant(24L, 16L);

    private static final Fault WRONG_BYTE = Fault.redirect("take", KernelSabotage.class, "changed");

    private static final Fault WRONG_OUTPUT =
            Fault.redirect("get", ProcessSabotage.class, "getChanged");

    private static final Fault PIPES_END_WITH_THE_CHILD =
            Fault.enter(ProcessSabotage.class, "closePipes");

    static final List<Saboteur> ALL =
            List.of(
                    of("PROCESS-1", "the child's output is lost")
                            .in(
                                    "dev.rondo.kernel.ChildStreams",
                                    "pipeDataReceived",
                                    Fault.skip("received"))
                            .seen("output of cat up to its end"),
                    of("PROCESS-2", "bytes change on the way")
                            .in("dev.rondo.kernel.KernelStreamReader", "take", WRONG_BYTE)
                            .seen("answers in order"),
                    of("PROCESS-3", "communicate does not wait for the exit")
                            .in(PROCESS, "communicateWith", Fault.skip("waitFor"))
                            .seen("exit code"),
                    of("PROCESS-4", "communicate writes what nobody gave")
                            .in(
                                    PROCESS,
                                    "feed",
                                    Fault.redirect("close", ProcessSabotage.class, "writeAndClose"))
                            .seen("without input"),
                    of("PROCESS-5", "descriptors leak to other children")
                            .inVain()
                            .in(NATIVE, "openPipe", Fault.constant(0x8_0000L, 0L))
                            .in(SPAWN, "addActions", Fault.constant(3, 1000))
                            .seen("readAll"),
                    of("PROCESS-6", "communicate throws for a broken pipe")
                            .in(
                                    PROCESS,
                                    "feed",
                                    Fault.redirect(
                                            "waitClosed", ProcessSabotage.class, "waitClosed"))
                            .seen("Broken pipe"),
                    of("PROCESS-7", "drain says nothing of a broken pipe")
                            .in(
                                    "dev.rondo.kernel.KernelStreamWriter",
                                    "throwIfLost",
                                    Fault.returns(null))
                            .seen("drain with more than a pipe holds"),
                    of("PROCESS-8", "nothing has something in it")
                            .in(NATIVE, "<clinit>", Fault.constant("/dev/null", "/proc/version"))
                            .seen("what cat reads from nothing"),
                    of("PROCESS-9", "bytes change on the way")
                            .in("dev.rondo.kernel.ChildOutput", "received", WRONG_OUTPUT)
                            .seen("output of 'cat /dev/stdin'"),
                    of("PROCESS-10", "what the reader should get is lost")
                            .in("dev.rondo.kernel.ChildOutput", "received", Fault.skip("feed"))
                            .seen("bytes before the end"),
                    of("PROCESS-11", "bytes change on the way")
                            .in("dev.rondo.kernel.ChildOutput", "received", WRONG_OUTPUT)
                            .seen("all 256 values"),
                    of("PROCESS-12", "bytes change on the way")
                            .in("dev.rondo.kernel.ChildOutput", "received", WRONG_OUTPUT)
                            .seen("outputs in the order of the children"),
                    of("PROCESS-13", "stdout and stderr are mistaken for each other")
                            .in(
                                    "dev.rondo.kernel.PipeProtocol",
                                    "dataReceived",
                                    Fault.redirect(
                                            "pipeDataReceived",
                                            ProcessSabotage.class,
                                            "swapStreams"))
                            .seen("stdout on its own"),
                    of("PROCESS-14", "a communicate that was given up goes on for ever")
                            .in(PROCESS, "communicateWith", Fault.constant(false, true))
                            .seen("communicates with"),
                    of("PROCESS-15", "a failed start leaves pipes open")
                            .inVain()
                            .in(NATIVE, "start", Fault.skip("forEach"))
                            .seen("descriptors left open"),
                    of("PROCESS-16", "a missing directory is taken for a missing program")
                            .in("dev.rondo.kernel.StartFailure", "ofDirectory", Fault.returns(null))
                            .seen("the directory that is missing"),
                    of("PROCESS-17", "zero characters are not looked for")
                            .in(COMMAND, "checkNoZero", Fault.returns(null))
                            .seen("a command that no system takes"),
                    of("PROCESS-18", "the environment is ignored")
                            .in(COMMAND, "environment", Fault.returns(null))
                            .seen("environment of a program"),
                    of("PROCESS-19", "the directory is ignored")
                            .in(COMMAND, "directory", Fault.returns(null))
                            .seen("directory of the child"),
                    of("PROCESS-20", "the child of a cancelled start lives on")
                            .in(CHILDREN, "launch", Fault.skip("abandon"))
                            .seen("was killed"),
                    of("PROCESS-21", "a cancelled start is not given up")
                            .in(CHILDREN, "create", Fault.skip("onDone"))
                            .seen("calls of the protocol"),
                    of("PROCESS-22", "the failure of a protocol is not reported")
                            .in(TRANSPORT, "begin", Fault.skip("report"))
                            .seen("reports of the failure"),
                    of("PROCESS-23", "a success is taken for a failure")
                            .in("dev.rondo.CompletedProcess", "check", Fault.negate(1))
                            .seen("failed: exit code 0"),
                    of("PROCESS-24", "the exit code is wrong")
                            .in(SPAWNED, "takeEnd", WRONG_EXIT_CODE)
                            .seen("exit code"),
                    of("PROCESS-25", "a signal is taken for an exit")
                            .in(SPAWNED, "takeEnd", Fault.negate(4))
                            .seen("killed by SIGKILL"),
                    of("PROCESS-26", "exit signals are declared absent and are there")
                            .driver(_ ->
                                    LyingProvider.of(new RealTimeProvider())
                                            .missing(Capability.EXIT_SIGNALS, "a lie"))
                            .seen("killed by SIGKILL"),
                    of("PROCESS-27", "the process group is that of the parent")
                            .in(SPAWN, "setAttributes", Fault.constant(2, 0))
                            .seen("in its own group"),
                    of("PROCESS-28", "signals are not sent")
                            .in(SPAWNED, "signal", Fault.returns(true))
                            .seen("a signal that there is not"),
                    of("PROCESS-29", "signals are declared absent and are sent")
                            .driver(_ ->
                                    LyingProvider.of(new RealTimeProvider())
                                            .missing(Capability.PROCESS_CONTROL, "a lie"))
                            .seen("a signal that cannot be sent"),
                    of("PROCESS-30", "terminate kills")
                            .in(TRANSPORT, "terminate", Fault.constant(15, 9))
                            .seen("answer to SIGTERM"),
                    of("PROCESS-31", "a cancelled wait kills the child")
                            .in(
                                    TRANSPORT,
                                    "awaitExit",
                                    Fault.redirect("await", ProcessSabotage.class, "awaitOrKill"))
                            .seen("output of a child whose wait was cancelled"),
                    of("PROCESS-32", "the exit code is wrong")
                            .in(SPAWNED, "takeEnd", WRONG_EXIT_CODE)
                            .seen("exit codes of ten waits"),
                    of("PROCESS-33", "the dead are signalled")
                            .in(TRANSPORT, "signal", Fault.negate(1))
                            .seen("terminate"),
                    of("PROCESS-34", "the exit code is lost")
                            .in(SPAWNED, "takeEnd", Fault.negate(1))
                            .seen("exit code 255"),
                    of("PROCESS-35", "close does not kill")
                            .in(TRANSPORT, "discard", Fault.skip("signal"))
                            .seen("exit code of a closed child"),
                    of("PROCESS-36", "the exit code is wrong")
                            .in(SPAWNED, "takeEnd", WRONG_EXIT_CODE)
                            .seen("exit code of a child that had ended"),
                    of("PROCESS-37", "nobody hears of a child that the loop has killed")
                            .in(CHILDREN, "close", Fault.skip("callExceptionHandler"))
                            .seen("reports of the child that was killed"),
                    of("PROCESS-38", "the exit is told twice")
                            .in(
                                    TRANSPORT,
                                    "exited",
                                    Fault.redirect(
                                            "processExited", ProcessSabotage.class, "exitTwice"))
                            .seen("events of the exit"),
                    of("PROCESS-39", "the end is told before the exit")
                            .in(
                                    TRANSPORT,
                                    "exited",
                                    Fault.enter(ProcessSabotage.class, "loseEarly"))
                            .seen("events without pipes"),
                    of("PROCESS-40", "there is a transport where there is no pipe")
                            .in(
                                    TRANSPORT,
                                    "pipeTransport",
                                    Fault.redirect("ofNullable", ProcessSabotage.class, "present"))
                            .seen("transport of no pipe"),
                    of("PROCESS-41", "pipes end with the child")
                            .in(TRANSPORT, "exited", PIPES_END_WITH_THE_CHILD)
                            .seen("the grandchild holds the pipe"),
                    of("PROCESS-42", "one pipe takes the others with it")
                            .in(
                                    TRANSPORT,
                                    "pipeLost",
                                    Fault.enter(ProcessSabotage.class, "closeOtherPipes"))
                            .seen("what the child tells"),
                    of("PROCESS-43", "a pause is ignored")
                            .in("dev.rondo.kernel.PipeInput", "stopReading", Fault.returns(null))
                            .seen("data of a pipe that is paused"),
                    of("PROCESS-44", "the failure of a protocol is not reported")
                            .in(
                                    "dev.rondo.kernel.StreamTransport",
                                    "protocolFailed",
                                    Fault.skip("report"))
                            .seen("reports of the failure"));

    static final Map<String, String> NONE = Map.of();

    private ProcessSaboteurs() {}

    private static Saboteur of(String ruleId, String words) {
        return Saboteur.of(ruleId, words).onRealTime();
    }
}
