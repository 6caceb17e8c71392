package dev.rowhouse.jdbc.mapping;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A range of PostgreSQL: {@code int4range} with {@link Integer}, {@code int8range} with {@link Long}, {@code numrange}
 * with {@link java.math.BigDecimal}, {@code daterange} with {@link java.time.LocalDate}, {@code tsrange} with
 * {@link java.time.LocalDateTime}, {@code tstzrange} with {@link java.time.Instant} or
 * {@link java.time.OffsetDateTime}.
 *
 * <p>PostgreSQL writes ranges of integers and dates from an inclusive to an exclusive bound, whatever they were given as.
 *
 * @param lower the lower bound, or null if there is none
 * @param upper the upper bound, or null if there is none
 * @param lowerInclusive whether the lower bound belongs to the range
 * @param upperInclusive whether the upper bound belongs to the range
 * @param isEmpty whether nothing belongs to the range; it then has no bounds
 * @param <T> the type of the bounds
 * @since 0.1
 */
public record Range<T extends Comparable<? super T>>(
        @Nullable T lower, @Nullable T upper, boolean lowerInclusive, boolean upperInclusive, boolean isEmpty) {
    /**
     * Creates a range.
     *
     * @param lower the lower bound, or null if there is none
     * @param upper the upper bound, or null if there is none
     * @param lowerInclusive whether the lower bound belongs to the range
     * @param upperInclusive whether the upper bound belongs to the range
     * @param isEmpty whether nothing belongs to the range
     * @throws IllegalArgumentException if the lower bound is above the upper one, a bound is missing and inclusive, or an
     *     empty range has a bound
     */
    public Range {
        if (lower != null && upper != null && lower.compareTo(upper) > 0) {
            throw new IllegalArgumentException(
                    "Creating a range: its lower bound is above its upper bound. Give them in order.");
        }
        if ((lower == null && lowerInclusive) || (upper == null && upperInclusive)) {
            throw new IllegalArgumentException(
                    "Creating a range: a bound that is missing cannot be inclusive. Give the bound, or make it exclusive.");
        }
        if (isEmpty && (lower != null || upper != null)) {
            throw new IllegalArgumentException(
                    "Creating a range: it is empty and has a bound. Leave the bounds of an empty range out.");
        }
    }

    /**
     * Creates a range with its lower and without its upper bound: the way PostgreSQL prefers.
     *
     * @param lower the first that belongs to it
     * @param upper the first that does not any more
     * @param <T> the type of the bounds
     * @return the range; empty if the bounds are equal
     */
    public static <T extends Comparable<? super T>> Range<T> closedOpen(T lower, T upper) {
        requireNonNull(lower, "lower");
        requireNonNull(upper, "upper");
        return lower.compareTo(upper) == 0 ? empty() : new Range<>(lower, upper, true, false, false);
    }

    /**
     * Creates a range with both of its bounds.
     *
     * @param lower the first that belongs to it
     * @param upper the last that belongs to it
     * @param <T> the type of the bounds
     * @return the range
     */
    public static <T extends Comparable<? super T>> Range<T> closed(T lower, T upper) {
        return new Range<>(requireNonNull(lower, "lower"), requireNonNull(upper, "upper"), true, true, false);
    }

    /**
     * Creates a range without an end.
     *
     * @param lower the first that belongs to it
     * @param <T> the type of the bounds
     * @return the range
     */
    public static <T extends Comparable<? super T>> Range<T> atLeast(T lower) {
        return new Range<>(requireNonNull(lower, "lower"), null, true, false, false);
    }

    /**
     * Creates a range without a beginning.
     *
     * @param upper the first that does not belong to it
     * @param <T> the type of the bounds
     * @return the range
     */
    public static <T extends Comparable<? super T>> Range<T> lessThan(T upper) {
        return new Range<>(null, requireNonNull(upper, "upper"), false, false, false);
    }

    /**
     * Creates a range to which everything belongs.
     *
     * @param <T> the type of the bounds
     * @return the range
     */
    public static <T extends Comparable<? super T>> Range<T> all() {
        return new Range<>(null, null, false, false, false);
    }

    /**
     * Creates a range to which nothing belongs.
     *
     * @param <T> the type of the bounds
     * @return the range
     */
    public static <T extends Comparable<? super T>> Range<T> empty() {
        return new Range<>(null, null, false, false, true);
    }

    /**
     * Answers whether a value belongs to the range.
     *
     * @param value the value
     * @return whether it does
     */
    public boolean contains(T value) {
        requireNonNull(value, "value");
        if (isEmpty) {
            return false;
        }
        int fromLower = lower == null ? 1 : value.compareTo(lower);
        int fromUpper = upper == null ? -1 : value.compareTo(upper);
        return (fromLower > 0 || (fromLower == 0 && lowerInclusive))
                && (fromUpper < 0 || (fromUpper == 0 && upperInclusive));
    }
}
