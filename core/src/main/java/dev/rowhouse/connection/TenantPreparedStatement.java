package dev.rowhouse.connection;

import dev.rowhouse.TenantContext;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.BatchUpdateException;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;
import org.postgresql.util.PGobject;

/**
 * A prepared statement whose values go to the plain statement or, shifted past the context's own, to the carrier.
 *
 * <p>Which of the two is right is known only when it runs: a batch, another transaction or a look at the metadata changes
 * it. So the values are bound at once, where the driver checks them, and kept, so that they can be bound to the other.
 * A value that cannot be read twice or that its owner may change meanwhile is bound once, to the plain statement, which
 * then stays the one.
 */
class TenantPreparedStatement extends TenantStatement implements PreparedStatement {
    private static final String WRONG_OBJECT_TYPE = "42809";

    /** Longest byte array that is copied so that it can be bound again, in bytes. */
    private static final int MAX_COPIED_BYTES = 8_192;

    private final SqlText text;
    private final Factory factory;
    private final boolean readOnlyRows;

    private boolean pinned;
    private PreparedStatement current;

    /** How many values of the context stand in front of the user's: 0 where the current statement is the plain one. */
    private int shift;

    /** The shift of the carrier, if there is one. */
    private int carrierShift;

    private @Nullable Parameter[] parameters = {};

    /** Whether a value was set whose type the driver leaves to the server. */
    private boolean untyped;

    /**
     * Whether the batch is one row that the driver has not been given, and whose values are those that are set: alone it can
     * carry the context, which a batch cannot.
     */
    private boolean holdsRow;

    /** The carrier that was told never to become a named statement. */
    private @Nullable PreparedStatement unnamed;

    /** Prepares a text on the driver's connection. */
    @FunctionalInterface
    interface Factory {
        PreparedStatement prepare(String sql) throws SQLException;
    }

    /**
     * Prepares a statement.
     *
     * @param factory prepares it with the type, concurrency and holdability that the user asked for
     * @param pinned whether it can never carry the context, for instance because it returns generated keys
     * @param readOnlyRows whether its rows cannot be updated
     */
    TenantPreparedStatement(
            TenantConnection connection, SqlText text, Factory factory, boolean pinned, boolean readOnlyRows)
            throws SQLException {
        super(connection, null);
        this.text = text;
        this.factory = factory;
        this.pinned = pinned;
        this.readOnlyRows = readOnlyRows;
        TenantContext context = TenantContext.current().orElse(null);
        if (context != null && !pinned && readOnlyRows && transaction.wouldCarry(text)) {
            current = prepareCarrier(context);
            shift = carrierShift;
        } else {
            current = factory.prepare(text.sql());
            plain(current);
        }
    }

    // ---- the two statements

    @Override
    final PreparedStatement plain() throws SQLException {
        if (!hasPlain()) {
            requireOpen();
            plain(factory.prepare(text.sql()));
        }
        PreparedStatement plain = (PreparedStatement) super.plain();
        moveTo(plain, 0);
        return plain;
    }

    @Override
    final PreparedStatement carrier(SqlText ignored, TenantContext context) throws SQLException {
        PreparedStatement known = knownCarrier();
        if (known == null || carrierShift != shiftOf(context)) {
            known = prepareCarrier(context);
        }
        moveTo(known, carrierShift);
        if (untyped && unnamed != known) {
            keepUnnamed(known);
        }
        return known;
    }

    /**
     * Keeps the driver from parting the context from the user's SQL. A named statement with a parameter of no type is
     * described on its own, and in front of a described one whose rows may be long the driver sends a Sync: it ends the
     * transaction in autocommit, and is a trip more inside one. An unnamed statement is not described on its own.
     */
    private void keepUnnamed(PreparedStatement carrier) throws SQLException {
        carrier.unwrap(PGStatement.class).setPrepareThreshold(0);
        unnamed = carrier;
    }

    private PreparedStatement prepareCarrier(TenantContext context) throws SQLException {
        requireOpen();
        dropCarrier();
        try {
            PreparedStatement created = factory.prepare(text.prepared(connection.contextSql(), context));
            carrier(created);
            carrierShift = shiftOf(context);
            return created;
        } catch (SQLException e) {
            throw refused(text, e);
        }
    }

    private int shiftOf(TenantContext context) {
        return connection.contextSql().parameters(context);
    }

    /** Makes a statement the current one and gives it the values that have been set so far. */
    private void moveTo(PreparedStatement target, int targetShift) throws SQLException {
        if (current == target) {
            return;
        }
        for (int i = 0; i < parameters.length; i++) {
            Parameter parameter = parameters[i];
            if (parameter != null) {
                parameter.bind(target, i + 1 + targetShift);
            }
        }
        current = target;
        shift = targetShift;
    }

    @Override
    final boolean mayCarry() throws SQLException {
        return !pinned && readOnlyRows && current.getMaxFieldSize() == 0;
    }

    @Override
    final void pin() throws SQLException {
        plain();
        pinned = true;
    }

    // ---- values

    /** Sets a value that the driver sends with a type. */
    private void setTyped(int parameterIndex, Parameter parameter) throws SQLException {
        boolean before = untyped;
        set(parameterIndex, parameter);
        untyped = before;
    }

    final void set(int parameterIndex, Parameter parameter) throws SQLException {
        releaseRow();
        untyped = true;
        if (shift > 0 && (parameterIndex < 1 || parameterIndex > text.parameters())) {
            pin();
        }
        parameter.bind(current, parameterIndex + shift);
        if (!pinned) {
            keep(parameterIndex, parameter);
        }
    }

    private void keep(int parameterIndex, Parameter parameter) {
        if (parameterIndex > parameters.length) {
            parameters = Arrays.copyOf(parameters, Math.max(parameterIndex, text.parameters()));
        }
        parameters[parameterIndex - 1] = parameter;
    }

    /** Sets a value that cannot be bound again. */
    final void setOnce(int parameterIndex, Parameter parameter) throws SQLException {
        releaseRow();
        if (!pinned) {
            pin();
        }
        parameter.bind(current, parameterIndex);
    }

    /** Sets an object: again and again if it cannot change or a copy serves, else once. */
    private void setValue(int parameterIndex, @Nullable Object value, ObjectSetter setter) throws SQLException {
        Object steady = value == null ? null : steady(value);
        if (value == null || steady != null) {
            set(parameterIndex, (statement, index) -> setter.set(statement, index, steady));
        } else {
            setOnce(parameterIndex, (statement, index) -> setter.set(statement, index, value));
        }
    }

    @FunctionalInterface
    private interface ObjectSetter {
        void set(PreparedStatement statement, int index, @Nullable Object value) throws SQLException;
    }

    /** Returns the value, or a copy of it, that is the same when it is bound again; null if there is none. */
    private static @Nullable Object steady(Object value) throws SQLException {
        if (value instanceof String
                || value instanceof java.util.UUID
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Boolean
                || value instanceof BigDecimal
                || value instanceof java.time.temporal.TemporalAccessor
                || value instanceof Double
                || value instanceof Short
                || value instanceof Float
                || value instanceof Byte
                || value instanceof Character
                || value instanceof java.math.BigInteger
                || value instanceof Enum<?>) {
            return value;
        }
        if (value instanceof Timestamp timestamp) {
            return timestamp.clone();
        }
        if (value instanceof Date date) {
            return date.clone();
        }
        if (value instanceof Time time) {
            return time.clone();
        }
        if (value instanceof byte[] bytes) {
            return bytes.length > MAX_COPIED_BYTES ? null : bytes.clone();
        }
        if (value.getClass() == PGobject.class) {
            return copy((PGobject) value);
        }
        return value instanceof TenantArray array ? TenantArray.kept(array) : null;
    }

    private static PGobject copy(PGobject value) throws SQLException {
        PGobject copy = new PGobject();
        copy.setType(value.getType());
        copy.setValue(value.getValue());
        return copy;
    }

    @Override
    public final void clearParameters() throws SQLException {
        releaseRow();
        current.clearParameters();
        if (hasPlain()) {
            ((PreparedStatement) super.plain()).clearParameters();
        }
        PreparedStatement carrier = knownCarrier();
        if (carrier != null) {
            carrier.clearParameters();
        }
        Arrays.fill(parameters, null);
        untyped = false;
    }

    @Override
    public final void setBytes(int parameterIndex, byte[] value) throws SQLException {
        if (value != null && value.length > MAX_COPIED_BYTES) {
            setOnce(parameterIndex, (statement, index) -> statement.setBytes(index, value));
        } else {
            byte[] copy = value == null || pinned ? value : value.clone();
            setTyped(parameterIndex, (statement, index) -> statement.setBytes(index, copy));
        }
    }

    @Override
    public final void setDate(int parameterIndex, Date value) throws SQLException {
        Date copy = value == null ? null : (Date) value.clone();
        set(parameterIndex, (statement, index) -> statement.setDate(index, copy));
    }

    @Override
    public final void setDate(int parameterIndex, Date value, Calendar calendar) throws SQLException {
        Date copy = value == null ? null : (Date) value.clone();
        Calendar calendarCopy = calendar == null ? null : (Calendar) calendar.clone();
        set(parameterIndex, (statement, index) -> statement.setDate(index, copy, calendarCopy));
    }

    @Override
    public final void setTime(int parameterIndex, Time value) throws SQLException {
        Time copy = value == null ? null : (Time) value.clone();
        set(parameterIndex, (statement, index) -> statement.setTime(index, copy));
    }

    @Override
    public final void setTime(int parameterIndex, Time value, Calendar calendar) throws SQLException {
        Time copy = value == null ? null : (Time) value.clone();
        Calendar calendarCopy = calendar == null ? null : (Calendar) calendar.clone();
        set(parameterIndex, (statement, index) -> statement.setTime(index, copy, calendarCopy));
    }

    @Override
    public final void setTimestamp(int parameterIndex, Timestamp value) throws SQLException {
        Timestamp copy = value == null ? null : (Timestamp) value.clone();
        set(parameterIndex, (statement, index) -> statement.setTimestamp(index, copy));
    }

    @Override
    public final void setTimestamp(int parameterIndex, Timestamp value, Calendar calendar) throws SQLException {
        Timestamp copy = value == null ? null : (Timestamp) value.clone();
        Calendar calendarCopy = calendar == null ? null : (Calendar) calendar.clone();
        set(parameterIndex, (statement, index) -> statement.setTimestamp(index, copy, calendarCopy));
    }

    @Override
    public final void setObject(int parameterIndex, Object value) throws SQLException {
        boolean before = untyped;
        setValue(parameterIndex, value, PreparedStatement::setObject);
        if (ParameterTypes.isTyped(value, connection.areStringsTyped())) {
            untyped = before;
        }
    }

    @Override
    public final void setObject(int parameterIndex, Object value, int targetSqlType) throws SQLException {
        boolean before = untyped;
        setValue(
                parameterIndex, value, (statement, index, steady) -> statement.setObject(index, steady, targetSqlType));
        if (ParameterTypes.isTyped(value, targetSqlType, connection.areStringsTyped())) {
            untyped = before;
        }
    }

    @Override
    public final void setObject(int parameterIndex, Object value, int targetSqlType, int scaleOrLength)
            throws SQLException {
        setValue(
                parameterIndex,
                value,
                (statement, index, steady) -> statement.setObject(index, steady, targetSqlType, scaleOrLength));
    }

    @Override
    public final void setObject(int parameterIndex, Object value, SQLType targetSqlType) throws SQLException {
        setValue(
                parameterIndex, value, (statement, index, steady) -> statement.setObject(index, steady, targetSqlType));
    }

    @Override
    public final void setObject(int parameterIndex, Object value, SQLType targetSqlType, int scaleOrLength)
            throws SQLException {
        setValue(
                parameterIndex,
                value,
                (statement, index, steady) -> statement.setObject(index, steady, targetSqlType, scaleOrLength));
    }

    @Override
    public final void setNull(int parameterIndex, int sqlType) throws SQLException {
        Parameter parameter = (statement, index) -> statement.setNull(index, sqlType);
        if (ParameterTypes.isTypedNull(sqlType, connection.areStringsTyped())) {
            setTyped(parameterIndex, parameter);
        } else {
            set(parameterIndex, parameter);
        }
    }

    @Override
    public final void setBoolean(int parameterIndex, boolean value) throws SQLException {
        setTyped(parameterIndex, (statement, index) -> statement.setBoolean(index, value));
    }

    @Override
    public final void setByte(int parameterIndex, byte value) throws SQLException {
        setTyped(parameterIndex, (statement, index) -> statement.setByte(index, value));
    }

    @Override
    public final void setShort(int parameterIndex, short value) throws SQLException {
        setTyped(parameterIndex, (statement, index) -> statement.setShort(index, value));
    }

    @Override
    public final void setInt(int parameterIndex, int value) throws SQLException {
        setTyped(parameterIndex, (statement, index) -> statement.setInt(index, value));
    }

    @Override
    public final void setLong(int parameterIndex, long value) throws SQLException {
        setTyped(parameterIndex, (statement, index) -> statement.setLong(index, value));
    }

    @Override
    public final void setFloat(int parameterIndex, float value) throws SQLException {
        setTyped(parameterIndex, (statement, index) -> statement.setFloat(index, value));
    }

    @Override
    public final void setDouble(int parameterIndex, double value) throws SQLException {
        setTyped(parameterIndex, (statement, index) -> statement.setDouble(index, value));
    }

    @Override
    public final void setBigDecimal(int parameterIndex, BigDecimal value) throws SQLException {
        setTyped(parameterIndex, (statement, index) -> statement.setBigDecimal(index, value));
    }

    @Override
    public final void setString(int parameterIndex, String value) throws SQLException {
        setText(parameterIndex, (statement, index) -> statement.setString(index, value));
    }

    private void setText(int parameterIndex, Parameter parameter) throws SQLException {
        if (connection.areStringsTyped()) {
            setTyped(parameterIndex, parameter);
        } else {
            set(parameterIndex, parameter);
        }
    }

    @Override
    public final void setAsciiStream(int parameterIndex, InputStream value, int length) throws SQLException {
        setOnce(parameterIndex, (statement, index) -> statement.setAsciiStream(index, value, length));
    }

    @Deprecated
    @SuppressForbidden
    @Override
    public final void setUnicodeStream(int parameterIndex, InputStream value, int length) throws SQLException {
        setOnce(parameterIndex, (statement, index) -> statement.setUnicodeStream(index, value, length));
    }

    @Override
    public final void setBinaryStream(int parameterIndex, InputStream value, int length) throws SQLException {
        setOnce(parameterIndex, (statement, index) -> statement.setBinaryStream(index, value, length));
    }

    @Override
    public final void setCharacterStream(int parameterIndex, Reader reader, int length) throws SQLException {
        setOnce(parameterIndex, (statement, index) -> statement.setCharacterStream(index, reader, length));
    }

    @Override
    public final void setRef(int parameterIndex, Ref value) throws SQLException {
        setOnce(parameterIndex, (statement, index) -> statement.setRef(index, value));
    }

    @Override
    public final void setBlob(int parameterIndex, Blob value) throws SQLException {
        setOnce(parameterIndex, (statement, index) -> statement.setBlob(index, value));
    }

    @Override
    public final void setClob(int parameterIndex, Clob value) throws SQLException {
        setOnce(parameterIndex, (statement, index) -> statement.setClob(index, value));
    }

    @Override
    public final void setArray(int parameterIndex, Array value) throws SQLException {
        if (value == null) {
            set(parameterIndex, (statement, index) -> statement.setArray(index, null));
        } else if (value instanceof TenantArray array) {
            Array drivers = TenantArray.kept(array);
            setTyped(parameterIndex, (statement, index) -> statement.setArray(index, drivers));
        } else {
            setOnce(parameterIndex, (statement, index) -> statement.setArray(index, value));
        }
    }

    @Override
    public final void setNull(int parameterIndex, int sqlType, String typeName) throws SQLException {
        Parameter parameter = (statement, index) -> statement.setNull(index, sqlType, typeName);
        if (typeName == null) {
            set(parameterIndex, parameter);
        } else {
            setTyped(parameterIndex, parameter);
        }
    }

    @Override
    public final void setURL(int parameterIndex, URL value) throws SQLException {
        set(parameterIndex, (statement, index) -> statement.setURL(index, value));
    }

    @Override
    public final void setRowId(int parameterIndex, RowId value) throws SQLException {
        setOnce(parameterIndex, (statement, index) -> statement.setRowId(index, value));
    }

    @Override
    public final void setNString(int parameterIndex, String value) throws SQLException {
        setText(parameterIndex, (statement, index) -> statement.setNString(index, value));
    }

    @Override
    public final void setNCharacterStream(int parameterIndex, Reader value, long length) throws SQLException {
        setOnce(parameterIndex, (statement, index) -> statement.setNCharacterStream(index, value, length));
    }

    @Override
    public final void setNClob(int parameterIndex, NClob value) throws SQLException {
        setOnce(parameterIndex, (statement, index) -> statement.setNClob(index, value));
    }

    @Override
    public final void setClob(int parameterIndex, Reader reader, long length) throws SQLException {
        setOnce(parameterIndex, (statement, index) -> statement.setClob(index, reader, length));
    }

    @Override
    public final void setBlob(int parameterIndex, InputStream inputStream, long length) throws SQLException {
        setOnce(parameterIndex, (statement, index) -> statement.setBlob(index, inputStream, length));
    }

    @Override
    public final void setNClob(int parameterIndex, Reader reader, long length) throws SQLException {
        setOnce(parameterIndex, (statement, index) -> statement.setNClob(index, reader, length));
    }

    @Override
    public final void setSQLXML(int parameterIndex, SQLXML xmlObject) throws SQLException {
        setOnce(parameterIndex, (statement, index) -> statement.setSQLXML(index, xmlObject));
    }

    @Override
    public final void setAsciiStream(int parameterIndex, InputStream value, long length) throws SQLException {
        setOnce(parameterIndex, (statement, index) -> statement.setAsciiStream(index, value, length));
    }

    @Override
    public final void setBinaryStream(int parameterIndex, InputStream value, long length) throws SQLException {
        setOnce(parameterIndex, (statement, index) -> statement.setBinaryStream(index, value, length));
    }

    @Override
    public final void setCharacterStream(int parameterIndex, Reader reader, long length) throws SQLException {
        setOnce(parameterIndex, (statement, index) -> statement.setCharacterStream(index, reader, length));
    }

    @Override
    public final void setAsciiStream(int parameterIndex, InputStream value) throws SQLException {
        setOnce(parameterIndex, (statement, index) -> statement.setAsciiStream(index, value));
    }

    @Override
    public final void setBinaryStream(int parameterIndex, InputStream value) throws SQLException {
        setOnce(parameterIndex, (statement, index) -> statement.setBinaryStream(index, value));
    }

    @Override
    public final void setCharacterStream(int parameterIndex, Reader reader) throws SQLException {
        setOnce(parameterIndex, (statement, index) -> statement.setCharacterStream(index, reader));
    }

    @Override
    public final void setNCharacterStream(int parameterIndex, Reader value) throws SQLException {
        setOnce(parameterIndex, (statement, index) -> statement.setNCharacterStream(index, value));
    }

    @Override
    public final void setClob(int parameterIndex, Reader reader) throws SQLException {
        setOnce(parameterIndex, (statement, index) -> statement.setClob(index, reader));
    }

    @Override
    public final void setBlob(int parameterIndex, InputStream inputStream) throws SQLException {
        setOnce(parameterIndex, (statement, index) -> statement.setBlob(index, inputStream));
    }

    @Override
    public final void setNClob(int parameterIndex, Reader reader) throws SQLException {
        setOnce(parameterIndex, (statement, index) -> statement.setNClob(index, reader));
    }

    // ---- execution

    @Override
    final SqlText text(String sql) throws SQLException {
        throw new SQLException(
                "Can't use query methods that take a query string on a PreparedStatement.", WRONG_OBJECT_TYPE);
    }

    @Override
    public final ResultSet executeQuery() throws SQLException {
        return outward(run(text, Execution.QUERY, null));
    }

    @Override
    public final int executeUpdate() throws SQLException {
        return run(text, Execution.UPDATE, null);
    }

    @Override
    public final long executeLargeUpdate() throws SQLException {
        return run(text, Execution.LARGE_UPDATE, null);
    }

    @Override
    public final boolean execute() throws SQLException {
        return run(text, Execution.ANY, null);
    }

    @Override
    public final void addBatch() throws SQLException {
        if (isBatchEmpty() && mayHoldRow()) {
            holdsRow = true;
        } else {
            releaseRow();
            plain().addBatch();
        }
        rowAdded(text);
    }

    private boolean mayHoldRow() throws SQLException {
        if (pinned || !readOnlyRows || text.isCall() || text.isSeveral() || !transaction.wouldCarry(text)) {
            return false;
        }
        if (parameters.length < text.parameters()) {
            return false; // the driver says which value is missing
        }
        for (Parameter parameter : parameters) {
            if (parameter == null) {
                return false;
            }
        }
        return true;
    }

    /** Gives the driver the row, before its values change or another one comes. */
    private void releaseRow() throws SQLException {
        if (holdsRow) {
            holdsRow = false;
            plain().addBatch();
        }
    }

    @Override
    public final void clearBatch() throws SQLException {
        holdsRow = false;
        super.clearBatch();
    }

    @Override
    public final int[] executeBatch() throws SQLException {
        if (!holdsRow) {
            return super.executeBatch();
        }
        long count = runHeldRow();
        return new int[] {count > Integer.MAX_VALUE ? SUCCESS_NO_INFO : (int) count};
    }

    @Override
    public final long[] executeLargeBatch() throws SQLException {
        return holdsRow ? new long[] {runHeldRow()} : super.executeLargeBatch();
    }

    /** Runs a batch of one row as the statement that it is. Its error is that of a batch. */
    private long runHeldRow() throws SQLException {
        holdsRow = false;
        takeBatch();
        try {
            return run(text, Execution.LARGE_UPDATE, null);
        } catch (SQLException e) {
            BatchUpdateException failure = new BatchUpdateException(
                    "Batch entry 0 " + text.sql() + " was aborted: " + e.getMessage(),
                    e.getSQLState(),
                    e.getErrorCode(),
                    new long[] {EXECUTE_FAILED},
                    e);
            failure.setNextException(e);
            throw failure;
        }
    }

    // ---- metadata, as if the context were not there

    @Override
    public final @Nullable ResultSetMetaData getMetaData() throws SQLException {
        ResultSet rows = getResultSet();
        return rows != null && !rows.isClosed() ? rows.getMetaData() : plain().getMetaData();
    }

    @Override
    public final ParameterMetaData getParameterMetaData() throws SQLException {
        return plain().getParameterMetaData();
    }
}
