package dev.rowhouse.jdbc.repository;

import dev.rowhouse.jdbc.mapping.ValueType;
import dev.rowhouse.repository.Keyset;
import dev.rowhouse.repository.Restriction;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on the row {@code t} of a table, and the values that are bound to them, in their order. Operators that
 * PostgreSQL can use an index for under row-level security are the only ones it writes.
 *
 * @param <T> the entity
 */
final class Condition<T> {
    private final EntityTable<T> table;
    private final StringBuilder sql = new StringBuilder();
    private final List<Object> values = new ArrayList<>();

    private record Bound(ValueType type, @Nullable Object value) {}

    private record BoundArray(ValueType type, List<Object> elements) {}

    Condition(EntityTable<T> table) {
        this.table = table;
    }

    String sql() {
        return sql.toString();
    }

    /** Binds the values from an index on, and returns the index after them. */
    int bind(PreparedStatement statement, int from) throws SQLException {
        int index = from;
        for (Object value : values) {
            if (value instanceof BoundArray array) {
                array.type.bindColumn(statement, index++, array.elements);
            } else if (value instanceof Bound bound) {
                bound.type.bind(statement, index++, bound.value);
            }
        }
        return index;
    }

    // ---- restrictions

    /** Adds {@code and …}, or nothing if all rows satisfy the restriction. */
    Condition<T> and(Restriction<? super T> restriction) {
        if (!(restriction instanceof Restriction.All<?> all
                && all.restrictions().isEmpty())) {
            sql.append("\nand ");
            add(restriction);
        }
        return this;
    }

    private void add(Restriction<?> restriction) {
        if (restriction instanceof Restriction.Compare<?> compare) {
            EntityTable.Column<T> column = restricted(compare.attribute());
            sql.append("t.")
                    .append(column.identifier())
                    .append(operator(compare.operator()))
                    .append(column.parameter());
            values.add(new Bound(column.valueType(), checked(column, compare.value())));
        } else if (restriction instanceof Restriction.In<?> in) {
            EntityTable.Column<T> column = restricted(in.attribute());
            if (column.valueType().isArray()) {
                throw new IllegalArgumentException("Restricting " + table.name() + " by attribute " + in.attribute()
                        + ": it is a list. Compare it with equalTo.");
            }
            sql.append("t.")
                    .append(column.identifier())
                    .append(" = any (")
                    .append(column.arrayParameter())
                    .append(")");
            List<Object> elements = new ArrayList<>(in.values().size());
            in.values().forEach(value -> elements.add(checked(column, value)));
            values.add(new BoundArray(column.valueType(), elements));
        } else if (restriction instanceof Restriction.StartsWith<?> startsWith) {
            EntityTable.Column<T> column = restricted(startsWith.attribute());
            checked(column, startsWith.prefix());
            sql.append("t.").append(column.identifier()).append(" ^@ ?");
            values.add(new Bound(column.valueType(), startsWith.prefix()));
        } else if (restriction instanceof Restriction.IsNull<?> isNull) {
            sql.append("t.").append(restricted(isNull.attribute()).identifier()).append(" is null");
        } else if (restriction instanceof Restriction.Not<?> not) {
            sql.append("not (");
            add(not.restriction());
            sql.append(")");
        } else if (restriction instanceof Restriction.All<?> all) {
            join(all.restrictions(), " and ", "true");
        } else if (restriction instanceof Restriction.Any<?> any) {
            join(any.restrictions(), " or ", "false");
        } else {
            throw new IllegalStateException("Restricting " + table.name() + ": a "
                    + restriction.getClass().getName() + " is unknown here. Use one version of Rowhouse throughout.");
        }
    }

    private void join(List<? extends Restriction<?>> restrictions, String with, String ifNone) {
        if (restrictions.isEmpty()) {
            sql.append(ifNone);
            return;
        }
        sql.append("(");
        String separator = "";
        for (Restriction<?> restriction : restrictions) {
            sql.append(separator);
            add(restriction);
            separator = with;
        }
        sql.append(")");
    }

    private EntityTable.Column<T> restricted(String attribute) {
        return table.attribute("Restricting", attribute);
    }

    private static String operator(Restriction.Operator operator) {
        return switch (operator) {
            case EQUAL -> " = ";
            case NOT_EQUAL -> " <> ";
            case LESS -> " < ";
            case LESS_OR_EQUAL -> " <= ";
            case GREATER -> " > ";
            case GREATER_OR_EQUAL -> " >= ";
        };
    }

    /** A comparison of different types is an error at best, and a scan of the whole table at worst. */
    private Object checked(EntityTable.Column<T> column, Object value) {
        Class<?> type = column.value().javaType();
        if (type.isInstance(value) || (type == java.util.List.class && value instanceof Collection)) {
            return value;
        }
        if (type == Long.class && (value instanceof Integer || value instanceof Short || value instanceof Byte)) {
            return ((Number) value).longValue();
        }
        throw new IllegalArgumentException(
                "Restricting " + table.name() + " by attribute " + column.attribute() + ": the value is a "
                        + value.getClass().getName() + ", and the attribute's type is " + type.getName()
                        + ". Give a value of that type.");
    }

    // ---- keysets

    /** Adds the condition that a row comes after a place in an order. */
    Condition<T> after(List<SortKey<T>> order, List<? extends @Nullable Object> place) {
        sql.append("\nand ");
        Keyset.appendAfter(sql, order, place, (key, value) -> {
            sql.append(key.parameter());
            values.add(new Bound(key.column().valueType(), value));
        });
        return this;
    }
}
