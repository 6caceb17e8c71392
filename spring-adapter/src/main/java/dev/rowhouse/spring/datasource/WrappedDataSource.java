package dev.rowhouse.spring.datasource;

import dev.rowhouse.connection.TenantDataSource;
import java.sql.Connection;
import java.sql.ConnectionBuilder;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A {@link TenantDataSource} in the shape that Spring can look into: its target is the pool, so that metrics, health and users of their
 * own for migrations find what they look for, and its connections carry the tenant.
 */
final class WrappedDataSource extends DelegatingDataSource {
    private final DataSource pool;
    private final TenantDataSource tenantDataSource;

    WrappedDataSource(DataSource pool, TenantDataSource tenantDataSource) {
        super(pool);
        this.pool = pool;
        this.tenantDataSource = tenantDataSource;
    }

    DataSource pool() {
        return pool;
    }

    TenantDataSource tenantDataSource() {
        return tenantDataSource;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return tenantDataSource.getConnection();
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return tenantDataSource.getConnection(username, password);
    }

    @Override
    public ConnectionBuilder createConnectionBuilder() throws SQLException {
        return tenantDataSource.createConnectionBuilder();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(this) ? type.cast(this) : tenantDataSource.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || tenantDataSource.isWrapperFor(type);
    }

    @Override
    public String toString() {
        return tenantDataSource.toString();
    }
}
