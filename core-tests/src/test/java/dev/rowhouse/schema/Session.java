package dev.rowhouse.schema;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.fail;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Plain SQL as one role, each call in a transaction of its own, with the context set the way the library sets it. */
record Session(
        DataSource dataSource,
        @Nullable String tenant,
        @Nullable String actor) {
    static Session of(DataSource dataSource) {
        return new Session(dataSource, null, null);
    }

    Session forTenant(UUID tenant) {
        return forTenant(tenant.toString());
    }

    Session forTenant(String tenantSettingValue) {
        return new Session(dataSource, tenantSettingValue, actor);
    }

    Session withActor(String name) {
        return new Session(dataSource, tenant, name);
    }

    /** Runs statements and returns the number of rows that the last one changed. */
    int run(String... statements) {
        try {
            return tryRun(statements);
        } catch (SQLException failure) {
            return fail("Running " + String.join("; ", statements), failure);
        }
    }

    /** Runs statements, returns the first column of all rows of all results as text ("null" for null), and rolls back. */
    List<String> column(String... statements) {
        try {
            return tryColumn(statements);
        } catch (SQLException failure) {
            return fail("Running " + String.join("; ", statements), failure);
        }
    }

    String value(String query) {
        List<String> rows = column(query);
        assertThat(rows).as(query).hasSize(1);
        return rows.get(0);
    }

    String lines(String query) {
        return String.join("\n", column(query));
    }

    /** Runs a statement that the database must refuse and returns what it answered. */
    Refusal refused(String... statements) {
        PSQLException answer = catchThrowableOfType(PSQLException.class, () -> tryRun(statements));
        assertThat((Throwable) answer)
                .as("refusal of " + String.join("; ", statements))
                .isNotNull();
        ServerErrorMessage details = requireNonNull(answer.getServerErrorMessage());
        return new Refusal(String.valueOf(details.getSQLState()), String.valueOf(details.getMessage()));
    }

    /** Waits until a session of this database waits for a lock. */
    void awaitBlockedSession() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (value(
                        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")
                .equals("0")) {
            assertThat(System.nanoTime()).as("nobody waits for a lock").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    record Refusal(String state, String message) {}

    private int tryRun(String... statements) throws SQLException {
        try (Connection connection = begin();
                Statement statement = connection.createStatement()) {
            try {
                int changed = 0;
                for (String sql : statements) {
                    changed = statement.execute(sql) ? 0 : statement.getUpdateCount();
                }
                connection.commit();
                return changed;
            } finally {
                end(connection);
            }
        }
    }

    private List<String> tryColumn(String... statements) throws SQLException {
        try (Connection connection = begin();
                Statement statement = connection.createStatement()) {
            try {
                List<String> values = new ArrayList<>();
                for (String sql : statements) {
                    if (statement.execute(sql)) {
                        collect(statement.getResultSet(), values);
                    }
                }
                return values;
            } finally {
                end(connection);
            }
        }
    }

    private static void collect(ResultSet rows, List<String> values) throws SQLException {
        while (rows.next()) {
            values.add(String.valueOf(rows.getString(1)));
        }
    }

    private Connection begin() throws SQLException {
        Connection connection = dataSource.getConnection();
        connection.setAutoCommit(false);
        if (tenant != null) {
            set(connection, "app.current_tenant_id", tenant);
        }
        if (actor != null) {
            set(connection, "app.current_actor", actor);
        }
        return connection;
    }

    private static void set(Connection connection, String setting, String value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select set_config(?, ?, true)")) {
            statement.setString(1, setting);
            statement.setString(2, value);
            statement.execute();
        }
    }

    private static void end(Connection connection) throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
    }
}
