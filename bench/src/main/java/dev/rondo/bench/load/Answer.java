package dev.rondo.bench.load;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// Numbers with names, as a child prints them in one line: `answer name=number …`.
///
/// @param numbers the numbers by their names
record Answer(Map<String, Long> numbers) {
    /// How the line begins.
    static final String START = "answer ";

    Answer {
        numbers = Map.copyOf(numbers);
    }

    /// Reads a line.
    ///
    /// @throws IOException if it is no answer
    static Answer parse(String line) throws IOException {
        Map<String, Long> numbers = new LinkedHashMap<>();
        try {
            for (String pair : line.substring(START.length()).split(" ")) {
                int middle = pair.indexOf('=');
                numbers.put(pair.substring(0, middle), Long.valueOf(pair.substring(middle + 1)));
            }
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw new IOException("no answer: " + line, e);
        }
        return new Answer(numbers);
    }

    /// {@return a number}
    ///
    /// @throws IOException if there is none of that name
    long number(String name) throws IOException {
        Long number = numbers.get(name);
        if (number == null) {
            throw new IOException("no " + name + " in " + this);
        }
        return number;
    }

    /// {@return the line}
    @Override
    public String toString() {
        return START
                + numbers.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(" "));
    }
}
