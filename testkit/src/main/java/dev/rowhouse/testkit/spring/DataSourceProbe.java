package dev.rowhouse.testkit.spring;

import dev.rowhouse.MissingTenantException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.connection.TenantDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Tries, by plain SQL through one data source, to see and to change rows of the other tenant. */
final class DataSourceProbe {
    private static final String TABLES = """
            select
              c.oid::regclass::text,
              quote_ident(t.attname),
              (
                select quote_ident(a.attname)
                from pg_attribute as a
                where a.attrelid = c.oid
                and a.attnum > 0
                and not a.attisdropped
                and a.attgenerated = ''
                and a.attname <> t.attname
                and has_column_privilege(c.oid, a.attnum, 'update')
                order by a.attnum
                limit 1)
            from pg_class as c
            join pg_attribute as t on t.attrelid = c.oid
            where c.relkind in ('r', 'p')
            and c.relpersistence <> 't'
            and not c.relispartition
            and t.attname = any (?)
            and t.atttypid = 'uuid'::regtype
            and t.attnum > 0
            and not t.attisdropped
            and c.relnamespace::regnamespace::text !~ '^(pg_|information_schema$)'
            and has_schema_privilege(c.relnamespace, 'usage')
            and has_table_privilege(c.oid, 'select')
            order by 1""";

    /** No tenant in the context. */
    private static final Set<String> WITHOUT_TENANT = Set.of("RH001", "22P02", "42704");

    private static final String NOT_ALLOWED = "42501";

    private final String name;
    private final DataSource dataSource;
    private final Set<String> tenantColumns;
    private final Set<String> exceptions;
    private final List<String> findings;

    DataSourceProbe(
            String name,
            DataSource dataSource,
            Set<String> tenantColumns,
            Set<String> exceptions,
            List<String> findings) {
        this.name = name;
        this.dataSource = dataSource;
        this.tenantColumns = tenantColumns;
        this.exceptions = exceptions;
        this.findings = findings;
    }

    /** @param updatable a column that may be updated, or null */
    private record Table(
            String name, String tenantColumn, @Nullable String updatable) {}

    void probe(TenantContext one, TenantContext other) throws SQLException {
        if (!dataSource.isWrapperFor(TenantDataSource.class)) {
            findings.add("Data source " + name + " is not wrapped: its connections carry no tenant.");
        }
        for (Table table : one.<List<Table>, SQLException>call(this::tables)) {
            if (!exceptions.contains(table.name)) {
                probe(table, one, other);
                probe(table, other, one);
                probeWithoutTenant(table);
            }
        }
    }

    private List<Table> tables() throws SQLException {
        try (Connection connection = begun();
                PreparedStatement statement = connection.prepareStatement(TABLES)) {
            statement.setArray(1, connection.createArrayOf("text", tenantColumns.toArray()));
            List<Table> tables = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    tables.add(new Table(rows.getString(1), rows.getString(2), rows.getString(3)));
                }
            }
            connection.rollback();
            return tables;
        }
    }

    private Connection begun() throws SQLException {
        Connection connection = dataSource.getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    private void probe(Table table, TenantContext reader, TenantContext owner) throws SQLException {
        String where = "table " + table.name + " through data source " + name;
        String seen = "select count(*) from " + table.name + " where " + table.tenantColumn + " = ?";
        long foreign = counted(reader, seen, owner);
        if (foreign > 0) {
            findings.add("Leak: tenant " + reader.tenantId() + " sees " + foreign + " rows of tenant "
                    + owner.tenantId() + " in " + where + ".");
        }
        if (counted(owner, seen, owner) == 0) {
            findings.add("Nothing is proven: tenant " + owner.tenantId() + " has no rows in " + where
                    + ". Add some, or leave the table out.");
        }
        if (table.updatable != null) {
            String update = "update " + table.name + " set " + table.updatable + " = " + table.updatable + " where "
                    + table.tenantColumn + " = ?";
            reportChanges("change", counted(reader, update, owner), reader, owner, where);
        }
        String delete = "delete from " + table.name + " where " + table.tenantColumn + " = ?";
        reportChanges("delete", counted(reader, delete, owner), reader, owner, where);
        insert(table, reader, owner, where);
    }

    private void reportChanges(String what, long rows, TenantContext reader, TenantContext owner, String where) {
        if (rows > 0) {
            findings.add("Leak: tenant " + reader.tenantId() + " can " + what + " " + rows + " rows of tenant "
                    + owner.tenantId() + " in " + where + ".");
        }
    }

    /** A policy refuses a row before its constraints are looked at. */
    private void insert(Table table, TenantContext reader, TenantContext owner, String where) throws SQLException {
        String insert = "insert into " + table.name + " (" + table.tenantColumn + ") values (?)";
        boolean refused = reader.<Boolean, SQLException>call(() -> {
            try (Connection connection = begun();
                    PreparedStatement statement = connection.prepareStatement(insert)) {
                statement.setObject(1, owner.tenantId());
                try {
                    statement.executeUpdate();
                    return false;
                } catch (SQLException e) {
                    return isRefusal(e);
                } finally {
                    connection.rollback();
                }
            }
        });
        if (!refused) {
            findings.add("Leak: nothing keeps tenant " + reader.tenantId() + " from adding rows of tenant "
                    + owner.tenantId() + " to " + where + ".");
        }
    }

    private void probeWithoutTenant(Table table) throws SQLException {
        long rows = counted(null, "select count(*) from " + table.name, null);
        if (rows > 0) {
            findings.add("Leak: without a tenant " + rows + " rows are seen in table " + table.name
                    + " through data source " + name + ".");
        }
    }

    /** How many rows a statement counts or changes; none if it is refused. */
    private long counted(@Nullable TenantContext reader, String sql, @Nullable TenantContext owner)
            throws SQLException {
        UUID tenant = owner == null ? null : owner.tenantId();
        return reader == null ? counted(sql, tenant) : reader.<Long, SQLException>call(() -> counted(sql, tenant));
    }

    private long counted(String sql, @Nullable UUID tenant) throws SQLException {
        try (Connection connection = begun();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            if (tenant != null) {
                statement.setObject(1, tenant);
            }
            try {
                if (!statement.execute()) {
                    return statement.getUpdateCount();
                }
                try (ResultSet rows = statement.getResultSet()) {
                    rows.next();
                    return rows.getLong(1);
                }
            } catch (MissingTenantException e) {
                return 0;
            } catch (SQLException e) {
                if (isRefusal(e)) {
                    return 0;
                }
                if (String.valueOf(e.getSQLState()).startsWith("23")) {
                    return 1; // it was kept from it by a constraint alone
                }
                throw e;
            } finally {
                connection.rollback();
            }
        }
    }

    private static boolean isRefusal(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.equals(NOT_ALLOWED) || WITHOUT_TENANT.contains(state);
    }
}
