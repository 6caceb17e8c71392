package dev.rowhouse.hibernate.internal;

import dev.rowhouse.TenantContext;
import dev.rowhouse.connection.TenantDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.engine.jdbc.connections.spi.MultiTenantConnectionProvider;
import org.hibernate.service.UnknownUnwrapTypeException;

/** Gives each session connections that serve its tenant and no other. */
final class TenantConnections implements MultiTenantConnectionProvider<UUID> {
    private static final long serialVersionUID = 1L;

    private final transient TenantDataSource dataSource;

    TenantConnections(TenantDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** For Hibernate's own questions at start, which somebody may start under a tenant. */
    @Override
    public Connection getAnyConnection() throws SQLException {
        Optional<TenantContext> context = TenantContext.current();
        return context.isPresent()
                ? dataSource.getConnectionFor(context.get().tenantId())
                : dataSource.getConnectionWithoutTenant();
    }

    @Override
    public void releaseAnyConnection(Connection connection) throws SQLException {
        connection.close();
    }

    @Override
    public Connection getConnection(UUID tenantIdentifier) throws SQLException {
        return dataSource.getConnectionFor(tenantIdentifier.equals(TenantResolver.NOBODY) ? null : tenantIdentifier);
    }

    @Override
    public void releaseConnection(UUID tenantIdentifier, Connection connection) throws SQLException {
        connection.close();
    }

    @Override
    public boolean supportsAggressiveRelease() {
        return false;
    }

    @Override
    public boolean isUnwrappableAs(Class<?> unwrapType) {
        return unwrapType.isInstance(this) || unwrapType.isInstance(dataSource);
    }

    @Override
    public <T> T unwrap(Class<T> unwrapType) {
        if (unwrapType.isInstance(this)) {
            return unwrapType.cast(this);
        }
        if (unwrapType.isInstance(dataSource)) {
            return unwrapType.cast(dataSource);
        }
        throw new UnknownUnwrapTypeException(unwrapType);
    }
}
