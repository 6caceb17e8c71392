package dev.rowhouse.samples.quickstart;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Columns of text; numbers stand to the right. */
final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();

    TextTable(Object... headings) {
        row(headings);
    }

    TextTable row(Object... cells) {
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(String.valueOf(cell));
        }
        rows.add(row);
        return this;
    }

    void print(PrintStream out) {
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                String blanks = " ".repeat(width(column) - length(cell));
                line.append("  ").append(isNumeric(column) ? blanks + cell : cell + blanks);
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
    }

    private boolean isNumeric(int column) {
        return rows.stream().skip(1).allMatch(row -> row.get(column).matches("[0-9].*|–"));
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
