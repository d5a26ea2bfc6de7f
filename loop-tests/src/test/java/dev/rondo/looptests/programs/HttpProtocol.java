package dev.rondo.looptests.programs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.rondo.Protocol;
import dev.rondo.Transport;
import dev.rondo.looptests.Content;
import java.nio.ByteBuffer;

/// `GET /bytes/N` as [HttpHandler] has it, with callbacks: the answer is written as the transport
/// takes it.
final class HttpProtocol implements Protocol {
    private static final String END = "\r\n\r\n";
    private static final int BLOCK = 64 * 1024;

    private final StringBuilder requests = new StringBuilder();
    private Transport transport;
    private Content content = new Content(0);
    private int size;
    private boolean isPaused;

    @Override
    public void connectionMade(Transport made) {
        transport = made;
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        requests.append(US_ASCII.decode(data));
        answer();
    }

    /// Answers requests, one after the other, as far as they have come and answers are taken.
    private void answer() {
        send();
        for (int end = requests.indexOf(END);
                end >= 0 && content.position() == size;
                end = requests.indexOf(END)) {
            String path = requests.substring(0, end).split(" ")[1];
            requests.delete(0, end + END.length());
            size = Integer.parseInt(path.split("/")[2]);
            content = new Content(size);
            String head = "HTTP/1.1 200 OK\r\nContent-Length: " + size + END;
            transport.write(head.getBytes(US_ASCII));
            send();
        }
    }

    private void send() {
        while (!isPaused && content.position() < size) {
            transport.write(content.next((int) Math.min(BLOCK, size - content.position())));
        }
    }

    @Override
    public void pauseWriting() {
        isPaused = true;
    }

    @Override
    public void resumeWriting() {
        isPaused = false;
        answer();
    }
}
