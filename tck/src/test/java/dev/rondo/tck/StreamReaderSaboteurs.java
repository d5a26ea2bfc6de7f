package dev.rondo.tck;

import dev.rondo.kernel.StreamSabotage;
import java.util.List;
import java.util.Map;

/// Faults of the bytes that readers return, and of how they hear of the end.
final class StreamReaderSaboteurs {
    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("STREAM-1", "a read returns all that is there")
                            .in(
                                    "dev.rondo.kernel.KernelStreamReader",
                                    "read",
                                    Fault.redirect("min", StreamSabotage.class, "first"))
                            .seen("read(5) with a limit of 3"),
                    Saboteur.of("STREAM-2", "a read does not wait")
                            .in(
                                    "dev.rondo.kernel.KernelStreamReader",
                                    "read",
                                    Fault.skip("awaitNews"))
                            .seen("although nothing has come"),
                    Saboteur.of("STREAM-3", "a read of nothing waits for something")
                            .in("dev.rondo.kernel.KernelStreamReader", "read", Fault.negate(2))
                            .seen("did not come within"),
                    Saboteur.of("STREAM-4", "the end of the stream is lost")
                            .in(
                                    "dev.rondo.kernel.StreamProtocol",
                                    "eofReceived",
                                    Fault.skip("feedEof"))
                            .seen("did not come within"),
                    Saboteur.of("STREAM-5", "a read of all ends after the first block")
                            .in(
                                    "dev.rondo.kernel.KernelStreamReader",
                                    "readAll",
                                    Fault.redirect("read", 2, StreamSabotage.class, "nothing"))
                            .seen("everything up to the end"),
                    Saboteur.of("STREAM-6", "limits are not looked at")
                            .in(
                                    "dev.rondo.kernel.KernelStreamReader",
                                    "checkLimit",
                                    Fault.returns(null))
                            .seen("IllegalArgumentException"),
                    Saboteur.of("STREAM-7", "what is left to read is not looked at")
                            .in(
                                    "dev.rondo.kernel.KernelStreamReader",
                                    "atEof",
                                    Fault.redirect("isEmpty", StreamSabotage.class, "always"))
                            .seen("atEof() with"),
                    Saboteur.of("STREAM-8", "more is taken than was asked for")
                            .in(
                                    "dev.rondo.kernel.KernelStreamReader",
                                    "take",
                                    Fault.redirect("take", StreamSabotage.class, "takeAll"))
                            .seen("readExactly(990) of 1000 bytes"),
                    Saboteur.of("STREAM-9", "what came before the end is not passed on")
                            .in(
                                    "dev.rondo.kernel.KernelStreamReader",
                                    "readExactly",
                                    Fault.redirect("size", 2, StreamSabotage.class, "none"))
                            .seen("the partial data"),
                    Saboteur.of("STREAM-10", "a break looks like an end")
                            .in(
                                    "dev.rondo.kernel.StreamProtocol",
                                    "connectionLost",
                                    Fault.redirect("fail", StreamSabotage.class, "end"))
                            .seen("a read of a broken connection threw"),
                    Saboteur.of("STREAM-11", "each read throws an exception of its own")
                            .in(
                                    "dev.rondo.kernel.KernelStreamReader",
                                    "begin",
                                    Fault.redirect("thrown", StreamSabotage.class, "another"))
                            .seen("what a read throws"),
                    Saboteur.of("STREAM-12", "closing what is broken is reported")
                            .in(
                                    "dev.rondo.kernel.KernelStreamWriter",
                                    "close",
                                    Fault.enter(StreamSabotage.class, "report"))
                            .seen("reports of a connection that broke"),
                    Saboteur.of("STREAM-13", "a break insists on somebody who waits")
                            .in(
                                    "dev.rondo.kernel.KernelStreamReader",
                                    "fail",
                                    Fault.redirect("tell", StreamSabotage.class, "nobodyWaits"))
                            .seen("although the rule expects nothing"),
                    Saboteur.of("STREAM-14", "a reader never stops its transport")
                            .in(
                                    "dev.rondo.kernel.KernelStreamReader",
                                    "feed",
                                    Fault.skip("pauseReading"))
                            .seen("more than twice the limit stops the transport"),
                    Saboteur.of("STREAM-14", "a reader lets its transport go on too early")
                            .in(
                                    "dev.rondo.kernel.KernelStreamReader",
                                    "resumeIfLow",
                                    Fault.negate(2))
                            .seen("a byte more than the limit"),
                    Saboteur.of("STREAM-15", "a reader never lets its transport go on")
                            .in(
                                    "dev.rondo.kernel.KernelStreamReader",
                                    "resume",
                                    Fault.skip("resumeReading"))
                            .seen("did not come within"),
                    Saboteur.of("STREAM-15", "a reader never stops its transport")
                            .in(
                                    "dev.rondo.kernel.KernelStreamReader",
                                    "feed",
                                    Fault.skip("pauseReading"))
                            .seen("the reader has enough"),
                    Saboteur.of("STREAM-16", "the refusal does not say who waits")
                            .in("dev.rondo.kernel.KernelStreamReader", "begin", Fault.skip("name"))
                            .seen("the first"),
                    Saboteur.of("STREAM-17", "a cancellation waits for what its task waits for")
                            .in(
                                    "dev.rondo.kernel.KernelTask",
                                    "cancelHere",
                                    Fault.skip("cancelNow"))
                            .seen("the cancelled read ends"));

    static final Map<String, String> NONE = Map.of();

    private StreamReaderSaboteurs() {}
}
