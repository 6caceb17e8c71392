package dev.rowhouse.connection;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An array whose result sets do not lead to the driver's connection. */
final class TenantArray implements Array {
    private final TenantConnection connection;
    private final Array delegate;

    /** Whether a statement may bind the driver's own array once more, after the user has freed this one. */
    private boolean kept;

    TenantArray(TenantConnection connection, Array delegate) {
        this.connection = connection;
        this.delegate = delegate;
    }

    /** Gives the driver its own array back, to be bound now and perhaps later. */
    static Array kept(TenantArray array) {
        array.kept = true;
        return array.delegate;
    }

    /** Gives the driver its own array back. */
    static <T extends @Nullable Object> T inward(T value) {
        if (value instanceof TenantArray array) {
            @SuppressWarnings("unchecked") // the caller's type is Array or Object
            T driversOwn = (T) array.delegate;
            return driversOwn;
        }
        return value;
    }

    private ResultSet rows(ResultSet raw) {
        return new TenantResultSet(connection, null, raw, false, null);
    }

    @Override
    public String getBaseTypeName() throws SQLException {
        return delegate.getBaseTypeName();
    }

    @Override
    public int getBaseType() throws SQLException {
        return delegate.getBaseType();
    }

    @Override
    public Object getArray() throws SQLException {
        return delegate.getArray();
    }

    @Override
    public Object getArray(Map<String, Class<?>> map) throws SQLException {
        return delegate.getArray(map);
    }

    @Override
    public Object getArray(long index, int count) throws SQLException {
        return delegate.getArray(index, count);
    }

    @Override
    public Object getArray(long index, int count, Map<String, Class<?>> map) throws SQLException {
        return delegate.getArray(index, count, map);
    }

    @Override
    public ResultSet getResultSet() throws SQLException {
        return rows(delegate.getResultSet());
    }

    @Override
    public ResultSet getResultSet(Map<String, Class<?>> map) throws SQLException {
        return rows(delegate.getResultSet(map));
    }

    @Override
    public ResultSet getResultSet(long index, int count) throws SQLException {
        return rows(delegate.getResultSet(index, count));
    }

    @Override
    public ResultSet getResultSet(long index, int count, Map<String, Class<?>> map) throws SQLException {
        return rows(delegate.getResultSet(index, count, map));
    }

    @Override
    public void free() throws SQLException {
        if (!kept) {
            delegate.free();
        }
    }

    @Override
    public String toString() {
        return delegate.toString();
    }
}
