package dev.rowhouse.connection;

import static dev.rowhouse.connection.Notes.ACME;
import static dev.rowhouse.connection.Notes.BODIES;
import static dev.rowhouse.connection.Notes.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.TenantContext;
import dev.rowhouse.TenantMismatchException;
import dev.rowhouse.TenantRunnable;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** The context of a transaction is fixed when it begins. */
class ContextChangeIT {
    @RegisterExtension
    static final RowhouseDatabase database = Notes.database().poolSize(1).build();

    private static final List<String> ACMES = List.of("acme1", "acme2", "acme3");
    private static final List<String> GLOBEXES = List.of("globex1", "globex2", "globex3");
    private static final TenantContext DANA = ACME.withActor("dana");

    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        Notes.reset(database);
        connection = database.dataSource().getConnection();
        connection.setAutoCommit(false);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private static void as(TenantContext context, TenantRunnable<SQLException> work) throws SQLException {
        if (context == null) {
            work.run();
        } else {
            context.run(work);
        }
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of(ACME, GLOBEX),
                Arguments.of(ACME, DANA),
                Arguments.of(DANA, ACME),
                Arguments.of(DANA, ACME.withActor("erin")),
                Arguments.of(ACME, null),
                Arguments.of(null, ACME));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void a_change_inside_a_transaction_is_refused_and_the_transaction_can_be_rolled_back(
            TenantContext before, TenantContext after) throws SQLException {
        as(before, () -> Notes.read(connection, "select count(*) from country"));

        as(
                after,
                () -> assertThatThrownBy(() -> Notes.read(connection, "select count(*) from country"))
                        .isInstanceOf(TenantMismatchException.class)
                        .hasMessageStartingWith("Running a statement for " + (after == null ? "no tenant" : after))
                        .hasMessageContaining("the transaction on this connection began for "
                                + (before == null ? "no tenant" : before))
                        .hasMessageEndingWith("or use another connection."));
        connection.rollback();

        as(GLOBEX, () -> assertThat(Notes.read(connection, BODIES)).isEqualTo(GLOBEXES));
    }

    @Test
    void the_transaction_goes_on_for_whom_it_began() throws SQLException {
        as(ACME, () -> Notes.run(connection, "insert into note (id, body) values (4, 'acme4')"));
        as(
                GLOBEX,
                () -> assertThatThrownBy(() -> Notes.read(connection, BODIES))
                        .isInstanceOf(TenantMismatchException.class));
        as(ACME, () -> assertThat(Notes.read(connection, BODIES)).hasSize(4));

        connection.commit();

        as(ACME, () -> assertThat(Notes.read(connection, BODIES)).hasSize(4));
    }

    @Test
    void the_same_tenant_made_anew_is_no_change() throws SQLException {
        as(DANA, () -> Notes.read(connection, BODIES));

        as(
                TenantContext.of(Notes.ACME_ID).withActor("dana"),
                () -> assertThat(Notes.read(connection, BODIES)).isEqualTo(ACMES));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                BODIES,
                "; " + BODIES,
                "start transaction; " + BODIES,
                "set transaction read only; " + BODIES,
                "commit; " + BODIES,
                "discard plans; " + BODIES,
                "savepoint a; " + BODIES,
                "prepare p as " + BODIES + "; execute p",
                "execute p",
                "fetch all from c",
                "create temp table copied as " + BODIES + "; select * from copied",
                "create temp table concurrently as select body from note",
                "explain analyze " + BODIES,
                "do $$ begin perform body from note; end $$",
                "call add_note(9, 'x')",
                "copy (" + BODIES + ") to stdout"
            })
    void no_text_reads_the_rows_of_an_open_transaction_for_another(String text) throws SQLException {
        as(ACME, () -> Notes.run(connection, "select 1"));

        as(GLOBEX, () -> {
            assertThatThrownBy(() -> Notes.run(connection, text)).isInstanceOf(TenantMismatchException.class);
            assertThatThrownBy(() -> Notes.readPrepared(connection, text)).isInstanceOf(TenantMismatchException.class);
        });
    }

    @FunctionalInterface
    private interface Work {
        void on(Connection connection) throws SQLException;
    }

    static Stream<Arguments> waysToRun() {
        return Stream.of(
                Arguments.of("a batch", (Work) connection -> {
                    try (PreparedStatement statement =
                            connection.prepareStatement("insert into note (id) values (?)")) {
                        statement.setInt(1, 20);
                        statement.addBatch();
                        statement.executeBatch();
                    }
                }),
                Arguments.of("a batch of texts", (Work) connection -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.addBatch("insert into note (id) values (21)");
                        statement.executeLargeBatch();
                    }
                }),
                Arguments.of("generated keys", (Work) connection -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.executeUpdate("insert into note (id) values (22)", Statement.RETURN_GENERATED_KEYS);
                    }
                }),
                Arguments.of("a call", (Work) connection -> {
                    try (CallableStatement statement = connection.prepareCall("call add_note(23, 'x')")) {
                        statement.execute();
                    }
                }),
                Arguments.of("unwrap", (Work) connection -> connection.unwrap(PGConnection.class)),
                Arguments.of("an updatable result", (Work) connection -> {
                    try (Statement statement =
                            connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_UPDATABLE)) {
                        statement.executeQuery("select * from note").close();
                    }
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("waysToRun")
    void the_context_is_fixed_whatever_runs_first(String name, Work work) throws SQLException {
        as(ACME, () -> work.on(connection));

        as(
                GLOBEX,
                () -> assertThatThrownBy(() -> Notes.read(connection, BODIES))
                        .isInstanceOf(TenantMismatchException.class));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("waysToRun")
    void the_context_is_checked_whatever_runs_later(String name, Work work) throws SQLException {
        as(ACME, () -> Notes.read(connection, BODIES));

        as(GLOBEX, () -> assertThatThrownBy(() -> work.on(connection)).isInstanceOf(TenantMismatchException.class));
        as(ACME, () -> assertThat(Notes.read(connection, BODIES)).isEqualTo(ACMES));
    }

    @Test
    void a_prepared_statement_serves_whoever_runs_it() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select body from note where id = ?")) {
            statement.setInt(1, 2);
            as(ACME, () -> assertThat(Notes.column(statement.executeQuery())).containsExactly("acme2"));
            connection.commit();
            as(GLOBEX, () -> assertThat(Notes.column(statement.executeQuery())).containsExactly("globex2"));
            connection.commit();
            as(
                    GLOBEX.withActor("dana"),
                    () -> assertThat(Notes.column(statement.executeQuery())).containsExactly("globex2"));
            connection.commit();
            as(DANA, () -> assertThat(Notes.column(statement.executeQuery())).containsExactly("acme2"));
            connection.commit();
            assertThatThrownBy(statement::executeQuery).hasMessageContaining("Running a statement for no tenant");
        }
    }

    // ---- the end of a transaction belongs to nobody

    @Test
    void a_transaction_can_be_ended_by_whoever_holds_the_connection() throws SQLException {
        as(ACME, () -> Notes.run(connection, "insert into note (id, body) values (4, 'acme4')"));
        connection.commit();
        as(ACME, () -> Notes.run(connection, "insert into note (id, body) values (5, 'acme5')"));
        as(GLOBEX, () -> connection.rollback());
        as(ACME, () -> Notes.run(connection, "insert into note (id, body) values (6, 'acme6')"));
        as(GLOBEX, () -> Notes.run(connection, "commit"));

        as(
                ACME,
                () -> assertThat(Notes.read(connection, "select id from note order by id"))
                        .containsExactly("1", "2", "3", "4", "6"));
    }

    // ---- transactions that SQL text begins

    @Test
    void a_transaction_that_sql_began_is_watched_too() throws SQLException {
        connection.setAutoCommit(true);
        as(ACME, () -> {
            Notes.run(connection, "begin");
            Notes.read(connection, BODIES);
        });

        as(
                GLOBEX,
                () -> assertThatThrownBy(() -> Notes.read(connection, BODIES))
                        .isInstanceOf(TenantMismatchException.class));
        assertThatThrownBy(() -> Notes.read(connection, BODIES)).isInstanceOf(TenantMismatchException.class);
    }

    @Test
    void a_transaction_that_a_longer_text_began_is_watched_too() throws SQLException {
        connection.setAutoCommit(true);
        as(ACME, () -> Notes.run(connection, "begin; " + BODIES));

        as(
                GLOBEX,
                () -> assertThatThrownBy(() -> Notes.read(connection, BODIES))
                        .isInstanceOf(TenantMismatchException.class));
        assertThatThrownBy(() -> Notes.read(connection, BODIES)).isInstanceOf(TenantMismatchException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"commit", "rollback"})
    void jdbc_refuses_to_end_what_sql_began_and_the_context_stays_fixed(String how) throws SQLException {
        connection.setAutoCommit(true);
        as(ACME, () -> {
            Notes.run(connection, "begin");
            Notes.read(connection, BODIES);
        });

        assertThatThrownBy(() -> {
                    if (how.equals("commit")) {
                        connection.commit();
                    } else {
                        connection.rollback();
                    }
                })
                .isInstanceOf(SQLException.class);

        assertThatThrownBy(() -> Notes.read(connection, BODIES)).isInstanceOf(TenantMismatchException.class);
    }

    @Test
    void a_transaction_that_sql_began_goes_on_when_autocommit_is_switched_off() throws SQLException {
        connection.setAutoCommit(true);
        as(ACME, () -> {
            Notes.run(connection, "begin");
            Notes.read(connection, BODIES);
        });
        connection.setAutoCommit(false);

        assertThatThrownBy(() -> Notes.read(connection, BODIES)).isInstanceOf(TenantMismatchException.class);
        as(ACME, () -> assertThat(Notes.read(connection, BODIES)).isEqualTo(ACMES));
        connection.rollback();
        as(GLOBEX, () -> assertThat(Notes.read(connection, BODIES)).isEqualTo(GLOBEXES));
    }

    // ---- cursors

    @Test
    void an_open_cursor_is_not_read_for_another() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BODIES)) {
            statement.setFetchSize(1);
            ResultSet rows = ACME.call(() -> {
                ResultSet opened = statement.executeQuery();
                assertThat(opened.next()).isTrue();
                return opened;
            });

            for (TenantContext other : new TenantContext[] {GLOBEX, DANA, null}) {
                as(other, () -> {
                    assertThatThrownBy(rows::next)
                            .isInstanceOf(TenantMismatchException.class)
                            .hasMessageStartingWith("Reading an open cursor for ")
                            .hasMessageContaining("it was opened for tenant " + Notes.ACME_ID)
                            .hasMessageEndingWith("before the tenant or the actor changes.");
                    assertThatThrownBy(rows::isLast).isInstanceOf(TenantMismatchException.class);
                });
            }

            as(ACME, () -> assertThat(Notes.column(rows)).containsExactly("acme2", "acme3"));
        }
    }

    @Test
    void a_cursor_belongs_to_whom_the_statement_ran_for_and_not_to_who_takes_its_result() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(1);
            as(ACME, () -> assertThat(statement.execute(BODIES)).isTrue());

            as(GLOBEX, () -> {
                ResultSet rows = statement.getResultSet();
                assertThatThrownBy(rows::next).isInstanceOf(TenantMismatchException.class);
            });
        }
    }

    @Test
    void a_cursor_that_is_a_value_is_not_read_for_another() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            ResultSet cursor = ACME.call(() -> {
                ResultSet row = statement.executeQuery("select notes_cursor()");
                row.next();
                return row;
            });

            as(GLOBEX, () -> assertThatThrownBy(() -> cursor.getObject(1)).isInstanceOf(TenantMismatchException.class));
        }
    }

    @Test
    void a_cursor_that_a_call_returns_is_not_read_for_another() throws SQLException {
        try (CallableStatement statement = connection.prepareCall("{? = call notes_cursor()}")) {
            statement.registerOutParameter(1, Types.REF_CURSOR);
            as(ACME, () -> statement.execute());

            as(
                    GLOBEX,
                    () -> assertThatThrownBy(() -> statement.getObject(1)).isInstanceOf(TenantMismatchException.class));
        }
    }

    @Test
    void rows_in_memory_can_be_read_anywhere() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            ResultSet rows = ACME.call(() -> statement.executeQuery(BODIES));

            as(GLOBEX, () -> assertThat(Notes.column(rows)).isEqualTo(ACMES));
        }
        connection.rollback();
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(1);
            ResultSet rows = ACME.call(() -> statement.executeQuery(BODIES));

            assertThat(Notes.column(rows)).isEqualTo(ACMES);
        }
    }

    @Test
    void a_cursor_in_sql_is_not_read_for_another() throws SQLException {
        as(ACME, () -> Notes.run(connection, "declare c cursor for " + BODIES));

        as(
                GLOBEX,
                () -> assertThatThrownBy(() -> Notes.read(connection, "fetch 1 from c"))
                        .isInstanceOf(TenantMismatchException.class));
        as(ACME, () -> assertThat(Notes.read(connection, "fetch all from c")).isEqualTo(ACMES));
    }

    @Test
    void a_row_is_not_changed_for_another() throws SQLException {
        try (Statement statement =
                connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_UPDATABLE)) {
            ResultSet rows = ACME.call(() -> {
                ResultSet opened = statement.executeQuery("select tenant_id, id, body from note order by id");
                opened.next();
                opened.updateString("body", "changed");
                return opened;
            });

            as(GLOBEX, () -> {
                assertThatThrownBy(rows::updateRow).isInstanceOf(TenantMismatchException.class);
                assertThatThrownBy(rows::deleteRow).isInstanceOf(TenantMismatchException.class);
                assertThatThrownBy(rows::refreshRow).isInstanceOf(TenantMismatchException.class);
            });
            as(ACME, rows::updateRow);
        }
    }
}
