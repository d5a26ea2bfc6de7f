package dev.rondo.tck;

import dev.rondo.kernel.TcpSabotage;
import java.util.List;
import java.util.Map;

/// Connections that live, pause or end in the wrong way.
final class TransportSaboteurs {
    private static final String HANDOVER = "dev.rondo.kernel.Handover";
    private static final String OUTGOING = "dev.rondo.kernel.Outgoing";
    private static final String SOCKET = "dev.rondo.kernel.PortSocket";
    private static final String TRANSPORT = "dev.rondo.kernel.StreamTransport";

    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("TCP-1", "connectionLost is called twice")
                            .in(
                                    TRANSPORT,
                                    "lost",
                                    Fault.redirect(
                                            "connectionLost", TcpSabotage.class, "lostTwice"))
                            .seen("the receiver"),
                    Saboteur.of("TCP-2", "a connection is done before its protocol hears of it")
                            .in(
                                    HANDOVER,
                                    "complete",
                                    Fault.redirect("begin", TcpSabotage.class, "beginLater"))
                            .seen("before connectionMade"),
                    Saboteur.of("TCP-3", "the end of the input is lost")
                            .in(TRANSPORT, "endOfInput", Fault.returns(null))
                            .seen("eofReceived never came"),
                    Saboteur.of("TCP-4", "what eofReceived wants is turned round")
                            .in(TRANSPORT, "endOfInput", Fault.negate(2))
                            .seen("closed, although eofReceived wanted it open"),
                    Saboteur.of("TCP-5", "a paused connection is read")
                            .in(TRANSPORT, "pauseReading", Fault.skip("stopReading"))
                            .seen("its event was stale"),
                    Saboteur.of("TCP-6", "nobody hears of a reset")
                            .in(
                                    TRANSPORT,
                                    "failed",
                                    Fault.redirect("end", TcpSabotage.class, "endInSilence"))
                            .seen("why the connection was lost"),
                    Saboteur.of("TCP-7", "a resumed connection is not read")
                            .in(TRANSPORT, "resumeReading", Fault.skip("startReading"))
                            .seen("what was held back never came"),
                    Saboteur.of("TCP-8", "a pause in connectionMade is overlooked")
                            .in(TRANSPORT, "begin", Fault.negate(1))
                            .seen("connectionMade has paused it"),
                    Saboteur.of("TCP-9", "a closing transport says that it reads")
                            .in(TRANSPORT, "isReading", Fault.negate(1))
                            .seen("isReading of a"),
                    Saboteur.of("TCP-10", "close drops what is queued")
                            .in(TRANSPORT, "startClosing", Fault.negate(2))
                            .seen("lost before all was sent"),
                    Saboteur.of("TCP-11", "close takes effect an iteration late")
                            .in(
                                    TRANSPORT,
                                    "close",
                                    Fault.redirect("startClosing", TcpSabotage.class, "closeLater"))
                            .seen("isClosing after close"),
                    Saboteur.of("TCP-12", "a writer is never resumed")
                            .in(OUTGOING, "resumeIfLow", Fault.skip("resumeWriting"))
                            .seen("written in resumeWriting and not sent"),
                    Saboteur.of("TCP-13", "abort looks like a regular end")
                            .in(TRANSPORT, "end", Fault.negate(4))
                            .seen("what the peer has seen"),
                    Saboteur.of("TCP-14", "abort does nothing")
                            .in(TRANSPORT, "abort", Fault.returns(null))
                            .seen("connectionLost never came"),
                    Saboteur.of("TCP-15", "a transport that has ended keeps its protocol")
                            .in(TRANSPORT, "lost", Fault.skip("forgetProtocol"))
                            .seen("the protocol after connectionLost"),
                    Saboteur.of("TCP-16", "writeEof does not wait for what is queued")
                            .in(OUTGOING, "end", Fault.negate(2))
                            .seen("bytes received before the end"),
                    Saboteur.of("TCP-17", "writing goes on after writeEof")
                            .in(TRANSPORT, "checkWritable", Fault.returns(null))
                            .seen("written after writeEof"),
                    Saboteur.of("TCP-18", "TCP_NODELAY is left off")
                            .in(TRANSPORT, "begin", Fault.skip("sendWithoutDelay"))
                            .seen("TCP_NODELAY of"),
                    Saboteur.of("TCP-19", "sockname is the peer's")
                            .in(
                                    TRANSPORT,
                                    "getExtraInfo",
                                    Fault.redirect(
                                            "localAddress", TcpSabotage.class, "remoteAddress"))
                            .seen("sockname of the client"),
                    Saboteur.of("TCP-20", "an option is not set")
                            .in(SOCKET, "setOption", Fault.skip("setOption"))
                            .seen("the option that was set"));

    static final Map<String, String> NONE = Map.of();

    private TransportSaboteurs() {}
}
