package dev.rowhouse.connection;

import static dev.rowhouse.connection.Notes.ACME;
import static dev.rowhouse.connection.Notes.ACME_ID;
import static dev.rowhouse.connection.Notes.BODIES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rowhouse.TenantContext;
import dev.rowhouse.testkit.RoundTripProxy;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.io.StringReader;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.Calendar;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.util.PGobject;

/** What the context costs on the wire. Beside each number stands the number of the same work without Rowhouse. */
class RoundTripsIT {
    @RegisterExtension
    static final RowhouseDatabase database = Notes.database().build();

    private RoundTripProxy proxy;
    private PGSimpleDataSource driver;
    private TenantContext context = ACME;

    @BeforeEach
    void start() throws SQLException {
        Notes.reset(database);
        proxy = RoundTripProxy.start(database.host(), database.port());
        driver = Notes.driver(database);
        driver.setServerNames(new String[] {"localhost"});
        driver.setPortNumbers(new int[] {proxy.port()});
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    @FunctionalInterface
    private interface Work {
        void on(Connection connection) throws SQLException;
    }

    private static final Work NOTHING = connection -> {};

    /** Counts the round trips of work on the driver's connection and on a wrapped one. */
    private record Trips(long without, long with) {}

    private Trips inTransaction(Work work) throws SQLException {
        return count(false, NOTHING, connection -> {
            work.on(connection);
            connection.commit();
        });
    }

    private Trips inAutocommit(Work work) throws SQLException {
        return count(true, NOTHING, work);
    }

    private Trips count(boolean autoCommit, Work before, Work work) throws SQLException {
        Notes.reset(database);
        long without;
        try (Connection connection = driver.getConnection()) {
            Notes.run(connection, "select set_config('app.current_tenant_id', '" + ACME_ID + "', false)");
            connection.setAutoCommit(autoCommit);
            before.on(connection);
            without = proxy.count(() -> work.on(connection));
        }
        Notes.reset(database);
        long with = context.call(() -> {
            try (Connection connection = TenantDataSource.wrap(driver).getConnection()) {
                connection.setAutoCommit(autoCommit);
                before.on(connection);
                return proxy.count(() -> work.on(connection));
            }
        });
        return new Trips(without, with);
    }

    private static void prepared(Connection connection) throws SQLException {
        assertThat(Notes.readPrepared(connection, "select body from note where id = ?", 2))
                .containsExactly("acme2");
    }

    private static void plain(Connection connection) throws SQLException {
        assertThat(Notes.read(connection, BODIES)).containsExactly("acme1", "acme2", "acme3");
    }

    // ---- what carries the context

    @Test
    void a_transaction_of_one_query_takes_two() throws SQLException {
        assertThat(inTransaction(RoundTripsIT::prepared)).isEqualTo(new Trips(2, 2));
    }

    @Test
    void a_transaction_of_one_plain_statement_takes_two() throws SQLException {
        assertThat(inTransaction(RoundTripsIT::plain)).isEqualTo(new Trips(2, 2));
    }

    @Test
    void a_query_in_autocommit_takes_one() throws SQLException {
        assertThat(inAutocommit(RoundTripsIT::prepared)).isEqualTo(new Trips(1, 1));
    }

    @Test
    void a_plain_statement_in_autocommit_takes_one() throws SQLException {
        assertThat(inAutocommit(RoundTripsIT::plain)).isEqualTo(new Trips(1, 1));
    }

    @Test
    void an_update_takes_no_more() throws SQLException {
        Work update = connection -> {
            try (PreparedStatement statement = connection.prepareStatement("update note set body = ? where id = 1")) {
                statement.setString(1, "new");
                assertThat(statement.executeUpdate()).isEqualTo(1);
            }
        };

        assertThat(inTransaction(update)).isEqualTo(new Trips(2, 2));
        assertThat(inAutocommit(update)).isEqualTo(new Trips(1, 1));
    }

    @Test
    void the_actor_adds_none() throws SQLException {
        context = ACME.withActor("dana@acme");

        assertThat(inTransaction(RoundTripsIT::prepared)).isEqualTo(new Trips(2, 2));
        assertThat(inAutocommit(RoundTripsIT::plain)).isEqualTo(new Trips(1, 1));
    }

    @Test
    void later_statements_of_a_transaction_add_none() throws SQLException {
        assertThat(inTransaction(connection -> {
                    prepared(connection);
                    plain(connection);
                    prepared(connection);
                }))
                .isEqualTo(new Trips(4, 4));
    }

    @Test
    void a_text_with_several_results_adds_none() throws SQLException {
        Work several = connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("select 1; update note set body = body; select 2");
                while (statement.getMoreResults() || statement.getUpdateCount() != -1) {
                    // to the end
                }
            }
        };

        assertThat(inTransaction(several)).isEqualTo(new Trips(2, 2));
        assertThat(inAutocommit(several)).isEqualTo(new Trips(1, 1));
    }

    @Test
    void a_transaction_without_statements_takes_none() throws SQLException {
        assertThat(inTransaction(connection -> {})).isEqualTo(new Trips(0, 0));
    }

    @Test
    void a_prepared_statement_kept_across_transactions_adds_none() throws SQLException {
        Work loop = connection -> {
            try (PreparedStatement statement = connection.prepareStatement("select body from note where id = ?")) {
                for (int transaction = 0; transaction < 8; transaction++) {
                    for (int id = 1; id <= 3; id++) {
                        assertThat(Notes.readPrepared(statement, id)).containsExactly("acme" + id);
                    }
                    connection.commit();
                }
            }
        };

        assertThat(count(false, NOTHING, loop)).isEqualTo(new Trips(32, 32));
    }

    @Test
    void a_statement_prepared_before_its_transaction_adds_none() throws SQLException {
        Work work = connection -> {
            try (PreparedStatement statement = connection.prepareStatement("select body from note where id = ?")) {
                prepared(connection);
                connection.commit();
                assertThat(Notes.readPrepared(statement, 1)).containsExactly("acme1");
                connection.commit();
            }
        };

        assertThat(count(false, NOTHING, work)).isEqualTo(new Trips(4, 4));
    }

    @Test
    void values_that_can_be_copied_add_none() throws SQLException {
        Timestamp time = Timestamp.valueOf("2026-11-21 10:11:12.123456");
        Work values = connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    "select ?::jsonb, ?::timestamptz, ?::timestamptz, ?::bytea, ?::bytea, ?::int[], ?::date")) {
                PGobject json = new PGobject();
                json.setType("jsonb");
                json.setValue("{}");
                statement.setObject(1, json);
                statement.setObject(2, time);
                statement.setTimestamp(3, time, Calendar.getInstance(TimeZone.getTimeZone("UTC")));
                statement.setObject(4, new byte[] {1});
                statement.setBytes(5, new byte[] {2});
                statement.setArray(6, connection.createArrayOf("int4", new Object[] {1, 2}));
                statement.setObject(7, java.sql.Date.valueOf("2026-11-21"));
                statement.executeQuery().close();
            }
        };

        assertThat(inTransaction(values)).isEqualTo(new Trips(2, 2));
        assertThat(inAutocommit(values)).isEqualTo(new Trips(1, 1));
    }

    @Test
    void reWriteBatchedInserts_changes_nothing_for_one_insert() throws SQLException {
        driver.setReWriteBatchedInserts(true);

        assertThat(inTransaction(connection -> {
                    try (PreparedStatement statement =
                            connection.prepareStatement("insert into note (id, body) values (?, ?)")) {
                        statement.setInt(1, 50);
                        statement.setString(2, "x");
                        assertThat(statement.executeUpdate()).isEqualTo(1);
                    }
                }))
                .isEqualTo(new Trips(2, 2));
    }

    // ---- setting again

    @Test
    void the_statement_after_a_rollback_adds_none() throws SQLException {
        assertThat(inTransaction(connection -> {
                    prepared(connection);
                    connection.rollback();
                    prepared(connection);
                }))
                .isEqualTo(new Trips(4, 4));
    }

    @Test
    void the_statement_after_a_rollback_to_a_savepoint_adds_none() throws SQLException {
        assertThat(inTransaction(connection -> {
                    Savepoint savepoint = connection.setSavepoint();
                    prepared(connection);
                    connection.rollback(savepoint);
                    prepared(connection);
                }))
                .isEqualTo(new Trips(5, 5));
    }

    @Test
    void the_statement_after_an_error_under_autosave_adds_none() throws SQLException {
        driver.setProperty("autosave", "always");

        assertThat(inTransaction(connection -> {
                    try (Statement statement = connection.createStatement()) {
                        Outcome failed = failing(connection);
                        assertThat(failed.sqlState()).isEqualTo("42P01");
                        assertThat(Notes.column(statement.executeQuery(BODIES))).hasSize(3);
                    }
                }))
                .satisfies(trips -> assertThat(trips.with()).isEqualTo(trips.without()));
    }

    private static Outcome failing(Connection connection) {
        try {
            return Outcome.of(connection, failing -> Notes.read(failing, "select * from nowhere"));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    // ---- what cannot carry the context, and what that costs

    private static final Work BATCH = connection -> {
        try (PreparedStatement statement = connection.prepareStatement("insert into note (id, body) values (?, ?)")) {
            for (int id = 10; id < 60; id++) {
                statement.setInt(1, id);
                statement.setString(2, "note " + id);
                statement.addBatch();
            }
            assertThat(statement.executeBatch()).hasSize(50);
        }
    };

    private static final Work KEYS = connection -> {
        try (PreparedStatement statement = connection.prepareStatement(
                "insert into note (id, body) values (?, 'x')", Statement.RETURN_GENERATED_KEYS)) {
            statement.setInt(1, 10);
            statement.executeUpdate();
            try (ResultSet keys = statement.getGeneratedKeys()) {
                assertThat(keys.next()).isTrue();
                assertThat(keys.getString("tenant_id")).isEqualTo(ACME_ID.toString());
            }
        }
    };

    private static final Work CALL = connection -> {
        try (CallableStatement statement = connection.prepareCall("{? = call count_notes()}")) {
            statement.registerOutParameter(1, Types.INTEGER);
            statement.execute();
            assertThat(statement.getInt(1)).isEqualTo(3);
        }
    };

    @Test
    void a_batch_first_in_a_transaction_takes_three() throws SQLException {
        assertThat(inTransaction(BATCH)).isEqualTo(new Trips(2, 3));
    }

    @Test
    void a_batch_of_one_row_takes_no_more() throws SQLException {
        Work one = connection -> {
            try (PreparedStatement statement = connection.prepareStatement("update note set body = ? where id = 1")) {
                statement.setString(1, "new");
                statement.addBatch();
                assertThat(statement.executeBatch()).containsExactly(1);
            }
        };

        assertThat(inTransaction(one)).isEqualTo(new Trips(2, 2));
        assertThat(inAutocommit(one)).isEqualTo(new Trips(1, 1));
    }

    @Test
    void a_batch_later_in_a_transaction_adds_none() throws SQLException {
        assertThat(inTransaction(connection -> {
                    prepared(connection);
                    BATCH.on(connection);
                }))
                .isEqualTo(new Trips(3, 3));
    }

    @Test
    void a_batch_in_autocommit_runs_in_a_transaction_of_its_own() throws SQLException {
        assertThat(inAutocommit(BATCH)).isEqualTo(new Trips(1, 3));
    }

    @Test
    void an_empty_batch_takes_none() throws SQLException {
        assertThat(inTransaction(connection -> {
                    try (Statement statement = connection.createStatement()) {
                        assertThat(statement.executeBatch()).isEmpty();
                    }
                    try (PreparedStatement statement = connection.prepareStatement(BODIES)) {
                        assertThat(statement.executeBatch()).isEmpty();
                    }
                }))
                .isEqualTo(new Trips(0, 0));
    }

    @Test
    void generated_keys_add_one_where_they_are_first() throws SQLException {
        assertThat(inTransaction(KEYS)).isEqualTo(new Trips(2, 3));
        assertThat(inTransaction(connection -> {
                    prepared(connection);
                    KEYS.on(connection);
                }))
                .isEqualTo(new Trips(3, 3));
        assertThat(inAutocommit(KEYS)).isEqualTo(new Trips(1, 3));
    }

    @Test
    void a_call_adds_one_where_it_is_first() throws SQLException {
        assertThat(inTransaction(CALL)).isEqualTo(new Trips(2, 3));
        assertThat(inTransaction(connection -> {
                    prepared(connection);
                    CALL.on(connection);
                    CALL.on(connection);
                }))
                .isEqualTo(new Trips(4, 4));
        assertThat(inAutocommit(CALL)).isEqualTo(new Trips(1, 3));
    }

    @Test
    void metadata_before_execution_adds_none_to_the_trip_that_the_driver_needs() throws SQLException {
        assertThat(inTransaction(connection -> {
                    try (PreparedStatement statement =
                            connection.prepareStatement("select body from note where id = ?")) {
                        assertThat(statement.getMetaData().getColumnName(1)).isEqualTo("body");
                        assertThat(Notes.readPrepared(statement, 1)).containsExactly("acme1");
                    }
                }))
                .isEqualTo(new Trips(3, 3));
    }

    @Test
    void a_stream_first_in_a_transaction_adds_one() throws SQLException {
        assertThat(inTransaction(connection -> {
                    try (PreparedStatement statement = connection.prepareStatement("select ?::text")) {
                        statement.setCharacterStream(1, new StringReader("read once"));
                        assertThat(Notes.column(statement.executeQuery())).containsExactly("read once");
                    }
                }))
                .isEqualTo(new Trips(2, 3));
    }

    @Test
    void the_driver_s_own_connection_inside_a_transaction_adds_one() throws SQLException {
        assertThat(inTransaction(connection -> {
                    connection.unwrap(org.postgresql.PGConnection.class);
                    connection.unwrap(org.postgresql.PGConnection.class);
                }))
                .isEqualTo(new Trips(0, 2));
    }

    @Test
    void what_goes_through_untouched_adds_none() throws SQLException {
        assertThat(inTransaction(connection -> {
                    Notes.run(connection, "set transaction isolation level serializable");
                    prepared(connection);
                }))
                .isEqualTo(new Trips(3, 3));
        assertThat(inAutocommit(connection -> Notes.run(connection, "vacuum country")))
                .isEqualTo(new Trips(1, 1));
    }
}
