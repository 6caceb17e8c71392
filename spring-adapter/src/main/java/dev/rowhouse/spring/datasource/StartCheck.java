package dev.rowhouse.spring.datasource;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.isolation.IsolationCheckException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/** Looks at all data sources once everything is there: whether one escaped, and whether row-level security binds their logins. */
final class StartCheck implements SmartInitializingSingleton {
    private static final Logger log = LoggerFactory.getLogger(StartCheck.class);

    private final ConfigurableListableBeanFactory beans;
    private final DataSourceWrapping wrapping;
    private final RowhouseProperties properties;

    StartCheck(ConfigurableListableBeanFactory beans, DataSourceWrapping wrapping, RowhouseProperties properties) {
        this.beans = beans;
        this.wrapping = wrapping;
        this.properties = properties;
    }

    @Override
    public void afterSingletonsInstantiated() {
        for (String name : beans.getBeanNamesForType(DataSource.class, true, false)) {
            if (beans.containsSingleton(name) && beans.getBean(name) instanceof DataSource dataSource) {
                if (wrapping.isToBeWrapped(dataSource, name)) {
                    throw new RowhouseException(
                            "Starting with data source " + name + ": it was created before Rowhouse could"
                                    + " wrap it, for a bean post-processor, or something that one needs. Let that ask for the"
                                    + " data source later, by ObjectProvider<DataSource>, or exclude " + name
                                    + " by rowhouse.datasource.exclude if it leads to no tenant's rows.");
                }
                if (dataSource instanceof WrappedDataSource wrapped && properties.checkOnStart()) {
                    check(wrapped, name);
                }
            }
        }
    }

    private void check(WrappedDataSource dataSource, String name) {
        try {
            if (dataSource.pool() instanceof AbstractRoutingDataSource routing) {
                checkTargets(routing);
            } else {
                dataSource.tenantDataSource().getConnectionWithoutTenant().close();
            }
        } catch (IsolationCheckException e) {
            throw e;
        } catch (RowhouseException e) {
            throw new RowhouseException(
                    "Starting with data source " + name + ". " + e.getMessage()
                            + " Or exclude it by rowhouse.datasource.exclude, if it leads to no tenant's rows.",
                    e);
        } catch (SQLException e) {
            log.warn(
                    "Checking data source {} at start: it gave no connection. It is checked with the first one it gives.",
                    name,
                    e);
        }
    }

    /** Which target a connection would lead to depends on what is being done; here nothing is. */
    private void checkTargets(AbstractRoutingDataSource routing) throws SQLException {
        Set<DataSource> targets =
                new LinkedHashSet<>(routing.getResolvedDataSources().values());
        DataSource standard = routing.getResolvedDefaultDataSource();
        if (standard != null) {
            targets.add(standard);
        }
        for (DataSource target : targets) {
            try (Connection connection = target.getConnection()) {
                properties.isolation().check(connection);
            }
        }
    }
}
