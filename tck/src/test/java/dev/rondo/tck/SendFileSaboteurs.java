package dev.rondo.tck;

import dev.rondo.kernel.TcpSabotage;
import java.util.List;
import java.util.Map;

/// Files that arrive changed, or harm their connection.
final class SendFileSaboteurs {
    private static final String FILE_TRANSFER = "dev.rondo.kernel.FileTransfer";
    private static final String NETWORK = "dev.rondo.kernel.Network";
    private static final String TRANSPORT = "dev.rondo.kernel.StreamTransport";

    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("TCP-81", "the position of the file is left alone")
                            .in(FILE_TRANSFER, "end", Fault.skip("position"))
                            .seen("the position of the file"),
                    Saboteur.of("TCP-82", "the offset is ignored")
                            .in(
                                    FILE_TRANSFER,
                                    "read",
                                    Fault.redirect("read", TcpSabotage.class, "readOn"))
                            .seen("bytes sent"),
                    Saboteur.of("TCP-83", "a piece is sent twice")
                            .in(
                                    FILE_TRANSFER,
                                    "wasRead",
                                    Fault.redirect("writePiece", TcpSabotage.class, "writeTwice"))
                            .seen("bytes received"),
                    Saboteur.of("TCP-84", "a file is sent into a closing connection")
                            .in(TRANSPORT, "sendFile", Fault.negate(1))
                            .seen("a closing transport"),
                    Saboteur.of("TCP-85", "the offset is not checked")
                            .in(NETWORK, "sendFile", Fault.negate(1))
                            .seen("offset -1"),
                    Saboteur.of("TCP-86", "others may write into a file")
                            .in(TRANSPORT, "checkNotSendingFile", Fault.returns(null))
                            .seen("written into the file"),
                    Saboteur.of("TCP-87", "the progress is lost")
                            .in(
                                    FILE_TRANSFER,
                                    "cutOff",
                                    Fault.redirect("max", TcpSabotage.class, "none"))
                            .seen("the position shows no progress"),
                    Saboteur.of("TCP-88", "a cancelled transfer goes on")
                            .in(FILE_TRANSFER, "start", Fault.skip("end"))
                            .seen("sendFile() is in progress"),
                    Saboteur.of("TCP-89", "a piece is a mebibyte")
                            .in(FILE_TRANSFER, "<init>", Fault.constant(65_536L, 1_048_576L))
                            .seen("bytes queued"));

    static final Map<String, String> NONE = Map.of();

    private SendFileSaboteurs() {}
}
