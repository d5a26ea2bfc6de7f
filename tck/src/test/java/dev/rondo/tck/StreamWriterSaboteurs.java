package dev.rondo.tck;

import dev.rondo.kernel.StreamSabotage;
import java.util.List;
import java.util.Map;

/// Faults of writing, draining and closing.
final class StreamWriterSaboteurs {
    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("STREAM-32", "pieces are written in another order")
                            .in(
                                    "dev.rondo.kernel.KernelStreamWriter",
                                    "writeLines",
                                    Fault.redirect("forEach", StreamSabotage.class, "lastFirst"))
                            .seen("what arrived"),
                    Saboteur.of("STREAM-33", "drain does not wait")
                            .in(
                                    "dev.rondo.kernel.KernelStreamWriter",
                                    "drain",
                                    Fault.skip("await", 2))
                            .seen("drain() has not waited"),
                    Saboteur.of("STREAM-34", "a resume releases one only")
                            .in(
                                    "dev.rondo.kernel.Waiters",
                                    "release",
                                    Fault.redirect("iterator", StreamSabotage.class, "firstOnly"))
                            .seen("all who wait in drain() are released"),
                    Saboteur.of("STREAM-35", "drain does not tell of the end")
                            .in(
                                    "dev.rondo.kernel.KernelStreamWriter",
                                    "drain",
                                    Fault.skip("throwIfLost"))
                            .seen("a peer that has gone"),
                    Saboteur.of("STREAM-36", "drain that has waited does not look at the end")
                            .in(
                                    "dev.rondo.kernel.KernelStreamWriter",
                                    "drain",
                                    Fault.skip("throwIfLost", 2))
                            .seen("CompletionException"),
                    Saboteur.of("STREAM-37", "drain does not tell of the end")
                            .in(
                                    "dev.rondo.kernel.KernelStreamWriter",
                                    "drain",
                                    Fault.skip("throwIfLost"))
                            .seen("IOException"),
                    Saboteur.of("STREAM-51", "a drain waits for all that was closed")
                            .inVain()
                            .in(
                                    "dev.rondo.kernel.StreamTransport",
                                    "isEndNear",
                                    Fault.returns(true))
                            .seen("did not come within"),
                    Saboteur.of("STREAM-38", "nobody waits for the end")
                            .in(
                                    "dev.rondo.kernel.KernelStreamWriter",
                                    "waitClosed",
                                    Fault.skip("await"))
                            .seen("waitClosed() has ended with bytes to send"),
                    Saboteur.of("STREAM-39", "who waits for the end is not told")
                            .in(
                                    "dev.rondo.kernel.KernelStreamWriter",
                                    "lose",
                                    Fault.skip("release", 2))
                            .seen("did not come within"),
                    Saboteur.of("STREAM-40", "the end does not say why")
                            .in(
                                    "dev.rondo.kernel.KernelStreamWriter",
                                    "waitClosed",
                                    Fault.skip("throwIfFailed"))
                            .seen("CompletionException"),
                    Saboteur.of("STREAM-41", "the end of the connection is no end of the stream")
                            .in(
                                    "dev.rondo.kernel.StreamProtocol",
                                    "connectionLost",
                                    Fault.skip("feedEof"))
                            .seen("did not come within"),
                    Saboteur.of("STREAM-42", "the end of one side closes both")
                            .in(
                                    "dev.rondo.kernel.StreamProtocol",
                                    "eofReceived",
                                    Fault.constant(true, false))
                            .seen("the answer"));

    static final Map<String, String> NONE = Map.of();

    private StreamWriterSaboteurs() {}
}
