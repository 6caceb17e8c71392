package dev.rowhouse.spring.datasource;

import dev.rowhouse.connection.TenantDataSource;
import dev.rowhouse.isolation.IsolationCheck;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** What can be seen of the wrapped data sources from inside their databases, as their own logins. The narrow place for a doctor. */
final class DataSourceInspection {
    private static final String TABLES = """
            select
              c.oid::regclass::text,
              c.relrowsecurity,
              c.relforcerowsecurity,
              array(
                select p.polname::text
                from pg_policy as p
                where p.polrelid = c.oid
                order by p.polname)
            from pg_class as c
            join pg_namespace as n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p')
            and c.relpersistence <> 't'
            and n.nspname !~ '^pg_'
            and n.nspname <> 'information_schema'
            and has_schema_privilege(n.oid, 'usage')
            and exists (
              select
              from pg_attribute as a
              where a.attrelid = c.oid
              and a.attname = any (?)
              and a.attnum > 0
              and not a.attisdropped)
            order by 1""";

    private final ConfigurableListableBeanFactory beans;
    private final RowhouseProperties properties;

    DataSourceInspection(ConfigurableListableBeanFactory beans, RowhouseProperties properties) {
        this.beans = beans;
        this.properties = properties;
    }

    /**
     * What one data source leads to.
     *
     * @param schemaVersion null where the database side is not installed
     */
    record Report(String role, @Nullable Integer schemaVersion, List<String> findings, List<TenantTable> tables) {}

    /** A table with a tenant column. */
    record TenantTable(String name, boolean rowLevelSecurity, boolean forced, List<String> policies) {}

    /** The wrapped data sources, by the names of their beans. */
    Map<String, TenantDataSource> dataSources() throws SQLException {
        Map<String, TenantDataSource> found = new TreeMap<>();
        for (String name : beans.getBeanNamesForType(DataSource.class, true, false)) {
            if (beans.containsSingleton(name)
                    && beans.getBean(name) instanceof DataSource dataSource
                    && dataSource.isWrapperFor(TenantDataSource.class)) {
                found.put(name, dataSource.unwrap(TenantDataSource.class));
            }
        }
        return found;
    }

    Report inspect(TenantDataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnectionWithoutTenant()) {
            Report report =
                    new Report(role(connection), schemaVersion(connection), findings(connection), tables(connection));
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
            return report;
        }
    }

    /** Also where the check is off, since whoever asks wants to know. */
    private List<String> findings(Connection connection) throws SQLException {
        IsolationCheck check = properties.isolationCheck() == RowhouseProperties.Isolation.OFF
                ? IsolationCheck.warn().tenantColumns(properties.tenantColumns().toArray(String[]::new))
                : properties.isolation();
        return check.findings(connection);
    }

    private static String role(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select current_user")) {
            row.next();
            return row.getString(1);
        }
    }

    private static @Nullable Integer schemaVersion(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery("select to_regclass('rowhouse.version') is not null")) {
                row.next();
                if (!row.getBoolean(1)) {
                    return null;
                }
            }
            try (ResultSet row = statement.executeQuery("select max(version) from rowhouse.version")) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private List<TenantTable> tables(Connection connection) throws SQLException {
        List<TenantTable> tables = new ArrayList<>();
        Array columns =
                connection.createArrayOf("text", properties.tenantColumns().toArray());
        try (PreparedStatement statement = connection.prepareStatement(TABLES)) {
            statement.setArray(1, columns);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    tables.add(new TenantTable(
                            rows.getString(1), rows.getBoolean(2), rows.getBoolean(3), List.of((String[])
                                    rows.getArray(4).getArray())));
                }
            }
        }
        return List.copyOf(tables);
    }
}
