package dev.rowhouse.testkit;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.rowhouse.RowhouseException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** A database of its own on a server, the two roles that work on it, and the application role's pool. */
final class TestDatabase implements AutoCloseable {
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(10);

    private final PostgresServer server;
    private final String name = "rowhouse_test_" + random(12);
    private final Role owner = new Role(name + "_owner", random(32));
    private final Role application = new Role(name + "_app", random(32));
    private @Nullable HikariDataSource pool;

    private TestDatabase(PostgresServer server) {
        this.server = server;
    }

    /** Creates the database and its roles; the caller closes it. */
    static TestDatabase create(PostgresServer server, int poolSize, Map<String, String> connectionProperties) {
        TestDatabase database = new TestDatabase(server);
        try {
            database.createDatabase();
            database.openPool(poolSize, connectionProperties);
            return database;
        } catch (SQLException | RuntimeException e) {
            RowhouseException failure = new RowhouseException(
                    "Creating database " + database.name + " for tests on " + server.description() + ": "
                            + e.getMessage() + ". Check the server's log, its free disk space and its max_connections.",
                    e);
            try {
                database.close();
            } catch (SQLException | RuntimeException cleanUp) {
                failure.addSuppressed(cleanUp);
            }
            throw failure;
        }
    }

    String name() {
        return name;
    }

    Role owner() {
        return owner;
    }

    Role application() {
        return application;
    }

    HikariDataSource pool() {
        if (pool == null) {
            throw new IllegalStateException("The pool of database " + name + " is not open");
        }
        return pool;
    }

    PGSimpleDataSource superuser() {
        PGSimpleDataSource dataSource = server.superuser();
        dataSource.setDatabaseName(name);
        return dataSource;
    }

    PGSimpleDataSource as(Role role) {
        PGSimpleDataSource dataSource = superuser();
        dataSource.setUser(role.name());
        dataSource.setPassword(role.password());
        return dataSource;
    }

    /** Asserts that the application role is one that row-level security binds. */
    void verifyApplicationRole() throws SQLException {
        List<String> findings = new ArrayList<>();
        try (Connection connection = as(application).getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        select
                            role.rolsuper,
                            role.rolbypassrls,
                            role.rolcreaterole,
                            pg_has_role(role.oid, base.datdba, 'member'),
                            (select count(*) from pg_shdepend
                             where refclassid = 'pg_authid'::regclass
                             and refobjid = role.oid
                             and dbid = base.oid
                             and deptype = 'o')
                        from pg_roles role, pg_database base
                        where role.rolname = current_user
                        and base.datname = current_database()""")) {
            row.next();
            addIf(row.getBoolean(1), "it is a superuser", findings);
            addIf(row.getBoolean(2), "it has BYPASSRLS", findings);
            addIf(row.getBoolean(3), "it has CREATEROLE", findings);
            addIf(row.getBoolean(4), "it is or may become the owner of the database", findings);
            addIf(row.getLong(5) > 0, "it owns " + row.getLong(5) + " objects in the database", findings);
        }
        if (!findings.isEmpty()) {
            throw new RowhouseException("Checking that application role " + application.name()
                    + " is an ordinary role, which row-level security binds: " + String.join(", ", findings)
                    + ". Let the scripts and set-ups of the test give it privileges on tables and nothing more.");
        }
    }

    private static void addIf(boolean condition, String finding, List<String> findings) {
        if (condition) {
            findings.add(finding);
        }
    }

    private void createDatabase() throws SQLException {
        try (Connection connection = server.superuser().getConnection();
                Statement statement = connection.createStatement()) {
            for (Role role : List.of(owner, application)) {
                statement.execute(
                        "create role " + role.name() + " login nosuperuser nocreatedb nocreaterole nobypassrls"
                                + " password '" + role.password() + "'");
            }
            statement.execute("create database " + name + " owner " + owner.name() + " template template0");
        }
    }

    private void openPool(int size, Map<String, String> connectionProperties) throws SQLException {
        PGSimpleDataSource dataSource = as(application);
        for (Map.Entry<String, String> property : connectionProperties.entrySet()) {
            dataSource.setProperty(property.getKey(), property.getValue());
        }
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(dataSource);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
        pool = new HikariDataSource(config);
    }

    /** Drops everything that was created, as far as it was; one failing step does not keep the others from running. */
    @Override
    public void close() throws SQLException {
        if (pool != null) {
            pool.close();
        }
        SQLException failure = null;
        try (Connection connection = server.superuser().getConnection();
                Statement statement = connection.createStatement()) {
            for (String drop : List.of(
                    "drop database if exists " + name + " with (force)",
                    "drop role if exists " + application.name(),
                    "drop role if exists " + owner.name())) {
                try {
                    statement.execute(drop);
                } catch (SQLException e) {
                    if (failure == null) {
                        failure = e;
                    } else {
                        failure.addSuppressed(e);
                    }
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static String random(int length) {
        return UUID.randomUUID().toString().replace("-", "").substring(0, length);
    }

    /** A role that can log in. Both parts are safe to write into SQL as they are. */
    record Role(String name, String password) {
        /** Leaves the password out. */
        @Override
        public String toString() {
            return name;
        }
    }
}
