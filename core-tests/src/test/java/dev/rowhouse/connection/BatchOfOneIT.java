package dev.rowhouse.connection;

import static dev.rowhouse.connection.Notes.ACME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.TenantContext;
import dev.rowhouse.TenantMismatchException;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.io.StringReader;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A batch of one row runs as the statement that it is, behind the context, and nobody can tell. */
class BatchOfOneIT {
    @RegisterExtension
    static final RowhouseDatabase database = Notes.database().build();

    private static final String INSERT = "insert into note (id, body) values (?, ?)";

    @BeforeEach
    void reset() throws SQLException {
        Notes.reset(database);
    }

    /** Work on a statement. */
    @FunctionalInterface
    private interface Work {
        void on(PreparedStatement statement) throws SQLException;
    }

    private static void with(boolean autoCommit, String sql, Work work) throws SQLException {
        ACME.run(() -> {
            try (Connection connection = database.dataSource().getConnection()) {
                connection.setAutoCommit(autoCommit);
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    work.on(statement);
                }
                if (!autoCommit) {
                    connection.commit();
                }
            }
        });
    }

    private static void row(PreparedStatement statement, int id, String body) throws SQLException {
        statement.setInt(1, id);
        statement.setString(2, body);
        statement.addBatch();
    }

    private static List<String> added() throws SQLException {
        return ACME.call(() -> {
            try (Connection connection = database.dataSource().getConnection()) {
                return Notes.read(connection, "select body from note where id > 3 order by id");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void one_row_is_written_and_counted(boolean autoCommit) throws SQLException {
        with(autoCommit, INSERT, statement -> {
            row(statement, 4, "four");
            assertThat(statement.executeBatch()).containsExactly(1);
            assertThat(statement.executeBatch()).isEmpty();
            row(statement, 5, "five");
            assertThat(statement.executeLargeBatch()).containsExactly(1L);
        });

        assertThat(added()).containsExactly("four", "five");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void more_rows_are_a_batch(boolean autoCommit) throws SQLException {
        with(autoCommit, INSERT, statement -> {
            row(statement, 4, "four");
            row(statement, 5, "five");
            statement.setInt(1, 6);
            statement.addBatch();
            assertThat(statement.executeBatch()).containsExactly(1, 1, 1);
        });

        assertThat(added()).containsExactly("four", "five", "five");
    }

    @Test
    void values_that_are_set_afterwards_are_not_the_rows() throws SQLException {
        with(true, INSERT, statement -> {
            row(statement, 4, "four");
            statement.setString(2, "changed");
            assertThat(statement.executeBatch()).containsExactly(1);
            row(statement, 5, "five");
            statement.clearParameters();
            assertThat(statement.executeBatch()).containsExactly(1);
            row(statement, 6, "six");
            statement.setCharacterStream(2, new StringReader("read once"));
            assertThat(statement.executeBatch()).containsExactly(1);
        });

        assertThat(added()).containsExactly("four", "five", "six");
    }

    @Test
    void the_same_row_twice_is_twice() throws SQLException {
        with(true, "update note set body = body || ? where id = 1", statement -> {
            statement.setString(1, "!");
            statement.addBatch();
            statement.addBatch();
            assertThat(statement.executeBatch()).containsExactly(1, 1);
        });

        try (Connection connection = Notes.rawForAcme(database)) {
            assertThat(Notes.read(connection, "select body from note where id = 1"))
                    .containsExactly("acme1!!");
        }
    }

    @Test
    void a_row_that_was_taken_back_is_not_written() throws SQLException {
        with(true, INSERT, statement -> {
            row(statement, 4, "four");
            statement.clearBatch();
            assertThat(statement.executeBatch()).isEmpty();
            row(statement, 5, "five");
            statement.executeBatch();
        });

        assertThat(added()).containsExactly("five");
    }

    @Test
    void a_statement_may_run_while_its_row_waits() throws SQLException {
        with(true, INSERT, statement -> {
            row(statement, 4, "four");
            assertThatThrownBy(() -> {
                        statement.executeUpdate();
                        statement.executeBatch();
                    })
                    .isInstanceOf(BatchUpdateException.class);
        });

        assertThat(added()).containsExactly("four");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_error_is_that_of_a_batch(boolean autoCommit) throws SQLException {
        with(autoCommit, INSERT, statement -> {
            row(statement, 1, "taken");
            assertThatThrownBy(statement::executeBatch)
                    .isInstanceOfSatisfying(BatchUpdateException.class, e -> {
                        assertThat(e.getSQLState()).isEqualTo("23505");
                        assertThat(e.getUpdateCounts()).containsExactly(PreparedStatement.EXECUTE_FAILED);
                        assertThat(e.getNextException().getSQLState()).isEqualTo("23505");
                    })
                    .hasMessageStartingWith("Batch entry 0 " + INSERT + " was aborted: ")
                    .hasRootCauseInstanceOf(org.postgresql.util.PSQLException.class);
            statement.getConnection().setAutoCommit(autoCommit);
            if (!autoCommit) {
                statement.getConnection().rollback();
            }
        });
    }

    @Test
    void a_value_that_is_missing_is_found_as_in_a_batch() throws SQLException {
        with(true, INSERT, statement -> {
            statement.setString(2, "no id");
            statement.addBatch();
            assertThatThrownBy(statement::executeBatch).hasMessageContaining("parameter 1");
        });
    }

    @Test
    void a_statement_that_returns_rows_is_refused_as_in_a_batch() throws SQLException {
        with(true, INSERT + " returning id", statement -> {
            row(statement, 4, "four");
            assertThatThrownBy(statement::executeBatch)
                    .isInstanceOf(BatchUpdateException.class)
                    .hasMessageContaining("A result was returned when none was expected");
        });
    }

    @Test
    void generated_keys_come_as_they_do_from_a_batch() throws SQLException {
        ACME.run(() -> {
            try (Connection connection = database.dataSource().getConnection();
                    PreparedStatement statement = connection.prepareStatement(INSERT, new String[] {"id"})) {
                row(statement, 4, "four");
                assertThat(statement.executeBatch()).containsExactly(1);
                try (ResultSet keys = statement.getGeneratedKeys()) {
                    assertThat(keys.next()).isTrue();
                    assertThat(keys.getInt(1)).isEqualTo(4);
                }
            }
        });
    }

    @Test
    void a_row_is_for_the_tenant_under_whom_it_runs() throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(INSERT)) {
            ACME.run(() -> row(statement, 4, "four"));
            TenantContext other = TenantContext.of(UUID.randomUUID());
            assertThat(other.call(statement::executeBatch)).containsExactly(1);

            connection.setAutoCommit(false);
            ACME.run(() -> Notes.read(connection, Notes.BODIES));
            assertThatThrownBy(() -> other.run(() -> {
                        row(statement, 5, "five");
                        statement.executeBatch();
                    }))
                    .isInstanceOf(TenantMismatchException.class);
            connection.rollback();
        }

        assertThat(added()).isEmpty();
    }
}
