package dev.rowhouse.connection;

import static dev.rowhouse.connection.Notes.ACME;
import static dev.rowhouse.connection.Notes.BODIES;
import static dev.rowhouse.connection.Notes.GLOBEX;
import static dev.rowhouse.connection.Notes.GLOBEX_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.MissingTenantException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.TenantMismatchException;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a listener hears of a data source. */
class ListenerIT {
    @RegisterExtension
    static final RowhouseDatabase database = Notes.database().build();

    private static final class Recorder implements TenantDataSource.Listener {
        private final List<String> heard = new ArrayList<>();

        private static String name(@Nullable TenantContext context) {
            return context == null ? "nobody" : context.equals(ACME) ? "acme" : "globex";
        }

        private static String reason(Exception refusal) {
            return refusal instanceof SQLException sql
                    ? sql.getSQLState()
                    : refusal.getClass().getSimpleName();
        }

        @Override
        public void began(@Nullable TenantContext context) {
            heard.add("began " + name(context));
        }

        @Override
        public void sentAlone(TenantContext context) {
            heard.add("sent alone " + name(context));
        }

        @Override
        public void tenantMissing(Exception refusal) {
            heard.add("missing " + reason(refusal));
        }

        @Override
        public void refused(@Nullable TenantContext context, Exception refusal) {
            heard.add("refused " + name(context) + " " + reason(refusal));
        }
    }

    private final Recorder recorder = new Recorder();
    private final TenantDataSource dataSource =
            TenantDataSource.builder(database.pool()).listener(recorder).build();

    @BeforeEach
    void reset() throws SQLException {
        Notes.reset(database);
    }

    @Test
    void a_transaction_begins_once_and_a_statement_in_autocommit_is_one() throws SQLException {
        ACME.<SQLException>run(() -> {
            try (Connection connection = dataSource.getConnection()) {
                Notes.read(connection, BODIES);
                Notes.read(connection, BODIES);
                connection.setAutoCommit(false);
                Notes.read(connection, BODIES);
                Notes.read(connection, BODIES);
                connection.commit();
                Notes.read(connection, BODIES);
                connection.rollback();
            }
        });

        assertThat(recorder.heard).containsExactly("began acme", "began acme", "began acme", "began acme");
    }

    @Test
    void what_needs_no_tenant_begins_without_one() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            Notes.read(connection, "select 'free'");
        }

        assertThat(recorder.heard).containsExactly("began nobody");
    }

    @Test
    void a_batch_costs_a_round_trip_and_says_so() throws SQLException {
        ACME.<SQLException>run(() -> {
            try (Connection connection = dataSource.getConnection();
                    PreparedStatement update = connection.prepareStatement("update note set body = ? where id = ?")) {
                for (int id = 1; id <= 2; id++) {
                    update.setString(1, "changed");
                    update.setInt(2, id);
                    update.addBatch();
                }
                update.executeBatch();
            }
        });

        assertThat(recorder.heard).containsExactly("began acme", "sent alone acme");
    }

    @Test
    void a_row_of_another_tenant_is_refused() {
        assertThatThrownBy(() -> ACME.<SQLException>run(() -> {
                    try (Connection connection = dataSource.getConnection();
                            Statement statement = connection.createStatement()) {
                        statement.execute("insert into note (tenant_id, id, body) values ('" + GLOBEX_ID + "', 9, '')");
                    }
                }))
                .isInstanceOf(SQLException.class);

        assertThat(recorder.heard).containsExactly("began acme", "refused acme 42501");
    }

    @Test
    void other_errors_are_no_refusals() {
        assertThatThrownBy(() -> ACME.<SQLException>run(() -> {
                    try (Connection connection = dataSource.getConnection()) {
                        Notes.read(connection, "select 1 / 0");
                    }
                }))
                .isInstanceOf(SQLException.class);

        assertThat(recorder.heard).containsExactly("began acme");
    }

    @Test
    void another_tenant_in_the_middle_of_a_transaction_is_refused() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            ACME.run(() -> Notes.read(connection, BODIES));
            assertThatThrownBy(() -> GLOBEX.run(() -> Notes.read(connection, BODIES)))
                    .isInstanceOf(TenantMismatchException.class);
            connection.rollback();
        }

        assertThat(recorder.heard).containsExactly("began acme", "refused globex TenantMismatchException");
    }

    @Test
    void the_database_misses_a_tenant() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            assertThatThrownBy(() -> Notes.read(connection, BODIES)).isInstanceOf(SQLException.class);
        }

        assertThat(recorder.heard).hasSize(2).startsWith("began nobody");
        assertThat(recorder.heard.get(1)).isIn("missing 42704", "missing 22P02");
    }

    @Test
    void a_data_source_that_requires_a_tenant_misses_it_before_the_database_does() throws SQLException {
        TenantDataSource required = TenantDataSource.builder(database.pool())
                .requireTenant()
                .listener(recorder)
                .build();
        try (Connection connection = required.getConnection()) {
            assertThatThrownBy(() -> Notes.read(connection, BODIES)).isInstanceOf(MissingTenantException.class);
        }

        assertThat(recorder.heard).containsExactly("missing MissingTenantException");
    }

    @Test
    void there_is_one() {
        assertThatThrownBy(() -> TenantDataSource.builder(database.pool())
                        .listener(recorder)
                        .listener(recorder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Building a TenantDataSource: listener was set already. Set it once.");
    }
}
