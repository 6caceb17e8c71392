package dev.rowhouse.peers.speed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.rowhouse.peers.speed.Work.Table;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The database, in which each kind of table protection has a schema of its own.
 *
 * @param port where the server listens
 * @param schema the schema
 */
public record Database(int port, String schema) {
    private static final String OWNER_ROLE = "speed_owner";
    private static final String SUPERUSER = "postgres";
    private static final String NAME = "speed";
    private static final String MODEL = "model";
    private static final String COLUMNS = "id, tenant_id, starts_at, pet, note, price_cents, created_at, created_by,"
            + " updated_at, updated_by, deleted_at, deleted_by, version";

    /** Makes roles, database and the rows that all schemas get. */
    static void create(int port) throws SQLException {
        PGSimpleDataSource server = connect(port, SUPERUSER, "postgres", "public");
        run(server, "create role " + OWNER_ROLE + " login");
        run(server, "create database " + NAME + " owner " + OWNER_ROLE);
        new Database(port, "public").asSuperuser(script("rows.sql"));
    }

    /** Makes a schema with its tables and rows. */
    void create(Way way) throws SQLException {
        asSuperuser("create role " + applicationRole() + " login");
        run(owner(), "create schema " + schema);
        way.createTables(this);
        run(owner(), "grant usage on schema " + schema + " to " + applicationRole());
        fill(Table.VISIT);
        fill(Table.CHANGED_VISIT);
    }

    /** Makes the plain tables, without their indexes. */
    public void createColumns() throws SQLException {
        run(owner(), script("columns.sql"));
        run(
                owner(),
                "grant select, insert, update, delete on all tables in schema " + schema + " to " + applicationRole());
    }

    /** Makes the indexes that all tables have. */
    public void createIndexes() throws SQLException {
        run(owner(), script("indexes.sql"));
    }

    /** Returns connections of the role that owns the tables. */
    public DataSource owner() {
        return connect(port, OWNER_ROLE, NAME, schema);
    }

    /** Returns the ordinary role that libraries work as, which has no rights in other schemas. */
    public String applicationRole() {
        return "speed_" + schema;
    }

    /** Opens the pool of the application role, whose settings are the same for all libraries. */
    HikariDataSource pool(int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:postgresql://localhost:" + port + "/" + NAME + "?currentSchema=" + schema
                + "&reWriteBatchedInserts=true");
        config.setUsername(applicationRole());
        config.setMaximumPoolSize(connections);
        return new HikariDataSource(config);
    }

    /** Makes a table what it was before anything was written to it. */
    void reset(Table table) throws SQLException {
        if (table != Table.VISIT) {
            asSuperuser("truncate " + name(table));
        }
        if (table == Table.CHANGED_VISIT) {
            fill(table);
        }
    }

    /** Fills past policies and triggers. */
    private void fill(Table table) throws SQLException {
        asSuperuser("insert into " + name(table) + " (" + COLUMNS + ") select " + COLUMNS + " from " + MODEL + "."
                + name(table));
    }

    private static String name(Table table) {
        return table.name().toLowerCase(Locale.ROOT);
    }

    /** Tidies up, so that nothing of that happens while something is measured. */
    void settle() throws SQLException {
        run(connect(port, SUPERUSER, NAME, schema), "vacuum (freeze, analyze)");
        run(connect(port, SUPERUSER, NAME, schema), "checkpoint");
    }

    /** Counts the rows that a work must have written so that they count. */
    long written(Work work) throws SQLException {
        String actor = "'" + Visits.ACTOR + "'";
        return Long.parseLong(
                switch (work) {
                    case INSERT, INSERT_MANY ->
                        text("select count(*) from new_visit where created_by = " + actor + " and updated_by = " + actor
                                + " and created_at > now() - interval '1 hour' and deleted_at is null");
                    case UPDATE, UPDATE_MANY ->
                        text("select coalesce(sum(price_cents - 4500), 0) from changed_visit where price_cents = 4500"
                                + " or (updated_by = " + actor
                                + " and updated_at > now() - interval '1 hour' and created_by = 'import'"
                                + " and version = price_cents - 4500 + 1)");
                    case SOFT_DELETE_MANY ->
                        text("select count(*) from changed_visit where deleted_by = " + actor
                                + " and deleted_at > now() - interval '1 hour' and version = 2");
                    default -> "0";
                });
    }

    /** Refuses to measure tables that differ in columns or indexes. */
    void requireLike(List<String> schemas) throws SQLException {
        String differences =
                text(String.format(Locale.ROOT, """
                with facts as (
                  select schemaname as schema, tablename || ': '
                    || regexp_replace(indexdef, '.* USING ', case when indexdef like '%% UNIQUE %%' then 'unique ' else '' end)
                    as fact
                  from pg_indexes
                  where schemaname in (%1$s)
                  union all
                  select table_schema, table_name || ': ' || column_name || ' ' || data_type || ' ' || is_nullable
                  from information_schema.columns
                  where table_schema in (%1$s)
                )
                select coalesce(string_agg(schemas || ' only: ' || fact, '; '), '')
                from (
                  select fact, string_agg(schema, ', ') as schemas
                  from facts
                  group by fact
                  having count(*) <> %2$d
                ) as differing""", "'" + String.join("', '", schemas) + "'", schemas.size()));
        if (!differences.isEmpty()) {
            throw new IllegalStateException("Comparing the tables of " + schemas + ": " + differences
                    + ". Mend what makes them so that they have the same columns and indexes.");
        }
    }

    /** Returns the version of the server. */
    String version() throws SQLException {
        return text("show server_version");
    }

    private String text(String query) throws SQLException {
        try (Connection connection = connect(port, SUPERUSER, NAME, schema).getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            if (!row.next()) {
                throw new IllegalStateException("Asking the database: no row. Mend: " + query);
            }
            return requireNonNull(row.getString(1), query);
        }
    }

    private void asSuperuser(String sql) throws SQLException {
        run(connect(port, SUPERUSER, NAME, schema), "set session_replication_role = replica;" + sql);
    }

    /** Runs statements on a connection of their own. */
    public static void run(DataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static PGSimpleDataSource connect(int port, String role, String database, String schema) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setPortNumbers(new int[] {port});
        dataSource.setDatabaseName(database);
        dataSource.setCurrentSchema(schema);
        dataSource.setUser(role);
        return dataSource;
    }

    private static String script(String file) {
        try (InputStream script = Database.class.getResourceAsStream(file)) {
            return new String(requireNonNull(script, file).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(file, e);
        }
    }
}
