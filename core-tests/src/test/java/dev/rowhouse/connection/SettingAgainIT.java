package dev.rowhouse.connection;

import static dev.rowhouse.connection.Notes.ACME;
import static dev.rowhouse.connection.Notes.BODIES;
import static dev.rowhouse.connection.Notes.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.TenantMismatchException;
import dev.rowhouse.TenantRunnable;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Wherever the database may have forgotten the context, the next statement brings it again. */
class SettingAgainIT {
    @RegisterExtension
    static final RowhouseDatabase database = Notes.database().poolSize(1).build();

    private static final List<String> ACMES = List.of("acme1", "acme2", "acme3");
    private static final List<String> GLOBEXES = List.of("globex1", "globex2", "globex3");

    @BeforeEach
    void reset() throws SQLException {
        Notes.reset(database);
    }

    @FunctionalInterface
    private interface Work {
        void on(Connection connection) throws SQLException;
    }

    private static void forAcme(boolean autoCommit, Work work) throws SQLException {
        ACME.run((TenantRunnable<SQLException>) () -> {
            try (Connection connection = database.dataSource().getConnection()) {
                connection.setAutoCommit(autoCommit);
                work.on(connection);
                if (!autoCommit) {
                    connection.rollback();
                }
            }
        });
    }

    private static void inTransaction(Work work) throws SQLException {
        forAcme(false, work);
    }

    private static void inAutocommit(Work work) throws SQLException {
        forAcme(true, work);
    }

    /** Reads in each way there is, beginning with one that cannot carry the context. */
    private static void assertSeesOwnRows(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                BODIES, java.sql.ResultSet.TYPE_SCROLL_INSENSITIVE, java.sql.ResultSet.CONCUR_UPDATABLE)) {
            assertThat(Notes.readPrepared(statement)).isEqualTo(ACMES);
        }
        assertThat(Notes.read(connection, BODIES)).isEqualTo(ACMES);
        assertThat(Notes.readPrepared(connection, BODIES)).isEqualTo(ACMES);
    }

    @Test
    void after_commit() throws SQLException {
        inTransaction(connection -> {
            for (int i = 0; i < 3; i++) {
                assertSeesOwnRows(connection);
                connection.commit();
            }
        });
    }

    @Test
    void after_rollback() throws SQLException {
        inTransaction(connection -> {
            for (int i = 0; i < 3; i++) {
                assertSeesOwnRows(connection);
                connection.rollback();
            }
        });
    }

    @Test
    void after_rollback_to_a_savepoint_from_before_the_context_was_set() throws SQLException {
        inTransaction(connection -> {
            Savepoint savepoint = connection.setSavepoint();
            assertSeesOwnRows(connection);
            connection.rollback(savepoint);
            assertSeesOwnRows(connection);
            connection.releaseSavepoint(savepoint);
            assertSeesOwnRows(connection);
        });
    }

    @Test
    void after_rollback_to_a_savepoint_in_sql() throws SQLException {
        inTransaction(connection -> {
            Notes.run(connection, "savepoint a");
            assertSeesOwnRows(connection);
            Notes.run(connection, "rollback to a");
            assertSeesOwnRows(connection);
            Notes.run(connection, "/* x */ ROLLBACK WORK TO SAVEPOINT a");
            assertSeesOwnRows(connection);
        });
    }

    @Test
    void after_an_error_that_a_savepoint_heals() throws SQLException {
        inTransaction(connection -> {
            Savepoint savepoint = connection.setSavepoint();
            assertThatThrownBy(() -> Notes.read(connection, "select * from nowhere"))
                    .isInstanceOf(SQLException.class);
            connection.rollback(savepoint);
            assertSeesOwnRows(connection);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"always", "conservative", "never"})
    void after_an_error_whatever_autosave_says(String autosave) throws SQLException {
        PGSimpleDataSource driver = Notes.driver(database);
        driver.setProperty("autosave", autosave);

        ACME.run(() -> {
            try (Connection connection = TenantDataSource.wrap(driver).getConnection()) {
                connection.setAutoCommit(false);
                for (int i = 0; i < 3; i++) {
                    // the first statement of the transaction fails, and one later
                    failThenHeal(connection, autosave);
                    assertSeesOwnRows(connection);
                    failThenHeal(connection, autosave);
                    assertSeesOwnRows(connection);
                }
                connection.rollback();
            }
        });
    }

    private static void failThenHeal(Connection connection, String autosave) throws SQLException {
        assertThatThrownBy(() -> Notes.readPrepared(connection, "select body from note where id = 1 / ?", 0))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22012"));
        if (!autosave.equals("always")) {
            assertThatThrownBy(() -> Notes.read(connection, BODIES))
                    .as("the transaction is lost, as without the wrapper")
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25P02"));
            connection.rollback();
        }
    }

    @Test
    void after_autosave_has_run_a_statement_again_because_its_plan_changed() throws SQLException {
        PGSimpleDataSource driver = Notes.driver(database);
        driver.setProperty("autosave", "conservative");
        driver.setPrepareThreshold(1);

        ACME.run(() -> {
            try (Connection connection = TenantDataSource.wrap(driver).getConnection();
                    Connection owner = database.owner().getConnection();
                    PreparedStatement statement = connection.prepareStatement("select * from note where id = ?")) {
                connection.setAutoCommit(false);
                for (int i = 0; i < 3; i++) {
                    assertThat(Notes.readPrepared(statement, 1)).containsExactly("1");
                    connection.commit();
                }
                Notes.run(owner, "alter table note add column later int");
                assertThat(Notes.readPrepared(statement, 1)).containsExactly("1");
                assertSeesOwnRows(connection);
                connection.commit();
                Notes.run(owner, "alter table note drop column later");
            }
        });
    }

    // ---- SQL texts that end, begin or undo

    @Test
    void after_commit_in_sql() throws SQLException {
        inTransaction(connection -> {
            assertSeesOwnRows(connection);
            Notes.run(connection, "commit");
            assertSeesOwnRows(connection);
            Notes.run(connection, "COMMIT AND CHAIN");
            assertSeesOwnRows(connection);
            Notes.run(connection, "rollback and chain");
            assertSeesOwnRows(connection);
            Notes.run(connection, "end");
            assertSeesOwnRows(connection);
        });
    }

    @Test
    void in_a_transaction_that_sql_began() throws SQLException {
        inAutocommit(connection -> {
            Notes.run(connection, "begin");
            assertSeesOwnRows(connection);
            Notes.run(connection, "insert into note (id, body) values (4, 'acme4')");
            Notes.run(connection, "rollback");
            assertSeesOwnRows(connection);
            Notes.run(connection, "start transaction isolation level serializable");
            assertSeesOwnRows(connection);
            Notes.run(connection, "commit");
            assertSeesOwnRows(connection);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update note set body = body; commit",
                "update note set body = body; rollback",
                "update note set body = body; commit; select 1",
                "savepoint a; update note set body = body; rollback to a",
                "call add_note(10, 'x'); rollback",
                "do $$ begin perform set_config('app.current_tenant_id', '', true); end $$",
                "reset all",
                "reset app.current_tenant_id",
                "set local app.current_tenant_id = ''",
                "set local app.current_tenant_id = ''; select 1",
                "set app.current_tenant_id to default"
            })
    void after_a_text_that_undoes_it(String text) throws SQLException {
        inTransaction(connection -> {
            Notes.run(connection, text);
            assertSeesOwnRows(connection);
            Notes.run(connection, text);
            assertSeesOwnRows(connection);
        });
        inAutocommit(connection -> {
            if (!text.startsWith("savepoint") && !text.startsWith("set local")) {
                Notes.run(connection, text);
            }
            assertSeesOwnRows(connection);
        });
    }

    @Test
    void after_a_text_that_undoes_it_and_that_the_driver_complains_about() throws SQLException {
        inTransaction(connection -> {
            for (String text : List.of("reset app.current_tenant_id", "commit", "rollback and chain")) {
                assertSeesOwnRows(connection);
                assertThatThrownBy(() -> Notes.read(connection, text))
                        .hasMessage("No results were returned by the query.");
                assertSeesOwnRows(connection);
            }
        });
    }

    @Test
    void after_a_text_that_begins_and_that_the_driver_complains_about() throws SQLException {
        inAutocommit(connection -> {
            assertThatThrownBy(() -> Notes.read(connection, "begin"))
                    .hasMessage("No results were returned by the query.");
            assertSeesOwnRows(connection);
            assertThatThrownBy(() -> onAnotherThread(() -> Notes.read(connection, BODIES)))
                    .hasCauseInstanceOf(TenantMismatchException.class);
            Notes.run(connection, "rollback");
            assertSeesOwnRows(connection);
        });
    }

    private static void onAnotherThread(Callable<?> work) throws Exception {
        FutureTask<Object> task = new FutureTask<>(work::call);
        Thread thread = new Thread(task);
        thread.start();
        task.get();
    }

    @Test
    void after_discard_all() throws SQLException {
        inAutocommit(connection -> {
            assertSeesOwnRows(connection);
            Notes.run(connection, "discard all");
            assertSeesOwnRows(connection);
            Notes.run(connection, "discard plans");
            assertSeesOwnRows(connection);
        });
    }

    @Test
    void a_text_that_begins_runs_and_commits_has_the_context_and_leaves_none() throws SQLException {
        inAutocommit(connection -> {
            Notes.run(connection, "begin; insert into note (id, body) values (4, 'acme4'); commit");
            assertThat(Notes.read(connection, "select body from note where id = 4"))
                    .containsExactly("acme4");
            assertThat(Notes.readPrepared(connection, "select body from note where id = ?", 4))
                    .containsExactly("acme4");
        });
    }

    @Test
    void a_text_that_begins_and_runs_leaves_a_transaction_with_the_context() throws SQLException {
        inAutocommit(connection -> {
            Notes.run(connection, "begin; insert into note (id, body) values (4, 'acme4')");
            assertThat(Notes.read(connection, "select count(*) from note")).containsExactly("4");
            Notes.run(connection, "rollback");
            assertSeesOwnRows(connection);
        });
    }

    @Test
    void after_a_commit_in_sql_that_failed() throws SQLException {
        inAutocommit(connection -> {
            Notes.run(connection, "begin");
            Notes.run(connection, "insert into country (code, name) values ('a', 'same'), ('b', 'same')");
            assertThatThrownBy(() -> Notes.run(connection, "commit"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23505"));
            assertSeesOwnRows(connection);
            assertSeesOwnRows(connection);
        });
    }

    @Test
    void after_a_commit_that_failed() throws SQLException {
        inTransaction(connection -> {
            Notes.run(connection, "insert into country (code, name) values ('a', 'same'), ('b', 'same')");
            assertThatThrownBy(connection::commit)
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23505"));
            assertSeesOwnRows(connection);
        });
    }

    @Test
    void after_switching_to_autocommit_failed_to_commit() throws SQLException {
        inTransaction(connection -> {
            Notes.run(connection, "insert into country (code, name) values ('a', 'same'), ('b', 'same')");
            assertThatThrownBy(() -> connection.setAutoCommit(true)).isInstanceOf(SQLException.class);
            assertThat(connection.getAutoCommit()).isFalse();
            assertSeesOwnRows(connection);
        });
    }

    @Test
    void after_a_batch_that_undoes_it() throws SQLException {
        inTransaction(connection -> {
            for (List<String> undo : List.of(
                    List.of("rollback"),
                    List.of("commit"),
                    List.of("reset all"),
                    List.of("savepoint a", "rollback to a"))) {
                try (Statement statement = connection.createStatement()) {
                    statement.addBatch("update note set body = body");
                    for (String part : undo) {
                        statement.addBatch(part);
                    }
                    statement.executeBatch();
                }
                assertThat(Notes.read(connection, BODIES)).as(undo.toString()).isEqualTo(ACMES);
            }
        });
    }

    @Test
    void after_switching_autocommit_on_and_off() throws SQLException {
        inTransaction(connection -> {
            for (int i = 0; i < 3; i++) {
                assertSeesOwnRows(connection);
                connection.setAutoCommit(true);
                assertSeesOwnRows(connection);
                connection.setAutoCommit(false);
            }
        });
    }

    // ---- nothing stays

    @Test
    void nothing_stays_on_the_connection_whichever_way_a_transaction_ends() throws SQLException {
        List<Work> endings = List.of(
                Connection::commit,
                Connection::rollback,
                connection -> connection.setAutoCommit(true),
                connection -> Notes.run(connection, "commit"),
                connection -> Notes.run(connection, "rollback"),
                connection -> assertThatThrownBy(() -> Notes.run(connection, "select 1 / 0"))
                        .isInstanceOf(SQLException.class),
                connection -> {});
        for (Work ending : endings) {
            ACME.withActor("dana").run(() -> {
                try (Connection connection = database.dataSource().getConnection()) {
                    connection.setAutoCommit(false);
                    assertThat(Notes.read(connection, BODIES)).isEqualTo(ACMES);
                    ending.on(connection);
                }
            });

            try (Connection raw = database.pool().getConnection()) {
                assertThat(Notes.setting(raw)).isEmpty();
            }
        }
    }

    @Test
    void nothing_stays_on_the_connection_after_autocommit() throws SQLException {
        List<Work> works = List.of(
                connection -> assertThat(Notes.read(connection, BODIES)).isEqualTo(ACMES),
                connection -> assertThat(Notes.readPrepared(connection, BODIES)).isEqualTo(ACMES),
                connection -> Notes.run(connection, "call add_note(7, 'x')"),
                connection -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.addBatch("insert into note (id) values (8)");
                        statement.executeBatch();
                    }
                },
                connection -> assertThatThrownBy(() -> Notes.read(connection, "select * from nowhere"))
                        .isInstanceOf(SQLException.class),
                connection -> assertThatThrownBy(() -> {
                            try (Statement statement = connection.createStatement()) {
                                statement.addBatch("insert into note (id) values (8)");
                                statement.executeBatch();
                            }
                        })
                        .isInstanceOf(SQLException.class));
        for (Work work : works) {
            ACME.withActor("dana").run(() -> {
                try (Connection connection = database.dataSource().getConnection()) {
                    work.on(connection);
                    assertThat(connection.getAutoCommit()).isTrue();
                }
            });

            try (Connection raw = database.pool().getConnection()) {
                assertThat(raw.getAutoCommit()).isTrue();
                assertThat(Notes.setting(raw)).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "begin",
                "start transaction",
                "begin; select 1",
                "select 1; begin",
                "commit; begin",
                "begin; select * from nowhere"
            })
    void a_transaction_that_sql_began_does_not_go_back_to_the_pool(String begin) throws SQLException {
        ACME.run(() -> {
            try (Connection connection = database.dataSource().getConnection()) {
                Outcome.of(connection, begun -> {
                    Notes.run(begun, begin);
                    return Notes.read(begun, BODIES);
                });
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });

        try (Connection connection = database.dataSource().getConnection()) {
            assertThat(Notes.read(connection, "select 1")).containsExactly("1");
            assertThatThrownBy(() -> Notes.read(connection, BODIES)).hasMessageContaining("no tenant");
        }
        try (Connection raw = database.pool().getConnection()) {
            assertThat(Notes.setting(raw)).isEmpty();
        }
    }

    @Test
    void a_batch_that_begins_a_transaction_does_not_leave_it_to_the_pool() throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.addBatch("begin");
            statement.executeBatch();
            ACME.run(() -> assertThat(Notes.read(connection, BODIES)).isEqualTo(ACMES));
        }

        try (Connection raw = database.pool().getConnection()) {
            assertThat(Notes.setting(raw)).isEmpty();
        }
    }

    @Test
    void the_next_tenant_on_the_same_connection_sees_its_own_rows() throws SQLException {
        inTransaction(connection -> {
            assertSeesOwnRows(connection);
            connection.commit();
            GLOBEX.run(() -> {
                assertThat(Notes.read(connection, BODIES)).isEqualTo(GLOBEXES);
                connection.commit();
            });
            assertSeesOwnRows(connection);
        });
    }
}
