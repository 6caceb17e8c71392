package dev.rowhouse.jdbc.mapping;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Ranges as PostgreSQL writes them: {@code [1,10)}, {@code ["2026-01-01 09:00:00+00",)}, {@code empty}. */
final class RangeText {
    private static final String EMPTY = "empty";

    private RangeText() {}

    static String of(Range<?> range, ValueType bound) {
        if (range.isEmpty()) {
            return EMPTY;
        }
        return (range.lowerInclusive() ? "[" : "(")
                + text(range.lower(), bound)
                + ","
                + text(range.upper(), bound)
                + (range.upperInclusive() ? "]" : ")");
    }

    private static String text(@Nullable Object value, ValueType bound) {
        Object text = bound.inArray(value);
        return text == null ? "" : "\"" + text + "\"";
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the bounds are of the class that the bound's type reads
    static Range<?> parse(String text, ValueType bound) throws SQLException {
        if (text.equals(EMPTY)) {
            return Range.empty();
        }
        if (text.startsWith("{")) {
            throw new MappingError("the column is a multirange, which has no Java type here; select unnest(...) of it");
        }
        int comma = text.indexOf(',');
        if (text.length() < 3 || comma < 0) {
            throw new MappingError("the column is no range");
        }
        try {
            Comparable lower = (Comparable) value(text.substring(1, comma), bound);
            Comparable upper = (Comparable) value(text.substring(comma + 1, text.length() - 1), bound);
            return new Range(lower, upper, text.charAt(0) == '[', text.endsWith("]"), false);
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            throw new MappingError("the column holds a range whose bounds are no "
                    + bound.javaType().getSimpleName());
        }
    }

    private static @Nullable Object value(String quoted, ValueType bound) {
        if (quoted.isEmpty()) {
            return null;
        }
        String text = quoted.startsWith("\"") ? quoted.substring(1, quoted.length() - 1) : quoted;
        return bound.fromText(text);
    }
}
