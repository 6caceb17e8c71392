package dev.rowhouse.jdbc.mapping;

import static java.util.Objects.requireNonNull;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How the values of one Java type are read from a column and bound to a parameter. Immutable.
 *
 * <p>Public for the packages of this adapter only: not API.
 *
 * @since 0.1
 */
public final class ValueType {
    /** How wide the driver takes a timestamp without an offset to be, with all digits of its second. */
    private static final int WIDEST_WITHOUT_OFFSET = 29;

    /** Reads a value, or null. */
    @FunctionalInterface
    interface Reader {
        @Nullable
        Object read(ResultSet row, int column) throws SQLException;
    }

    /** Binds a value that is not null. */
    @FunctionalInterface
    interface Binder {
        void bind(PreparedStatement statement, int index, Object value) throws SQLException;
    }

    /** The class of the values; a primitive type is given as its wrapper. */
    private final Class<?> javaType;

    private final @Nullable String sqlType;
    private final Reader reader;
    private final Binder binder;
    private final Function<Object, Object> inArray;
    private final @Nullable Function<String, Object> fromText;
    private final boolean offsetNeeded;
    private final boolean array;

    private ValueType(
            Class<?> javaType,
            @Nullable String sqlType,
            Reader reader,
            Binder binder,
            Function<Object, Object> inArray,
            @Nullable Function<String, Object> fromText,
            boolean offsetNeeded,
            boolean array) {
        this.javaType = javaType;
        this.sqlType = sqlType;
        this.reader = reader;
        this.binder = binder;
        this.inArray = inArray;
        this.fromText = fromText;
        this.offsetNeeded = offsetNeeded;
        this.array = array;
    }

    /**
     * Describes a type.
     *
     * @param sqlType PostgreSQL's name of the type, or null to leave it to the server, which looks at the other side of
     *     an operator or at the column of an insert
     */
    static ValueType of(Class<?> javaType, @Nullable String sqlType, Reader reader, Binder binder) {
        return new ValueType(javaType, sqlType, reader, binder, String::valueOf, null, false, false);
    }

    /** Describes an array, which the list of an {@code in} cannot be. */
    static ValueType array(Class<?> javaType, @Nullable String sqlType, Reader reader, Binder binder) {
        return new ValueType(javaType, sqlType, reader, binder, String::valueOf, null, false, true);
    }

    /** The same, with values that stand in an array as they are. */
    ValueType asItIsInArrays() {
        return new ValueType(javaType, sqlType, reader, binder, Function.identity(), fromText, offsetNeeded, array);
    }

    /** The same, with values that stand in arrays and ranges as a text. */
    ValueType withText(Function<Object, Object> toText, Function<String, Object> fromText) {
        return new ValueType(javaType, sqlType, reader, binder, toText, fromText, offsetNeeded, array);
    }

    /** The same, but refuses columns without an offset from UTC, for which the driver would take that of this machine. */
    ValueType needingOffset() {
        return new ValueType(javaType, sqlType, reader, binder, inArray, fromText, true, array);
    }

    /** The same, with values that stand in arrays as something else. */
    ValueType inArrays(Function<Object, Object> toElement) {
        return new ValueType(javaType, sqlType, reader, binder, toElement, fromText, offsetNeeded, array);
    }

    /**
     * Returns the class of the values.
     *
     * @return the class; a primitive type is given as its wrapper
     */
    public Class<?> javaType() {
        return javaType;
    }

    /**
     * Returns PostgreSQL's name of the type, for an array that of its elements.
     *
     * @return the name, or null if it is left to the server
     */
    public @Nullable String sqlType() {
        return sqlType;
    }

    /**
     * Answers whether the values are arrays, which the list of an {@code in} cannot be.
     *
     * @return whether they are
     */
    public boolean isArray() {
        return array;
    }

    /**
     * Answers whether a parameter needs a cast in the SQL text. In {@code now() - ?} the server takes a parameter of
     * unknown type for another timestamp.
     *
     * @return whether it does
     */
    public boolean isCast() {
        return "interval".equals(sqlType) && !array;
    }

    /**
     * Converts a value to what stands for it in the Java array that the driver turns into an array of PostgreSQL.
     *
     * @param value the value, or null
     * @return what stands for it
     */
    public @Nullable Object inArray(@Nullable Object value) {
        return value == null ? null : inArray.apply(value);
    }

    /** Reads a value from its text in a range. */
    Object fromText(String text) {
        return requireNonNull(fromText, "fromText").apply(text);
    }

    /** Whether the first value of a column has to be looked at before it is read. */
    boolean isOffsetNeeded() {
        return offsetNeeded;
    }

    /**
     * Whether the driver's description of a column says that it has an offset, which takes no look at the database. False
     * says nothing: with few digits of a second, both kinds of timestamps have the same width.
     */
    static boolean hasOffset(ResultSetMetaData columns, int column) throws SQLException {
        return columns.getColumnDisplaySize(column) > WIDEST_WITHOUT_OFFSET;
    }

    /**
     * Looks at the text of a value that is to have an offset. The type of the column would say more, but the driver asks
     * the database for it.
     *
     * @return what is wrong with it, or null
     */
    @Nullable
    String refusal(String text) {
        int time = text.indexOf(' ');
        if (time < 0 || text.indexOf('+', time) > 0 || text.indexOf('-', time) > 0) {
            return null;
        }
        return "a timestamp without time zone is no " + javaType.getSimpleName();
    }

    @Nullable
    Object read(ResultSet row, int column) throws SQLException {
        return reader.read(row, column);
    }

    /**
     * Binds a value.
     *
     * @param statement whose parameter
     * @param index the parameter, counted from 1
     * @param value the value, or null
     * @throws SQLException if the driver refuses it
     */
    public void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        if (value != null) {
            binder.bind(statement, index, value);
        } else if (sqlType == null || isCast()) {
            statement.setNull(index, Types.NULL);
        } else if (sqlType.equals("text") && !array) {
            statement.setNull(index, Types.VARCHAR); // as the driver binds strings
        } else {
            statement.setNull(index, Types.OTHER, array ? sqlType + "[]" : sqlType);
        }
    }

    /**
     * Binds the values of one column for many rows as an array, for {@code unnest}. Values that are arrays themselves
     * stand in it as texts, because {@code unnest} would take them apart.
     *
     * @param statement whose parameter
     * @param index the parameter, counted from 1
     * @param values the values
     * @throws SQLException if the driver refuses them
     */
    public void bindColumn(PreparedStatement statement, int index, Collection<? extends @Nullable Object> values)
            throws SQLException {
        if (array) {
            statement.setObject(index, ValueTypes.literal(values, this::inArray), Types.OTHER);
        } else {
            ValueTypes.bindArray(statement, index, values, this);
        }
    }
}
