package dev.rowhouse.jdbc;

import dev.rowhouse.jdbc.mapping.RecordMapping;
import dev.rowhouse.jdbc.mapping.ValueType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One statement for many rows. */
final class Batch {
    /** The driver keeps the values of a batch until it is sent. */
    private static final int MOST_AT_ONCE = 5_000;

    private final TenantJdbc jdbc;
    private final NamedSql text;

    Batch(TenantJdbc jdbc, NamedSql text) {
        this.jdbc = jdbc;
        this.text = text;
    }

    int[] run(Collection<?> rows) {
        if (rows.isEmpty()) {
            return new int[0];
        }
        RowValues values = values(rows);
        return jdbc.inTransaction(() -> jdbc.withConnection(
                "Running a batch of " + rows.size() + " rows",
                text.text(),
                connection -> run(connection, rows, values)));
    }

    private int[] run(Connection connection, Collection<?> rows, RowValues values) throws SQLException {
        int[] counts = new int[rows.size()];
        int[] parameters = text.parameters();
        int done = 0;
        int waiting = 0;
        try (PreparedStatement statement = connection.prepareStatement(text.sql(values.intervals()))) {
            for (Object row : rows) {
                for (int i = 0; i < parameters.length; i++) {
                    values.bind(statement, i + 1, parameters[i], row);
                }
                statement.addBatch();
                waiting++;
                if (waiting == MOST_AT_ONCE || done + waiting == counts.length) {
                    int[] part = statement.executeBatch();
                    System.arraycopy(part, 0, counts, done, part.length);
                    done += waiting;
                    waiting = 0;
                }
            }
        }
        return counts;
    }

    private RowValues values(Collection<?> rows) {
        Class<?> type = null;
        int position = 0;
        for (Object row : rows) {
            if (row == null) {
                throw new IllegalArgumentException("Running a batch: row " + position
                        + " (counted from 0) is null. Leave it out. Statement: " + text.text());
            }
            Class<?> kind = row instanceof Map<?, ?> ? Map.class : row.getClass();
            if (type != null && type != kind) {
                throw new IllegalArgumentException("Running a batch: its rows are of " + type.getName() + " and of "
                        + kind.getName() + ". Give it rows of one class. Statement: " + text.text());
            }
            type = kind;
            position++;
        }
        return type == null || type == Map.class ? new MapValues(rows) : components(type);
    }

    private <T> RowValues components(Class<T> type) {
        RecordMapping<T> mapping = jdbc.mappings().of(type);
        List<RecordMapping.ColumnValue<T>> values = new ArrayList<>();
        List<ValueType> types = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        BitSet intervals = new BitSet();
        for (int i = 0; i < text.names().size(); i++) {
            RecordMapping.ColumnValue<T> value = mapping.value(text.names().get(i));
            if (value == null) {
                missing.add(text.names().get(i));
            } else {
                ValueType kind = Sql.typeOf(text, i, value);
                Sql.refuseArrayInList(text, i, kind);
                intervals.set(i, kind.isCast());
                values.add(value);
                types.add(kind);
            }
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("Running a batch: " + type.getName()
                    + " has no components for the parameters " + missing + "; it has " + mapping.names()
                    + ". Correct the names. Statement: " + text.text());
        }
        return new RowValues() {
            @Override
            public BitSet intervals() {
                return intervals;
            }

            @Override
            public void bind(PreparedStatement statement, int index, int name, Object row) throws SQLException {
                types.get(name).bind(statement, index, values.get(name).of(type.cast(row)));
            }
        };
    }

    /** What is bound for a row. */
    private interface RowValues {
        BitSet intervals();

        void bind(PreparedStatement statement, int index, int name, Object row) throws SQLException;
    }

    /**
     * The values of maps. A column's type is that of its first value, so that a null in between does not make the driver
     * prepare the statement anew.
     */
    private final class MapValues implements RowValues {
        private final @Nullable ValueType[] types = new ValueType[text.names().size()];

        MapValues(Collection<?> rows) {
            int position = 0;
            for (Object row : rows) {
                check((Map<?, ?>) row, position++);
            }
        }

        private void check(Map<?, ?> row, int position) {
            for (int i = 0; i < types.length; i++) {
                String name = text.names().get(i);
                Object value = row.get(name);
                if ((value == null && !row.containsKey(name)) || row.size() > types.length) {
                    throw new IllegalArgumentException("Running a batch: row " + position
                            + " (counted from 0) has the names " + row.keySet() + ", the statement has " + text.names()
                            + ". Give each row all of them and no others. Statement: " + text.text());
                }
                if (value != null && types[i] == null) {
                    types[i] = Sql.typeOf(jdbc, text, i, value);
                    Sql.refuseArrayInList(text, i, types[i]);
                }
            }
        }

        @Override
        public BitSet intervals() {
            BitSet intervals = new BitSet();
            for (int i = 0; i < types.length; i++) {
                ValueType type = types[i];
                intervals.set(i, type != null && type.isCast());
            }
            return intervals;
        }

        @Override
        public void bind(PreparedStatement statement, int index, int name, Object row) throws SQLException {
            Object value = ((Map<?, ?>) row).get(text.names().get(name));
            ValueType column = types[name];
            ValueType type = value == null && column != null ? column : Sql.typeOf(jdbc, text, name, value);
            type.bind(statement, index, value);
        }
    }
}
