package dev.rondo.bench;

import java.util.ArrayList;
import java.util.List;

/// Rows of words in columns of the same width; numbers end in line, other words begin in line.
final class TextTable {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();
    private final int textColumns;

    /// @param textColumns how many columns, from the left, are no numbers
    TextTable(int textColumns, String... head) {
        this.textColumns = textColumns;
        rows.add(List.of(head));
    }

    void add(String... row) {
        rows.add(List.of(row));
    }

    /// {@return the table, each line ending with a line break}
    String render() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String word = row.get(column);
                String space = " ".repeat(width(column) - word.length());
                line.append(column < textColumns ? word + space : space + word).append(GAP);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
