package dev.rowhouse.hibernate.internal;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.connection.TenantDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.cfg.MultiTenancySettings;
import org.hibernate.service.spi.ServiceContributor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where Hibernate's data source is a {@link TenantDataSource}, makes the context's tenant the one of its sessions. Hibernate
 * finds this class by itself.
 */
public final class TenantServices implements ServiceContributor {
    private static final List<String> DATA_SOURCES = List.of(
            JdbcSettings.JAKARTA_NON_JTA_DATASOURCE,
            JdbcSettings.JAKARTA_JTA_DATASOURCE,
            "hibernate.connection.datasource");

    private static final Logger log = LoggerFactory.getLogger(TenantServices.class);

    /** Creates it; Hibernate does this. */
    public TenantServices() {}

    @Override
    public void contribute(StandardServiceRegistryBuilder builder) {
        Map<String, Object> settings = builder.getSettings();
        TenantDataSource dataSource = dataSource(settings);
        if (dataSource == null) {
            return;
        }
        HibernateVersion.require();
        if (!String.valueOf(settings.get(JdbcSettings.ALLOW_METADATA_ON_BOOT)).equals("false")) {
            look(dataSource);
        }
        refuse(settings, MultiTenancySettings.MULTI_TENANT_CONNECTION_PROVIDER);
        refuse(settings, MultiTenancySettings.MULTI_TENANT_IDENTIFIER_RESOLVER);
        builder.applySetting(MultiTenancySettings.MULTI_TENANT_CONNECTION_PROVIDER, new TenantConnections(dataSource));
        builder.applySetting(MultiTenancySettings.MULTI_TENANT_IDENTIFIER_RESOLVER, new TenantResolver());
    }

    /** Hibernate would go on without a connection, and fail later and about something else. */
    private static void look(TenantDataSource dataSource) {
        try (Connection connection = dataSource.getConnectionWithoutTenant()) {
            log.debug("Starting on {}", connection);
        } catch (SQLException e) {
            log.debug("No connection yet, which Hibernate tells in its own way", e);
        }
    }

    private static @Nullable TenantDataSource dataSource(Map<String, Object> settings) {
        for (String setting : DATA_SOURCES) {
            if (settings.get(setting) instanceof DataSource given) {
                TenantDataSource found = unwrapped(given);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private static @Nullable TenantDataSource unwrapped(DataSource dataSource) {
        try {
            return dataSource.isWrapperFor(TenantDataSource.class) ? dataSource.unwrap(TenantDataSource.class) : null;
        } catch (SQLException e) {
            throw new RowhouseException(
                    "Starting Hibernate: its data source "
                            + dataSource.getClass().getName()
                            + " does not say whether a TenantDataSource is in it. Give Hibernate the TenantDataSource itself.",
                    e);
        }
    }

    private static void refuse(Map<String, Object> settings, String setting) {
        if (settings.get(setting) != null) {
            throw new RowhouseException("Starting Hibernate on a TenantDataSource: the setting " + setting
                    + " is taken already. Remove it: the tenant of a session is the one of TenantContext.");
        }
    }
}
