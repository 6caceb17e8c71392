package dev.rowhouse.samples.petcare.api;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Part of a list.
 *
 * @param items the rows
 * @param next the cursor of the next page, or null on the last
 * @param <T> what a row is
 */
public record Page<T>(List<T> items, @Nullable String next) {
    /** Makes a page of rows that were read with one more than asked for. */
    public static <R, T> Page<T> of(List<R> rows, int size, Function<R, T> view, Function<R, Cursor> cursor) {
        List<R> shown = rows.subList(0, Math.min(size, rows.size()));
        return new Page<>(
                shown.stream().map(view).toList(),
                rows.size() > size ? cursor.apply(shown.get(size - 1)).toString() : null);
    }
}
