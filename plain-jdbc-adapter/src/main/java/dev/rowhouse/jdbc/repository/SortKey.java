package dev.rowhouse.jdbc.repository;

import dev.rowhouse.repository.Keyset;
import jakarta.data.Sort;
import java.util.ArrayList;
import java.util.List;

/** One step of an order. */
record SortKey<T>(EntityTable.Column<T> column, boolean ascending, boolean ignoreCase) implements Keyset.Step {
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

    @Override
    public String path() {
        return column.attribute();
    }

    @Override
    public Class<?> javaType() {
        return column.value().javaType();
    }

    @Override
    public boolean nullable() {
        return column.isNullable();
    }

    @Override
    public String expression() {
        return ignoreCase ? "lower(t." + column.identifier() + ")" : "t." + column.identifier();
    }

    String parameter() {
        return ignoreCase ? "lower(?::text)" : column.parameter();
    }

    static <T> String orderBy(List<SortKey<T>> keys) {
        StringBuilder order = new StringBuilder("\norder by ");
        for (int i = 0; i < keys.size(); i++) {
            SortKey<T> key = keys.get(i);
            order.append(i == 0 ? "" : ", ").append(key.expression()).append(key.ascending() ? "" : " desc");
        }
        return order.toString();
    }
}
