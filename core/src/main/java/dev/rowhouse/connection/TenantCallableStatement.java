package dev.rowhouse.connection;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call: it never carries the context, which is sent in front of it. */
final class TenantCallableStatement extends TenantPreparedStatement implements CallableStatement {
    TenantCallableStatement(TenantConnection connection, SqlText text, Factory factory, boolean readOnlyRows)
            throws SQLException {
        super(connection, text, factory, true, readOnlyRows);
    }

    private CallableStatement call() throws SQLException {
        return (CallableStatement) plain();
    }

    private @Nullable Object outward(@Nullable Object value) throws SQLException {
        if (value instanceof Array array) {
            return new TenantArray(connection, array);
        }
        return value instanceof ResultSet rows ? TenantResultSet.ofCursorValue(connection, this, rows) : value;
    }

    private <T> @Nullable T outward(@Nullable T value, Class<T> type) throws SQLException {
        return type == Array.class || type == ResultSet.class ? type.cast(outward(value)) : value;
    }

    private @Nullable Array outwardArray(@Nullable Array array) {
        return array == null ? null : new TenantArray(connection, array);
    }

    @Override
    public void registerOutParameter(int parameterIndex, int sqlType) throws SQLException {
        call().registerOutParameter(parameterIndex, sqlType);
    }

    @Override
    public void registerOutParameter(int parameterIndex, int sqlType, int scale) throws SQLException {
        call().registerOutParameter(parameterIndex, sqlType, scale);
    }

    @Override
    public boolean wasNull() throws SQLException {
        return call().wasNull();
    }

    @Override
    public String getString(int parameterIndex) throws SQLException {
        return call().getString(parameterIndex);
    }

    @Override
    public boolean getBoolean(int parameterIndex) throws SQLException {
        return call().getBoolean(parameterIndex);
    }

    @Override
    public byte getByte(int parameterIndex) throws SQLException {
        return call().getByte(parameterIndex);
    }

    @Override
    public short getShort(int parameterIndex) throws SQLException {
        return call().getShort(parameterIndex);
    }

    @Override
    public int getInt(int parameterIndex) throws SQLException {
        return call().getInt(parameterIndex);
    }

    @Override
    public long getLong(int parameterIndex) throws SQLException {
        return call().getLong(parameterIndex);
    }

    @Override
    public float getFloat(int parameterIndex) throws SQLException {
        return call().getFloat(parameterIndex);
    }

    @Override
    public double getDouble(int parameterIndex) throws SQLException {
        return call().getDouble(parameterIndex);
    }

    @Deprecated
    @SuppressForbidden
    @Override
    public BigDecimal getBigDecimal(int parameterIndex, int scale) throws SQLException {
        return call().getBigDecimal(parameterIndex, scale);
    }

    @Override
    public byte[] getBytes(int parameterIndex) throws SQLException {
        return call().getBytes(parameterIndex);
    }

    @Override
    public Date getDate(int parameterIndex) throws SQLException {
        return call().getDate(parameterIndex);
    }

    @Override
    public Time getTime(int parameterIndex) throws SQLException {
        return call().getTime(parameterIndex);
    }

    @Override
    public Timestamp getTimestamp(int parameterIndex) throws SQLException {
        return call().getTimestamp(parameterIndex);
    }

    @Override
    public @Nullable Object getObject(int parameterIndex) throws SQLException {
        return outward(call().getObject(parameterIndex));
    }

    @Override
    public BigDecimal getBigDecimal(int parameterIndex) throws SQLException {
        return call().getBigDecimal(parameterIndex);
    }

    @Override
    public @Nullable Object getObject(int parameterIndex, Map<String, Class<?>> map) throws SQLException {
        return outward(call().getObject(parameterIndex, map));
    }

    @Override
    public Ref getRef(int parameterIndex) throws SQLException {
        return call().getRef(parameterIndex);
    }

    @Override
    public Blob getBlob(int parameterIndex) throws SQLException {
        return call().getBlob(parameterIndex);
    }

    @Override
    public Clob getClob(int parameterIndex) throws SQLException {
        return call().getClob(parameterIndex);
    }

    @Override
    public @Nullable Array getArray(int parameterIndex) throws SQLException {
        return outwardArray(call().getArray(parameterIndex));
    }

    @Override
    public Date getDate(int parameterIndex, Calendar calendar) throws SQLException {
        return call().getDate(parameterIndex, calendar);
    }

    @Override
    public Time getTime(int parameterIndex, Calendar calendar) throws SQLException {
        return call().getTime(parameterIndex, calendar);
    }

    @Override
    public Timestamp getTimestamp(int parameterIndex, Calendar calendar) throws SQLException {
        return call().getTimestamp(parameterIndex, calendar);
    }

    @Override
    public void registerOutParameter(int parameterIndex, int sqlType, String typeName) throws SQLException {
        call().registerOutParameter(parameterIndex, sqlType, typeName);
    }

    @Override
    public void registerOutParameter(String parameterName, int sqlType) throws SQLException {
        call().registerOutParameter(parameterName, sqlType);
    }

    @Override
    public void registerOutParameter(String parameterName, int sqlType, int scale) throws SQLException {
        call().registerOutParameter(parameterName, sqlType, scale);
    }

    @Override
    public void registerOutParameter(String parameterName, int sqlType, String typeName) throws SQLException {
        call().registerOutParameter(parameterName, sqlType, typeName);
    }

    @Override
    public URL getURL(int parameterIndex) throws SQLException {
        return call().getURL(parameterIndex);
    }

    @Override
    public void setURL(String parameterName, URL val) throws SQLException {
        call().setURL(parameterName, val);
    }

    @Override
    public void setNull(String parameterName, int sqlType) throws SQLException {
        call().setNull(parameterName, sqlType);
    }

    @Override
    public void setBoolean(String parameterName, boolean value) throws SQLException {
        call().setBoolean(parameterName, value);
    }

    @Override
    public void setByte(String parameterName, byte value) throws SQLException {
        call().setByte(parameterName, value);
    }

    @Override
    public void setShort(String parameterName, short value) throws SQLException {
        call().setShort(parameterName, value);
    }

    @Override
    public void setInt(String parameterName, int value) throws SQLException {
        call().setInt(parameterName, value);
    }

    @Override
    public void setLong(String parameterName, long value) throws SQLException {
        call().setLong(parameterName, value);
    }

    @Override
    public void setFloat(String parameterName, float value) throws SQLException {
        call().setFloat(parameterName, value);
    }

    @Override
    public void setDouble(String parameterName, double value) throws SQLException {
        call().setDouble(parameterName, value);
    }

    @Override
    public void setBigDecimal(String parameterName, BigDecimal value) throws SQLException {
        call().setBigDecimal(parameterName, value);
    }

    @Override
    public void setString(String parameterName, String value) throws SQLException {
        call().setString(parameterName, value);
    }

    @Override
    public void setBytes(String parameterName, byte[] value) throws SQLException {
        call().setBytes(parameterName, value);
    }

    @Override
    public void setDate(String parameterName, Date value) throws SQLException {
        call().setDate(parameterName, value);
    }

    @Override
    public void setTime(String parameterName, Time value) throws SQLException {
        call().setTime(parameterName, value);
    }

    @Override
    public void setTimestamp(String parameterName, Timestamp value) throws SQLException {
        call().setTimestamp(parameterName, value);
    }

    @Override
    public void setAsciiStream(String parameterName, InputStream value, int length) throws SQLException {
        call().setAsciiStream(parameterName, value, length);
    }

    @Override
    public void setBinaryStream(String parameterName, InputStream value, int length) throws SQLException {
        call().setBinaryStream(parameterName, value, length);
    }

    @Override
    public void setObject(String parameterName, Object value, int targetSqlType, int scale) throws SQLException {
        call().setObject(parameterName, TenantArray.inward(value), targetSqlType, scale);
    }

    @Override
    public void setObject(String parameterName, Object value, int targetSqlType) throws SQLException {
        call().setObject(parameterName, TenantArray.inward(value), targetSqlType);
    }

    @Override
    public void setObject(String parameterName, Object value) throws SQLException {
        call().setObject(parameterName, TenantArray.inward(value));
    }

    @Override
    public void setCharacterStream(String parameterName, Reader reader, int length) throws SQLException {
        call().setCharacterStream(parameterName, reader, length);
    }

    @Override
    public void setDate(String parameterName, Date value, Calendar calendar) throws SQLException {
        call().setDate(parameterName, value, calendar);
    }

    @Override
    public void setTime(String parameterName, Time value, Calendar calendar) throws SQLException {
        call().setTime(parameterName, value, calendar);
    }

    @Override
    public void setTimestamp(String parameterName, Timestamp value, Calendar calendar) throws SQLException {
        call().setTimestamp(parameterName, value, calendar);
    }

    @Override
    public void setNull(String parameterName, int sqlType, String typeName) throws SQLException {
        call().setNull(parameterName, sqlType, typeName);
    }

    @Override
    public String getString(String parameterName) throws SQLException {
        return call().getString(parameterName);
    }

    @Override
    public boolean getBoolean(String parameterName) throws SQLException {
        return call().getBoolean(parameterName);
    }

    @Override
    public byte getByte(String parameterName) throws SQLException {
        return call().getByte(parameterName);
    }

    @Override
    public short getShort(String parameterName) throws SQLException {
        return call().getShort(parameterName);
    }

    @Override
    public int getInt(String parameterName) throws SQLException {
        return call().getInt(parameterName);
    }

    @Override
    public long getLong(String parameterName) throws SQLException {
        return call().getLong(parameterName);
    }

    @Override
    public float getFloat(String parameterName) throws SQLException {
        return call().getFloat(parameterName);
    }

    @Override
    public double getDouble(String parameterName) throws SQLException {
        return call().getDouble(parameterName);
    }

    @Override
    public byte[] getBytes(String parameterName) throws SQLException {
        return call().getBytes(parameterName);
    }

    @Override
    public Date getDate(String parameterName) throws SQLException {
        return call().getDate(parameterName);
    }

    @Override
    public Time getTime(String parameterName) throws SQLException {
        return call().getTime(parameterName);
    }

    @Override
    public Timestamp getTimestamp(String parameterName) throws SQLException {
        return call().getTimestamp(parameterName);
    }

    @Override
    public @Nullable Object getObject(String parameterName) throws SQLException {
        return outward(call().getObject(parameterName));
    }

    @Override
    public BigDecimal getBigDecimal(String parameterName) throws SQLException {
        return call().getBigDecimal(parameterName);
    }

    @Override
    public @Nullable Object getObject(String parameterName, Map<String, Class<?>> map) throws SQLException {
        return outward(call().getObject(parameterName, map));
    }

    @Override
    public Ref getRef(String parameterName) throws SQLException {
        return call().getRef(parameterName);
    }

    @Override
    public Blob getBlob(String parameterName) throws SQLException {
        return call().getBlob(parameterName);
    }

    @Override
    public Clob getClob(String parameterName) throws SQLException {
        return call().getClob(parameterName);
    }

    @Override
    public @Nullable Array getArray(String parameterName) throws SQLException {
        return outwardArray(call().getArray(parameterName));
    }

    @Override
    public Date getDate(String parameterName, Calendar calendar) throws SQLException {
        return call().getDate(parameterName, calendar);
    }

    @Override
    public Time getTime(String parameterName, Calendar calendar) throws SQLException {
        return call().getTime(parameterName, calendar);
    }

    @Override
    public Timestamp getTimestamp(String parameterName, Calendar calendar) throws SQLException {
        return call().getTimestamp(parameterName, calendar);
    }

    @Override
    public URL getURL(String parameterName) throws SQLException {
        return call().getURL(parameterName);
    }

    @Override
    public RowId getRowId(int parameterIndex) throws SQLException {
        return call().getRowId(parameterIndex);
    }

    @Override
    public RowId getRowId(String parameterName) throws SQLException {
        return call().getRowId(parameterName);
    }

    @Override
    public void setRowId(String parameterName, RowId value) throws SQLException {
        call().setRowId(parameterName, value);
    }

    @Override
    public void setNString(String parameterName, String value) throws SQLException {
        call().setNString(parameterName, value);
    }

    @Override
    public void setNCharacterStream(String parameterName, Reader value, long length) throws SQLException {
        call().setNCharacterStream(parameterName, value, length);
    }

    @Override
    public void setNClob(String parameterName, NClob value) throws SQLException {
        call().setNClob(parameterName, value);
    }

    @Override
    public void setClob(String parameterName, Reader reader, long length) throws SQLException {
        call().setClob(parameterName, reader, length);
    }

    @Override
    public void setBlob(String parameterName, InputStream inputStream, long length) throws SQLException {
        call().setBlob(parameterName, inputStream, length);
    }

    @Override
    public void setNClob(String parameterName, Reader reader, long length) throws SQLException {
        call().setNClob(parameterName, reader, length);
    }

    @Override
    public NClob getNClob(int parameterIndex) throws SQLException {
        return call().getNClob(parameterIndex);
    }

    @Override
    public NClob getNClob(String parameterName) throws SQLException {
        return call().getNClob(parameterName);
    }

    @Override
    public void setSQLXML(String parameterName, SQLXML xmlObject) throws SQLException {
        call().setSQLXML(parameterName, xmlObject);
    }

    @Override
    public SQLXML getSQLXML(int parameterIndex) throws SQLException {
        return call().getSQLXML(parameterIndex);
    }

    @Override
    public SQLXML getSQLXML(String parameterName) throws SQLException {
        return call().getSQLXML(parameterName);
    }

    @Override
    public String getNString(int parameterIndex) throws SQLException {
        return call().getNString(parameterIndex);
    }

    @Override
    public String getNString(String parameterName) throws SQLException {
        return call().getNString(parameterName);
    }

    @Override
    public Reader getNCharacterStream(int parameterIndex) throws SQLException {
        return call().getNCharacterStream(parameterIndex);
    }

    @Override
    public Reader getNCharacterStream(String parameterName) throws SQLException {
        return call().getNCharacterStream(parameterName);
    }

    @Override
    public Reader getCharacterStream(int parameterIndex) throws SQLException {
        return call().getCharacterStream(parameterIndex);
    }

    @Override
    public Reader getCharacterStream(String parameterName) throws SQLException {
        return call().getCharacterStream(parameterName);
    }

    @Override
    public void setBlob(String parameterName, Blob value) throws SQLException {
        call().setBlob(parameterName, value);
    }

    @Override
    public void setClob(String parameterName, Clob value) throws SQLException {
        call().setClob(parameterName, value);
    }

    @Override
    public void setAsciiStream(String parameterName, InputStream value, long length) throws SQLException {
        call().setAsciiStream(parameterName, value, length);
    }

    @Override
    public void setBinaryStream(String parameterName, InputStream value, long length) throws SQLException {
        call().setBinaryStream(parameterName, value, length);
    }

    @Override
    public void setCharacterStream(String parameterName, Reader reader, long length) throws SQLException {
        call().setCharacterStream(parameterName, reader, length);
    }

    @Override
    public void setAsciiStream(String parameterName, InputStream value) throws SQLException {
        call().setAsciiStream(parameterName, value);
    }

    @Override
    public void setBinaryStream(String parameterName, InputStream value) throws SQLException {
        call().setBinaryStream(parameterName, value);
    }

    @Override
    public void setCharacterStream(String parameterName, Reader reader) throws SQLException {
        call().setCharacterStream(parameterName, reader);
    }

    @Override
    public void setNCharacterStream(String parameterName, Reader value) throws SQLException {
        call().setNCharacterStream(parameterName, value);
    }

    @Override
    public void setClob(String parameterName, Reader reader) throws SQLException {
        call().setClob(parameterName, reader);
    }

    @Override
    public void setBlob(String parameterName, InputStream inputStream) throws SQLException {
        call().setBlob(parameterName, inputStream);
    }

    @Override
    public void setNClob(String parameterName, Reader reader) throws SQLException {
        call().setNClob(parameterName, reader);
    }

    @Override
    public <T> @Nullable T getObject(int parameterIndex, Class<T> type) throws SQLException {
        return outward(call().getObject(parameterIndex, type), type);
    }

    @Override
    public <T> @Nullable T getObject(String parameterName, Class<T> type) throws SQLException {
        return outward(call().getObject(parameterName, type), type);
    }

    @Override
    public void setObject(String parameterName, Object value, SQLType targetSqlType, int scaleOrLength)
            throws SQLException {
        call().setObject(parameterName, TenantArray.inward(value), targetSqlType, scaleOrLength);
    }

    @Override
    public void setObject(String parameterName, Object value, SQLType targetSqlType) throws SQLException {
        call().setObject(parameterName, TenantArray.inward(value), targetSqlType);
    }

    @Override
    public void registerOutParameter(int parameterIndex, SQLType sqlType) throws SQLException {
        call().registerOutParameter(parameterIndex, sqlType);
    }

    @Override
    public void registerOutParameter(int parameterIndex, SQLType sqlType, int scale) throws SQLException {
        call().registerOutParameter(parameterIndex, sqlType, scale);
    }

    @Override
    public void registerOutParameter(int parameterIndex, SQLType sqlType, String typeName) throws SQLException {
        call().registerOutParameter(parameterIndex, sqlType, typeName);
    }

    @Override
    public void registerOutParameter(String parameterName, SQLType sqlType) throws SQLException {
        call().registerOutParameter(parameterName, sqlType);
    }

    @Override
    public void registerOutParameter(String parameterName, SQLType sqlType, int scale) throws SQLException {
        call().registerOutParameter(parameterName, sqlType, scale);
    }

    @Override
    public void registerOutParameter(String parameterName, SQLType sqlType, String typeName) throws SQLException {
        call().registerOutParameter(parameterName, sqlType, typeName);
    }
}
