package dev.rondo.tck;

import dev.rondo.kernel.KernelSabotage;
import dev.rondo.kernel.LoopSabotage;
import dev.rondo.spi.Capability;
import java.util.List;
import java.util.Map;

/// Unix sockets with one fault each.
final class UnixSaboteurs {
    private static final String FILE = "dev.rondo.kernel.SocketFile";
    private static final String LISTENING = "dev.rondo.kernel.UnixListening";
    private static final String NETWORK = "dev.rondo.kernel.Network";
    private static final String MEMORY = "dev.rondo.memory.MemoryNetwork";

    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("UNIX-1", "what comes is delivered twice")
                            .in(
                                    "dev.rondo.kernel.StreamTransport",
                                    "readable",
                                    Fault.redirect(
                                            "dataReceived", LoopSabotage.class, "deliverTwice"))
                            .seen("what the server got"),
                    Saboteur.of("UNIX-2", "bytes change on the way")
                            .in(
                                    "dev.rondo.kernel.KernelStreamReader",
                                    "take",
                                    Fault.redirect("take", KernelSabotage.class, "changed"))
                            .seen("[1, 2, 3]"),
                    Saboteur.of("UNIX-3", "a path stays with the old server")
                            .in(MEMORY, "free", Fault.skip("removeIf"))
                            .seen("who came to the old server"),
                    Saboteur.of("UNIX-4", "a stale file is left")
                            .driver(PollingDriver::over)
                            .in(FILE, "removeStale", Fault.returns(null))
                            .seen("a stale file is in the way"),
                    Saboteur.of("UNIX-5", "any file is taken for a stale socket")
                            .driver(PollingDriver::over)
                            .in(FILE, "isSocket", Fault.returns(true))
                            .seen("nothing was thrown"),
                    Saboteur.of("UNIX-6", "an empty path is taken")
                            .in(NETWORK, "address", Fault.negate(1))
                            .seen("nothing was thrown"),
                    Saboteur.of("UNIX-7", "a bound channel is taken for one that is not")
                            .driver(PollingDriver::over)
                            .in(NETWORK, "boundAddress", Fault.negate(1))
                            .seen("the channel is not bound"),
                    Saboteur.of("UNIX-8", "a missing path is told as a host is")
                            .in(MEMORY, "refusal", Fault.negate(1))
                            .seen("NoSuchFileException"),
                    Saboteur.of("UNIX-9", "paths may have any length")
                            .in(FILE, "checkLength", Fault.returns(null))
                            .seen("nothing was thrown"),
                    Saboteur.of("UNIX-10", "a socket that could not be bound stays open")
                            .driver(PollingDriver::over)
                            .in("dev.rondo.tck.PollingDriver", "listen", Fault.skip("close"))
                            .seen("descriptors left open"),
                    Saboteur.of("UNIX-11", "the file is left behind")
                            .driver(PollingDriver::over)
                            .in(FILE, "remove", Fault.returns(null))
                            .seen("the file is there after close"),
                    Saboteur.of("UNIX-12", "a server does not own its file")
                            .driver(PollingDriver::over)
                            .in(LISTENING, "take", Fault.skip("owns"))
                            .seen("the file is there after close"),
                    Saboteur.of("UNIX-13", "the option to keep the file is turned round")
                            .driver(PollingDriver::over)
                            .in(LISTENING, "take", Fault.negate(1))
                            .seen("the file was removed, and was to stay"),
                    Saboteur.of("UNIX-14", "another one's file is removed, and no other")
                            .driver(PollingDriver::over)
                            .in(FILE, "remove", Fault.negate(1))
                            .seen("the file of another was removed"),
                    Saboteur.of("UNIX-15", "permissions are forgotten")
                            .driver(PollingDriver::over)
                            .in(LISTENING, "take", Fault.skip("setPermissions"))
                            .seen("the permissions of the socket file"),
                    Saboteur.of("UNIX-16", "a lack of Unix sockets is not refused")
                            .driver(provider ->
                                    LyingProvider.of(provider)
                                            .missing(Capability.UNIX_SOCKETS, "there are none"))
                            .in("dev.rondo.kernel.KernelLoop", "require", Fault.returns(null))
                            .seen("UnsupportedOperationException"),
                    Saboteur.of("UNIX-17", "a loop leaves the files of its servers behind")
                            .driver(PollingDriver::over)
                            .in(
                                    "dev.rondo.kernel.Unwinding",
                                    "removeSocketFiles",
                                    Fault.returns(null))
                            .seen("the file is there after the loop's close"));

    static final Map<String, String> NONE = Map.of();

    private UnixSaboteurs() {}
}
