package dev.rowhouse.schema;

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

    /** Returns the first column of all rows, as text; null is "null". */
    List<String> column(String query) {
        try {
            return tryColumn(query);
        } catch (SQLException failure) {
            return fail("Running " + query, failure);
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
        assertThat((Throwable) answer).as("refusal of " + String.join("; ", statements)).isNotNull();
        ServerErrorMessage details = answer.getServerErrorMessage();
        assertThat(details).isNotNull();
        return new Refusal(String.valueOf(details.getSQLState()), String.valueOf(details.getMessage()));
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

    private List<String> tryColumn(String query) throws SQLException {
        try (Connection connection = begin();
                Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery(query)) {
                List<String> values = new ArrayList<>();
                while (rows.next()) {
                    values.add(String.valueOf(rows.getString(1)));
                }
                return values;
            } finally {
                end(connection);
            }
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
