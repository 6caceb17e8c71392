package dev.rowhouse.jdbc.mapping;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What Java types and columns have to do with each other, for one JSON mapper.
 *
 * <p>Public for the packages of this adapter only: not API. Safe for use by many threads.
 *
 * @since 0.1
 */
public final class Mappings {
    private final ValueTypes values;
    private final ConcurrentHashMap<Class<?>, RecordMapping<?>> known = new ConcurrentHashMap<>();

    /**
     * Creates mappings.
     *
     * @param json reads and writes JSON, or null if nothing does
     */
    public Mappings(@Nullable JsonMapper json) {
        this.values = new ValueTypes(json);
    }

    /**
     * Answers whether values of a type are read from one column without a JSON mapper.
     *
     * @param type the type
     * @return whether they are
     */
    public static boolean isSimple(Class<?> type) {
        return ValueTypes.isSimple(type);
    }

    /**
     * Finds the mapping of a record or a bean.
     *
     * @param type the class
     * @param <T> the class
     * @return the same mapping each time
     * @throws IllegalArgumentException if it is neither a record nor a class with one constructor
     */
    public <T> RecordMapping<T> of(Class<T> type) {
        RecordMapping<?> mapping = known.get(type);
        if (mapping == null) {
            mapping = RecordMapping.of(type, values);
            known.put(type, mapping);
        }
        @SuppressWarnings("unchecked") // put under its own class
        RecordMapping<T> found = (RecordMapping<T>) mapping;
        return found;
    }

    /**
     * Finds out how rows become objects of a class: a record, a bean, or what is read from one column.
     *
     * @param type the class
     * @param <T> the class
     * @return what reads the rows
     * @throws IllegalArgumentException if the class cannot be mapped
     */
    public <T> RowReader<T> reader(Class<T> type) {
        if (isSimple(type) || type.isInterface() || values.isTree(type)) {
            return onlyColumn(type, values.of(type)); // an interface or a tree is JSON
        }
        return of(type)::reader;
    }

    /**
     * Finds out how a value is bound.
     *
     * @param value the value, or null
     * @return its type
     * @throws IllegalArgumentException if it cannot be bound
     */
    public ValueType typeOf(@Nullable Object value) {
        return values.ofValue(value);
    }

    /**
     * Finds out how a value is bound as JSON, be it a simple one or a collection.
     *
     * @param value the value, or null
     * @return its type
     * @throws IllegalArgumentException if there is no JSON mapper
     */
    public ValueType jsonTypeOf(@Nullable Object value) {
        if (value == null) {
            return values.ofValue(null);
        }
        return values.jsonOf(value instanceof Collection ? List.class : value.getClass());
    }

    private static <T> RowReader<T> onlyColumn(Class<T> type, ValueType value) {
        return columns -> {
            if (columns.getColumnCount() != 1) {
                throw new MappingError("Mapping a row to " + type.getName() + ": it takes one column, and the row has "
                        + columns.getColumnCount() + ". Select one, or map the row to a record.");
            }
            boolean unsure = value.isOffsetNeeded() && !ValueType.hasOffset(columns, 1);
            return row -> {
                @Nullable Object read;
                try {
                    String text = unsure ? row.getString(1) : null;
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
