package dev.rondo.tck;

import dev.rondo.kernel.StreamSabotage;
import java.util.List;
import java.util.Map;

/// Faults of lines, separators and limits.
final class StreamLineSaboteurs {
    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("STREAM-18", "a line takes along what follows it")
                            .in(
                                    "dev.rondo.kernel.KernelStreamReader",
                                    "take",
                                    Fault.redirect("take", StreamSabotage.class, "takeAll"))
                            .seen("a line that came in pieces"),
                    Saboteur.of("STREAM-19", "the unterminated rest is lost")
                            .in(
                                    "dev.rondo.kernel.KernelStreamReader",
                                    "readLine",
                                    Fault.redirect("size", 2, StreamSabotage.class, "none"))
                            .seen("a last line without newline"),
                    Saboteur.of("STREAM-20", "an empty line ends the iteration")
                            .in(
                                    "dev.rondo.kernel.Lines",
                                    "hasNext",
                                    Fault.redirect(
                                            "readLine", StreamSabotage.class, "upToAnEmptyLine"))
                            .seen("the lines of the stream"),
                    Saboteur.of("STREAM-21", "a carriage return stays")
                            .in(
                                    "dev.rondo.kernel.KernelStreamReader",
                                    "readLine",
                                    Fault.constant(13, 12))
                            .seen("a line as text"),
                    Saboteur.of("STREAM-22", "a refused line stays")
                            .in(
                                    "dev.rondo.kernel.KernelStreamReader",
                                    "readLine",
                                    Fault.skip("drop"))
                            .seen("the limit is 7"),
                    Saboteur.of("STREAM-23", "the refused beginning of a line stays")
                            .in(
                                    "dev.rondo.kernel.KernelStreamReader",
                                    "readLine",
                                    Fault.skip("drop"))
                            .seen("the limit is 7"),
                    Saboteur.of("STREAM-24", "the limit counts the newline")
                            .in(
                                    "dev.rondo.kernel.KernelStreamReader",
                                    "findEnd",
                                    Fault.redirect("indexOf", StreamSabotage.class, "aByteLater"))
                            .seen("comes after 8 bytes; the limit is 7"),
                    Saboteur.of("STREAM-25", "the search goes on too far behind")
                            .in(
                                    "dev.rondo.kernel.KernelStreamReader",
                                    "awaitSeparator",
                                    Fault.constant(1, 3))
                            .seen("did not come within"),
                    Saboteur.of("STREAM-26", "what came before the end is not passed on")
                            .in(
                                    "dev.rondo.kernel.KernelStreamReader",
                                    "readUntil",
                                    Fault.redirect("size", 1, StreamSabotage.class, "none"))
                            .seen("the partial data"),
                    Saboteur.of("STREAM-27", "separators are not counted")
                            .in("dev.rondo.kernel.KernelStreamReader", "readUntil", Fault.negate(1))
                            .seen("IllegalArgumentException"),
                    Saboteur.of("STREAM-28", "a refused search takes what it has seen")
                            .in(
                                    "dev.rondo.kernel.KernelStreamReader",
                                    "findEnd",
                                    Fault.redirect(
                                            "indexOf", StreamSabotage.class, "takeWhatIsSeen"))
                            .seen("what the refused readUntil has left"),
                    Saboteur.of("STREAM-29", "a byte too few is said to hold no separator")
                            .in(
                                    "dev.rondo.kernel.KernelStreamReader",
                                    "awaitSeparator",
                                    Fault.constant(1, 0))
                            .seen("no separator in 8 bytes"),
                    Saboteur.of("STREAM-30", "the separator that ends last wins")
                            .in("dev.rondo.kernel.KernelStreamReader", "findEnd", Fault.negate(4))
                            .seen("one separator within another"),
                    Saboteur.of("STREAM-31", "the search goes back before the beginning")
                            .in(
                                    "dev.rondo.kernel.KernelStreamReader",
                                    "awaitSeparator",
                                    Fault.redirect("max", 2, StreamSabotage.class, "second"))
                            .seen("Index"));

    static final Map<String, String> NONE = Map.of();

    private StreamLineSaboteurs() {}
}
