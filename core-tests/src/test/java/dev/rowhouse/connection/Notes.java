package dev.rowhouse.connection;

import dev.rowhouse.TenantContext;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Two tenants and their rows, which the tests of the connection decorator share. */
final class Notes {
    static final UUID ACME_ID = UUID.fromString("00000000-0000-0000-0000-00000000000a");
    static final UUID GLOBEX_ID = UUID.fromString("00000000-0000-0000-0000-00000000000b");
    static final TenantContext ACME = TenantContext.of(ACME_ID);
    static final TenantContext GLOBEX = TenantContext.of(GLOBEX_ID);
    static final String BODIES = "select body from note order by id";

    private static final Map<String, Connection> KEPT = new ConcurrentHashMap<>();

    private Notes() {}

    static RowhouseDatabase.Builder database() {
        return RowhouseDatabase.builder().withoutRowhouse().script("/dev/rowhouse/connection/notes.sql");
    }

    /** Gives each tenant three notes and three tasks again, and empties the table that belongs to none. */
    static void reset(RowhouseDatabase database) throws SQLException {
        run(
                kept(database, "superuser", database.superuser()),
                "delete from note; delete from task; delete from country;"
                        + " alter table note alter column number restart;"
                        + " insert into note (tenant_id, id, body, data)"
                        + " select t::uuid, i, n || i, jsonb_build_object('n', i)"
                        + " from (values ('" + ACME_ID + "', 'acme'), ('" + GLOBEX_ID + "', 'globex')) v(t, n),"
                        + " generate_series(1, 3) i;"
                        + " insert into task (tenant_id, id, title) select tenant_id, id, body from note");
    }

    /** Keeps one connection a database and purpose, because opening one takes longer than most tests do. */
    private static Connection kept(RowhouseDatabase database, String purpose, DataSource source) throws SQLException {
        String key = database.databaseName() + purpose;
        Connection kept = KEPT.get(key);
        if (kept == null || kept.isClosed()) {
            kept = source.getConnection();
            run(kept, "set lock_timeout = '10s'");
            KEPT.put(key, kept);
        }
        return kept;
    }

    /** Returns a connection as {@link #raw} opens it, in autocommit and as new; it stays open. */
    static Connection rawForAcme(RowhouseDatabase database) throws SQLException {
        Connection connection = kept(database, "acme", driver(database));
        connection.setAutoCommit(true);
        run(connection, "discard all", "select set_config('app.current_tenant_id', '" + ACME_ID + "', false)");
        return connection;
    }

    /**
     * Opens what the application would have without Rowhouse: a connection of the driver, not pooled, with the tenant set
     * for the whole session. It sees the same rows as a wrapped connection.
     */
    static Connection raw(RowhouseDatabase database, UUID tenant) throws SQLException {
        Connection connection = driver(database).getConnection();
        try (PreparedStatement statement =
                connection.prepareStatement("select set_config('app.current_tenant_id', ?, false)")) {
            statement.setString(1, tenant.toString());
            statement.execute();
        }
        return connection;
    }

    /** The application role's data source, not pooled. */
    static PGSimpleDataSource driver(RowhouseDatabase database) {
        PGSimpleDataSource driver = new PGSimpleDataSource();
        driver.setUrl(database.jdbcUrl());
        driver.setUser(database.applicationRole());
        driver.setPassword(database.applicationPassword());
        return driver;
    }

    static void run(Connection connection, String... texts) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String text : texts) {
                statement.execute(text);
            }
        }
    }

    /** Reads the first column of all rows with a plain statement. */
    static List<String> read(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return column(rows);
        }
    }

    /** Reads the first column of all rows with a prepared statement. */
    static List<String> readPrepared(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            return readPrepared(statement, values);
        }
    }

    static List<String> readPrepared(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        try (ResultSet rows = statement.executeQuery()) {
            return column(rows);
        }
    }

    static List<String> column(ResultSet rows) throws SQLException {
        List<String> values = new ArrayList<>();
        while (rows.next()) {
            values.add(String.valueOf(rows.getString(1)));
        }
        return values;
    }

    /** The tenant and the actor that the database has on a connection of the driver; empty if there are none. */
    static String setting(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select coalesce(current_setting('app.current_tenant_id', true), '')"
                                + " || coalesce(current_setting('app.current_actor', true), '')")) {
            row.next();
            return row.getString(1);
        }
    }
}
