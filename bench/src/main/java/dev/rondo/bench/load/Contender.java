package dev.rondo.bench.load;

import dev.rondo.bench.JavaProcess;
import java.util.ArrayList;
import java.util.List;

/// An echo server that takes part: one of ours or a peer.
sealed interface Contender {
    /// Servers have a processor to themselves, where the JVM takes the serial collector anyway.
    List<String> JVM_OPTIONS = List.of("-XX:+UseSerialGC", "-Xmx2g");

    /// {@return whose figures these will be}
    String subject();

    /// {@return the coroutine engine; empty where there is none}
    String engine();

    /// {@return whether it has to be compiled under load before it is measured}
    boolean isJvm();

    /// {@return how it is started to serve on a port}
    List<String> command(int port);

    /// Our server on a backend and an engine.
    ///
    /// @param style that of the server, `protocol` or `streams`
    record Ours(String loop, String engine, String style) implements Contender {
        @Override
        public String subject() {
            return style.equals(EchoServer.PROTOCOL) ? loop : loop + "-" + style;
        }

        @Override
        public boolean isJvm() {
            return true;
        }

        @Override
        public List<String> command(int port) {
            return command(JVM_OPTIONS, Integer.toString(port));
        }

        /// {@return how it is started to be asked questions, on a free port}
        ///
        /// @param options further options of java, which may overrule the usual ones
        List<String> asked(List<String> options) {
            List<String> all = new ArrayList<>(JVM_OPTIONS);
            all.addAll(options);
            return command(all, "0", EchoServer.ASKED);
        }

        /// {@return how it is started}
        ///
        /// @param options all options of java but those that every loop has
        /// @param rest the arguments behind the style
        List<String> command(List<String> options, String... rest) {
            List<String> arguments = new ArrayList<>(List.of(style));
            arguments.addAll(List.of(rest));
            return JavaProcess.lean(loop, engine, options, EchoServer.class, arguments).command();
        }
    }

    /// Somebody else's server.
    ///
    /// @param subject its name
    /// @param runtime `native`, `python`, `node` or `jvm`
    /// @param words how it is started, with `{port}` for the port
    record Peer(String subject, String runtime, List<String> words) implements Contender {
        @Override
        public String engine() {
            return "";
        }

        @Override
        public boolean isJvm() {
            return runtime.equals("jvm");
        }

        @Override
        public List<String> command(int port) {
            return words.stream()
                    .map(word -> word.replace("{port}", Integer.toString(port)))
                    .toList();
        }
    }
}
