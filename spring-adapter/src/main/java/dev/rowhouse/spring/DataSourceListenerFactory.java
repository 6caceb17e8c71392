package dev.rowhouse.spring;

import dev.rowhouse.connection.TenantDataSource;

/**
 * Gives each wrapped data source a listener of its own, for what is to be known apart for each. Beans of this type are asked once for
 * each data source that is wrapped; those of type {@link TenantDataSource.Listener} hear of all.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface DataSourceListenerFactory {
    /**
     * Returns what is to be told of a data source.
     *
     * @param dataSource the name of its bean
     * @return the listener
     */
    TenantDataSource.Listener listenerFor(String dataSource);
}
