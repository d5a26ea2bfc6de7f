// An echo server on 127.0.0.1: `./rondo run examples/Echo.java [PORT] [protocol|streams]`.
//
// Prints `listening on PORT`; port 0, which is the default, takes a free one. `streams`, the
// default, is the direct style, `protocol` the one with callbacks. In both a peer that does not
// read its echo is not read from either, so that it costs the server a bounded amount of memory,
// however much it sends.

import static dev.rondo.Rondo.*;

import dev.rondo.*;
import java.io.IOException;
import java.nio.ByteBuffer;

static final String USAGE = "usage: Echo [PORT] [protocol|streams]";

/** The style with callbacks: what comes in goes out, and a slow way out stops the way in. */
class EchoProtocol implements Protocol {
    private Transport transport;

    @Override
    public void connectionMade(Transport made) {
        transport = made;
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        transport.write(data);
    }

    @Override
    public void pauseWriting() {
        transport.pauseReading();
    }

    @Override
    public void resumeWriting() {
        transport.resumeReading();
    }
}

/** The direct style: a task for each connection, which waits in `read` and in `drain`. */
void echo(StreamReader reader, StreamWriter writer) throws IOException {
    while (!reader.atEof()) {
        writer.write(reader.read(65_536));
        writer.drain();
    }
}

void main(String[] arguments) {
    int port = port(arguments.length > 0 ? arguments[0] : "0");
    String style = arguments.length > 1 ? arguments[1] : "streams";
    if (arguments.length > 2) {
        refuse("too many arguments: " + String.join(" ", arguments));
    }
    if (!style.equals("protocol") && !style.equals("streams")) {
        refuse("unknown style: " + style);
    }
    run(() -> serve(port, style));
}

void serve(int port, String style) throws IOException {
    Server server =
            style.equals("protocol")
                    ? currentLoop().createServer(EchoProtocol::new, "127.0.0.1", port).await()
                    : startServer(this::echo, "127.0.0.1", port);
    IO.println("listening on " + server.port());
    server.serveForever();
}

int port(String text) {
    if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
        refuse("not a port from 0 to 65535: " + text);
    }
    return Integer.parseInt(text);
}

void refuse(String reason) {
    System.err.println("Echo: " + reason + "\n" + USAGE);
    System.exit(2);
}
