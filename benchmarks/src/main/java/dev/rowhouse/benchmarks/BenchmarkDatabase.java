package dev.rowhouse.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where the benchmarks' database is. The server is started by the process that starts the measurements; the processes
 * that measure find it by system properties.
 *
 * @param port where the server listens
 * @param clientPort where the measured connections go: the server itself, or a proxy that adds latency
 */
record BenchmarkDatabase(int port, int clientPort) {
    static final String APPLICATION_ROLE = "benchmark_app";

    private static final String OWNER_ROLE = "benchmark_owner";
    private static final String NAME = "benchmark";
    private static final String SIGNED = "benchmark_signed";
    private static final String PORT = "rowhouse.benchmarks.port";
    private static final String CLIENT_PORT = "rowhouse.benchmarks.clientPort";

    /** Returns the database that this process was told to measure. */
    static BenchmarkDatabase ofThisProcess() {
        return new BenchmarkDatabase(
                Integer.parseInt(requireNonNull(System.getProperty(PORT), PORT)),
                Integer.parseInt(requireNonNull(System.getProperty(CLIENT_PORT), CLIENT_PORT)));
    }

    /** Returns what a process must be told to measure this database. */
    List<String> properties() {
        return List.of("-D" + PORT + "=" + port, "-D" + CLIENT_PORT + "=" + clientPort);
    }

    BenchmarkDatabase through(int proxyPort) {
        return new BenchmarkDatabase(port, proxyPort);
    }

    /** Opens a pool of one connection for the application role. All settings are the same, however the pool is used. */
    HikariDataSource pool(Access access) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:postgresql://localhost:" + clientPort + "/" + name(access) + "?currentSchema="
                + access.schema() + "&reWriteBatchedInserts=true");
        config.setUsername(APPLICATION_ROLE);
        config.setPassword(APPLICATION_ROLE);
        config.setMaximumPoolSize(1);
        return new HikariDataSource(config);
    }

    void emptyInserted(Access access) throws SQLException {
        execute(
                as(OWNER_ROLE, name(access)),
                "truncate " + access.schema() + ".booking, " + access.schema() + ".audited_booking, " + access.schema()
                        + ".new_visit");
    }

    /** Creates the roles, the database and its tables, once. */
    void create() throws SQLException {
        DataSource superuser = as("postgres", "postgres");
        execute(superuser, "create role " + OWNER_ROLE + " login password '" + OWNER_ROLE + "'");
        execute(superuser, "create role " + APPLICATION_ROLE + " login password '" + APPLICATION_ROLE + "'");
        execute(superuser, "create database " + NAME + " owner " + OWNER_ROLE);
        DataSource owner = as(OWNER_ROLE, NAME);
        dev.rowhouse.schema.RowhouseSchema.builder()
                .applicationRole(APPLICATION_ROLE)
                .build()
                .installOn(owner);
        execute(owner, script());
        execute(as("postgres", NAME), "vacuum (freeze, analyze)");
        execute(as("postgres", NAME), "checkpoint");
        verify();
        execute(superuser, "create database " + SIGNED + " template " + NAME + " owner " + OWNER_ROLE);
        dev.rowhouse.schema.RowhouseSchema.builder()
                .signingKey(Access.SIGNING_KEY)
                .build()
                .installOn(as(OWNER_ROLE, SIGNED));
    }

    private static String name(Access access) {
        return access == Access.ROWHOUSE_SIGNED ? SIGNED : NAME;
    }

    /** Refuses to measure tables that differ in more than row-level security. */
    private void verify() throws SQLException {
        String differences = text(as(OWNER_ROLE, NAME), """
                with facts as (
                  select schemaname as schema, tablename || ': '
                    || regexp_replace(indexdef, '.* USING ', case when indexdef like '% UNIQUE %' then 'unique ' else '' end)
                    as fact
                  from pg_indexes
                  where schemaname in ('plain', 'protected')
                  union all
                  select table_schema, table_name || ': ' || column_name || ' ' || data_type || ' ' || is_nullable
                  from information_schema.columns
                  where table_schema in ('plain', 'protected')
                )
                select string_agg(schemas || ' only: ' || fact, '; ')
                from (
                  select fact, string_agg(schema, ', ') as schemas
                  from facts
                  group by fact
                  having count(*) <> 2
                ) as differing""");
        if (!differences.isEmpty()) {
            throw new IllegalStateException("Comparing the tables with and without row-level security: " + differences
                    + ". Mend tables.sql so that they have the same columns and indexes.");
        }
    }

    /** Returns the version of the server. */
    String version() throws SQLException {
        return text(as(OWNER_ROLE, NAME), "show server_version");
    }

    private static String text(DataSource dataSource, String query) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            String text = row.next() ? row.getString(1) : null;
            return text == null ? "" : text;
        }
    }

    private static void execute(DataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private PGSimpleDataSource as(String role, String database) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setServerNames(new String[] {"localhost"});
        dataSource.setPortNumbers(new int[] {port});
        dataSource.setDatabaseName(database);
        dataSource.setUser(role);
        dataSource.setPassword(role);
        return dataSource;
    }

    private static String script() {
        try (InputStream resource = BenchmarkDatabase.class.getResourceAsStream("tables.sql")) {
            return new String(requireNonNull(resource, "tables.sql").readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
