package dev.rondo.tck;

import dev.rondo.kernel.TaskSabotage;
import dev.rondo.kernel.TcpSabotage;
import java.util.List;
import java.util.Map;

/// Protocols that are called in the wrong way, and faults that are swallowed.
final class ProtocolSaboteurs {
    private static final String BUFFERED = "dev.rondo.BufferedProtocol";
    private static final String MEMORY_STREAM = "dev.rondo.memory.MemoryStream";
    private static final String HANDOVER = "dev.rondo.kernel.Handover";
    private static final String OUTGOING = "dev.rondo.kernel.Outgoing";
    private static final String TRANSPORT = "dev.rondo.kernel.StreamTransport";

    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("TCP-41", "the protocol's buffer gets a copy")
                            .in(TRANSPORT, "target", Fault.returns(null))
                            .seen("the hints of getBuffer"),
                    Saboteur.of("TCP-42", "what does not fit into the buffer is forgotten")
                            .in(MEMORY_STREAM, "read", Fault.skip("inputChanged"))
                            .seen("the end never came"),
                    Saboteur.of("TCP-43", "a slice is not told of")
                            .in(BUFFERED, "dataReceived", Fault.skip("bufferUpdated"))
                            .seen("fed through buffers of 1"),
                    Saboteur.of("TCP-44", "an empty buffer is as good as any")
                            .in(TRANSPORT, "target", Fault.negate(3))
                            .seen("after a fault in getBuffer never came"),
                    Saboteur.of("TCP-45", "the protocol cannot be changed")
                            .in(TRANSPORT, "setProtocol", Fault.returns(null))
                            .seen("the protocol that was set"),
                    Saboteur.of("TCP-46", "a paused connection is read")
                            .in(TRANSPORT, "pauseReading", Fault.skip("stopReading"))
                            .seen("received while paused"),
                    Saboteur.of("TCP-47", "a fault is not reported")
                            .in(TRANSPORT, "protocolFailed", Fault.skip("report"))
                            .seen("reports of one fault"),
                    Saboteur.of("TCP-48", "a fault in pauseWriting is swallowed")
                            .in(OUTGOING, "pauseIfHigh", Fault.skip("protocolFailed"))
                            .seen("the end after a fault never came"),
                    Saboteur.of("TCP-49", "a fault in connectionLost is swallowed")
                            .in(TRANSPORT, "lost", Fault.skip("report"))
                            .seen("reports of one fault"),
                    Saboteur.of("TCP-50", "connectionLost does not hear of an Error")
                            .in(
                                    TRANSPORT,
                                    "protocolFailed",
                                    Fault.redirect("end", TcpSabotage.class, "endInSilence"))
                            .seen("connectionLost(null)"),
                    Saboteur.of("TCP-51", "a fault of one protocol ends the run")
                            .in(
                                    TRANSPORT,
                                    "readable",
                                    Fault.redirect("protocolFailed", TcpSabotage.class, "escape"))
                            .seen("the memory driver failed"),
                    Saboteur.of("TCP-52", "an unwanted connection stays open")
                            .in(HANDOVER, "complete", Fault.skip("discard"))
                            .seen("the end of an unwanted connection never came"),
                    Saboteur.of("TCP-53", "dataReceived is called on another thread")
                            .in(
                                    TRANSPORT,
                                    "readable",
                                    Fault.redirect(
                                            "dataReceived", TcpSabotage.class, "onOtherThread"))
                            .seen("the calls"),
                    Saboteur.of("TCP-54", "any thread may write")
                            .in(TRANSPORT, "checkWritable", Fault.skip("checkTurn"))
                            .seen("a foreign thread has written"),
                    Saboteur.of("TCP-55", "calls run without values")
                            .in(
                                    TRANSPORT,
                                    "<init>",
                                    Fault.redirect("captured", TaskSabotage.class, "noBindings"))
                            .seen("the values in dataReceived"),
                    Saboteur.of("TCP-56", "data comes in the order that another protocol has set")
                            .in(
                                    TRANSPORT,
                                    "readable",
                                    Fault.redirect("order", TcpSabotage.class, "inAnyOrder"))
                            .seen("the orders"));

    static final Map<String, String> NONE = Map.of();

    private ProtocolSaboteurs() {}
}
