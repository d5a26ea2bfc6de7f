package dev.rondo.kernel;

import dev.rondo.StreamReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// The lines of a reader, one read for each.
final class Lines implements Iterator<String> {
    private final StreamReader reader;
    private final Charset charset;
    private @Nullable String line;

    Lines(StreamReader reader, Charset charset) {
        this.reader = reader;
        this.charset = charset;
    }

    @Override
    public boolean hasNext() {
        if (line == null) {
            try {
                line = reader.readLine(charset);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return line != null;
    }

    @Override
    public String next() {
        String next = hasNext() ? line : null;
        if (next == null) {
            throw new NoSuchElementException("the stream has ended");
        }
        line = null;
        return next;
    }
}
