package dev.rowhouse.jdbc;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Prepares to read rows of certain columns. */
@FunctionalInterface
interface RowReader<T> {
    /** Looks at the columns once, before the first row. */
    RowMapper<T> of(ResultSetMetaData columns) throws SQLException;

    static boolean isScalar(Class<?> type) {
        return ValueTypes.isSimple(type);
    }

    /** Reads rows as a record, a bean or a simple type. */
    static <T> RowReader<T> of(Class<T> type, TenantJdbc jdbc) {
        if (isScalar(type)) {
            return scalar(type, jdbc.values().of(type));
        }
        if (type.isInterface() || jdbc.values().isTree(type)) {
            return scalar(type, jdbc.values().of(type)); // JSON: a map, a tree
        }
        RecordMapping<T> mapping = jdbc.mapping(type);
        return mapping::reader;
    }

    private static <T> RowReader<T> scalar(Class<T> type, ValueType value) {
        return columns -> {
            if (columns.getColumnCount() != 1) {
                throw new MappingError("Mapping a row to " + type.getName() + ": it takes one column, and the row has "
                        + columns.getColumnCount() + ". Select one, or map the row to a record.");
            }
            return row -> {
                @Nullable Object read;
                try {
                    String text = value.isOffsetNeeded() ? row.getString(1) : null;
                    String refusal = text == null ? null : value.refusal(text);
                    if (refusal != null) {
                        throw new MappingError(refusal);
                    }
                    read = value.read(row, 1);
                } catch (MappingError e) {
                    throw new MappingError("Mapping column " + columns.getColumnLabel(1) + " to " + type.getName()
                            + ": " + e.getMessage() + ". Use another type, or cast the column.");
                } catch (SQLException | ClassCastException e) {
                    MappingError error = new MappingError("Mapping column " + columns.getColumnLabel(1) + " to "
                            + type.getName() + ": a column of type " + columns.getColumnTypeName(1)
                            + " cannot be read so. Use another type, or cast the column.");
                    error.setStackTrace(e.getStackTrace());
                    throw error;
                }
                @SuppressWarnings("unchecked") // the value's type reads T or its wrapper
                @Nullable
                T mapped = (T) read;
                return mapped;
            };
        };
    }
}
