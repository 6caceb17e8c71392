package dev.rowhouse.samples.blueprints.cli.output;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Columns of text under headings. What is too wide is cut off, except in the last column. */
public final class TextTable {
    private static final int WIDEST = 60;
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    public TextTable(String... headings) {
        row((Object[]) headings);
    }

    /** Adds a row. Null is shown as a dash, a line break as a blank. */
    public TextTable row(Object... cells) {
        int last = cells.length - 1;
        rows.add(IntStream.rangeClosed(0, last)
                .mapToObj(i -> i == last ? text(cells[i]) : shortened(text(cells[i])))
                .toList());
        return this;
    }

    public void print(PrintWriter out) {
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                line.append(column == 0 ? "" : GAP).append(cell).append(" ".repeat(width(column) - length(cell)));
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
    }

    private static String text(Object cell) {
        return cell == null ? "-" : cell.toString().replaceAll("\\s+", " ").strip();
    }

    private static String shortened(String text) {
        return length(text) <= WIDEST ? text : text.substring(0, text.offsetByCodePoints(0, WIDEST - 1)) + "…";
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
