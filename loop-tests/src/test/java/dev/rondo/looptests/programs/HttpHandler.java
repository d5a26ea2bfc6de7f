package dev.rondo.looptests.programs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.rondo.ConnectionHandler;
import dev.rondo.StreamReader;
import dev.rondo.StreamWriter;
import dev.rondo.looptests.Content;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// As much of HTTP/1.1 as the tests need, in the direct style: requests one after the other on a
/// connection, bodies of a given length or in chunks.
///
/// `GET /bytes/N` gets so many bytes of [Content] number N, `POST` or `PUT /echo` its own body, in
/// chunks if it came so. `GET /cut/N` is cut off half-way, `GET /reset/N` reset.
final class HttpHandler implements ConnectionHandler {
    private static final int BLOCK = 64 * 1024;

    @Override
    public void handle(StreamReader reader, StreamWriter writer) throws IOException {
        for (String line = reader.readLine(US_ASCII);
                line != null;
                line = reader.readLine(US_ASCII)) {
            Map<String, String> headers = readHeaders(reader);
            answer(line.split(" ")[1], headers, reader, writer);
            if (headers.getOrDefault("connection", "").equals("close") || writer.isClosing()) {
                return;
            }
        }
    }

    static Map<String, String> readHeaders(StreamReader reader) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = reader.readLine(US_ASCII);
                line != null && !line.isEmpty();
                line = reader.readLine(US_ASCII)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static void answer(
            String path, Map<String, String> headers, StreamReader reader, StreamWriter writer)
            throws IOException {
        boolean isChunked = headers.containsKey("transfer-encoding");
        if (headers.containsKey("expect")) {
            print(writer, "HTTP/1.1 100 Continue\r\n\r\n");
        }
        if (path.equals("/echo")) {
            byte[] body =
                    isChunked
                            ? readChunks(reader)
                            : reader.readExactly(Integer.parseInt(headers.get("content-length")));
            if (isChunked) {
                writeChunks(writer, body);
            } else {
                print(writer, "HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n");
                writer.write(body);
                writer.drain();
            }
            return;
        }
        String[] parts = path.split("/");
        int count = Integer.parseInt(parts[2]);
        print(writer, "HTTP/1.1 200 OK\r\nContent-Length: " + count + "\r\n\r\n");
        writeContent(writer, new Content(count), parts[1].equals("bytes") ? count : count / 2);
        switch (parts[1]) {
            case "cut" -> writer.close();
            case "reset" -> writer.transport().abort();
            default -> {}
        }
    }

    private static void writeContent(StreamWriter writer, Content content, int count)
            throws IOException {
        while (content.position() < count) {
            writer.write(content.next((int) Math.min(BLOCK, count - content.position())));
            writer.drain();
        }
    }

    private static byte[] readChunks(StreamReader reader) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int size;
        do {
            size = Integer.parseInt(reader.readLine(US_ASCII), 16);
            body.writeBytes(reader.readExactly(size));
            reader.readExactly(2);
        } while (size > 0);
        return body.toByteArray();
    }

    private static void writeChunks(StreamWriter writer, byte[] body) throws IOException {
        print(writer, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        int chunk = 10_000;
        for (int at = 0; at < body.length; at += chunk) {
            int length = Math.min(chunk, body.length - at);
            print(writer, Integer.toHexString(length) + "\r\n");
            writer.write(Arrays.copyOfRange(body, at, at + length));
            print(writer, "\r\n");
            writer.drain();
        }
        print(writer, "0\r\n\r\n");
    }

    private static void print(StreamWriter writer, String text) {
        writer.write(text.getBytes(US_ASCII));
    }
}
