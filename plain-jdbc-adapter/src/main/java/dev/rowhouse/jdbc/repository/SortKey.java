package dev.rowhouse.jdbc.repository;

import dev.rowhouse.repository.InvalidCursorException;
import jakarta.data.Sort;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One step of an order. */
record SortKey<T>(EntityTable.Column<T> column, boolean ascending, boolean ignoreCase) {
    /**
     * Completes an order by the id, so that no two rows share a place in it. The id goes the way of the step before, so
     * that one comparison of rows serves both.
     *
     * @throws IllegalArgumentException if an attribute is unknown, or ignores case and is no text
     */
    static <T> List<SortKey<T>> complete(EntityTable<T> table, List<? extends Sort<?>> sorts) {
        List<SortKey<T>> keys = new ArrayList<>(sorts.size() + 1);
        boolean ascending = true;
        for (Sort<?> sort : sorts) {
            EntityTable.Column<T> column = table.attribute("Ordering", sort.property());
            if (sort.ignoreCase() && column.value().javaType() != String.class) {
                throw new IllegalArgumentException("Ordering " + table.name() + " by attribute " + sort.property()
                        + ": its type is " + column.value().javaType().getName()
                        + ", which has no case to ignore. Order by it as it is.");
            }
            ascending = sort.isAscending();
            keys.add(new SortKey<>(column, ascending, sort.ignoreCase()));
            if (column == table.id()) {
                return keys;
            }
        }
        keys.add(new SortKey<>(table.id(), ascending, false));
        return keys;
    }

    /** The order as Jakarta Data says it, for the scope of cursors. */
    Sort<T> sort() {
        return new Sort<>(column.attribute(), ascending, ignoreCase);
    }

    SortKey<T> reversed() {
        return new SortKey<>(column, !ascending, ignoreCase);
    }

    String sql() {
        return ignoreCase ? "lower(t." + column.identifier() + ")" : "t." + column.identifier();
    }

    String parameter() {
        return ignoreCase ? "lower(?::text)" : column.parameter();
    }

    static <T> String orderBy(List<SortKey<T>> keys) {
        StringBuilder order = new StringBuilder("\norder by ");
        for (int i = 0; i < keys.size(); i++) {
            SortKey<T> key = keys.get(i);
            order.append(i == 0 ? "" : ", ").append(key.sql()).append(key.ascending() ? "" : " desc");
        }
        return order.toString();
    }

    /** The value as the entity has it: cursors hold enums by name, and times by their instant. */
    @Nullable
    Object value(@Nullable Object inCursor) {
        Class<?> type = column.value().javaType();
        if (inCursor == null || type.isInstance(inCursor)) {
            return inCursor;
        }
        if (type == ZonedDateTime.class && inCursor instanceof Instant instant) {
            return instant.atZone(ZoneOffset.UTC);
        }
        if (type == BigInteger.class && inCursor instanceof BigDecimal number) {
            return number.toBigInteger();
        }
        if (type.isEnum() && inCursor instanceof String name) {
            for (Object constant : type.getEnumConstants()) {
                if (((Enum<?>) constant).name().equals(name)) {
                    return constant;
                }
            }
        }
        throw new InvalidCursorException(
                "Reading a cursor: attribute " + column.attribute() + " has become a " + type.getName()
                        + " since it was made. Begin again with the first page.",
                null);
    }
}
