package dev.rowhouse.connection;

import static dev.rowhouse.connection.Notes.ACME;
import static dev.rowhouse.connection.Notes.BODIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.testkit.RowhouseDatabase;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A statement in front of these would be an error, so that they go through as they are. */
class UntouchedStatementsIT {
    @RegisterExtension
    static final RowhouseDatabase database = Notes.database()
            .setUp(UntouchedStatementsIT::createOwnSchema)
            .poolSize(1)
            .build();

    /** Gives the application role a place to run what only an owner may run. */
    private static void createOwnSchema(RowhouseDatabase started) throws SQLException {
        try (Connection owner = started.owner().getConnection()) {
            Notes.run(owner, "create schema own", "grant usage, create on schema own to " + started.applicationRole());
        }
    }

    @BeforeEach
    void reset() throws SQLException {
        Notes.reset(database);
    }

    /** The text in upper case, and behind comments and white space. */
    static Stream<String> disguised(String text) {
        return Stream.of(
                text,
                text.toUpperCase(Locale.ROOT),
                " \n\t" + text,
                "-- why\n" + text,
                "/* one /* nested; */ still */ " + text + " -- and why not",
                "/**//*;*/--;\r\n" + text + ";");
    }

    static Stream<String> isolationLevels() {
        return disguised("set transaction isolation level serializable");
    }

    @ParameterizedTest
    @MethodSource("isolationLevels")
    void the_isolation_level_can_be_set_first_in_a_transaction(String text) throws SQLException {
        ACME.run(() -> {
            try (Connection connection = database.dataSource().getConnection()) {
                connection.setAutoCommit(false);
                Notes.run(connection, text);
                assertThat(Notes.read(connection, "show transaction_isolation")).containsExactly("serializable");
                assertThat(Notes.read(connection, BODIES)).hasSize(3);
                connection.commit();

                try (PreparedStatement statement = connection.prepareStatement(text)) {
                    statement.execute();
                }
                assertThat(Notes.read(connection, "show transaction_isolation")).containsExactly("serializable");
                connection.rollback();
            }
        });
    }

    static Stream<String> beginnings() {
        return disguised("start transaction isolation level serializable, read only, deferrable");
    }

    @ParameterizedTest
    @MethodSource("beginnings")
    void a_transaction_can_be_begun_in_sql(String text) throws SQLException {
        ACME.run(() -> {
            try (Connection connection = database.dataSource().getConnection()) {
                Notes.run(connection, text);
                assertThat(Notes.read(connection, "show transaction_isolation")).containsExactly("serializable");
                assertThat(Notes.read(connection, BODIES)).hasSize(3);
                Notes.run(connection, "rollback");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set transaction read only",
                "set local transaction isolation level repeatable read",
                "set transaction_isolation = 'serializable'",
                "set session characteristics as transaction isolation level read committed"
            })
    void other_settings_of_the_transaction_come_to_the_same(String text) throws Exception {
        Outcome.assertSame(database, false, connection -> {
            Notes.run(connection, text);
            return Notes.read(connection, "show transaction_isolation");
        });
    }

    static Stream<String> vacuums() {
        return disguised("vacuum own.thing");
    }

    @ParameterizedTest
    @MethodSource("vacuums")
    void vacuum_runs_in_autocommit(String text) throws SQLException {
        inOwnSchema(connection -> {
            Notes.run(connection, text);
            try (PreparedStatement statement = connection.prepareStatement(text)) {
                statement.execute();
                assertThat(statement.executeUpdate()).isZero();
            }
            try (Statement statement = connection.createStatement()) {
                statement.addBatch(text);
                assertThat(statement.executeBatch()).hasSize(1);
            }
        });
    }

    static Stream<String> concurrentIndexes() {
        return disguised("create index concurrently if not exists thing_a on own.thing (a)");
    }

    @ParameterizedTest
    @MethodSource("concurrentIndexes")
    void an_index_is_built_and_dropped_concurrently_in_autocommit(String text) throws SQLException {
        inOwnSchema(connection -> Notes.run(
                connection,
                text,
                "create unique index concurrently thing_b on own.thing (b)",
                "reindex table concurrently own.thing",
                "drop index concurrently own.thing_b"));
    }

    @FunctionalInterface
    private interface Work {
        void on(Connection connection) throws SQLException;
    }

    private static void inOwnSchema(Work work) throws SQLException {
        ACME.run(() -> {
            try (Connection connection = database.dataSource().getConnection()) {
                Notes.run(connection, "create table own.thing (a int, b int)");
                try {
                    work.on(connection);
                } finally {
                    Notes.run(connection, "drop table own.thing");
                }
            }
        });
    }

    // ---- calls

    private static final List<String> BOTH = List.of("at", "de");

    private static void assertBothThere(Connection connection) throws SQLException {
        assertThat(Notes.read(connection, "select code from country order by code"))
                .isEqualTo(BOTH);
        Notes.run(connection, "delete from country");
    }

    static Stream<String> callsThatCommit() {
        return disguised("call add_countries_in_two_transactions('at', 'de')");
    }

    @ParameterizedTest
    @MethodSource("callsThatCommit")
    void a_procedure_that_commits_runs_in_autocommit(String text) throws SQLException {
        ACME.run(() -> {
            try (Connection connection = database.dataSource().getConnection()) {
                Notes.run(connection, text.replace("'AT', 'DE'", "'at', 'de'"));
                assertBothThere(connection);
            }
        });
    }

    @Test
    void a_procedure_that_commits_runs_in_autocommit_however_it_is_called() throws SQLException {
        String text = "call add_countries_in_two_transactions(?, ?)";
        ACME.run(() -> {
            try (Connection connection = database.dataSource().getConnection()) {
                try (PreparedStatement statement = connection.prepareStatement(text)) {
                    statement.setString(1, "at");
                    statement.setString(2, "de");
                    statement.execute();
                    assertBothThere(connection);
                    statement.executeUpdate();
                    assertBothThere(connection);
                }
                try (CallableStatement statement = connection.prepareCall(text)) {
                    statement.setString(1, "at");
                    statement.setString(2, "de");
                    statement.execute();
                    assertBothThere(connection);
                    statement.execute();
                    assertBothThere(connection);
                }
                try (Statement statement = connection.createStatement()) {
                    statement.execute(
                            "call add_countries_in_two_transactions('at', 'de')", Statement.RETURN_GENERATED_KEYS);
                    assertBothThere(connection);
                    statement.addBatch("call add_countries_in_two_transactions('at', 'de')");
                    assertThatThrownBy(statement::executeBatch)
                            .as("a batch has a transaction of its own")
                            .isInstanceOfSatisfying(
                                    SQLException.class,
                                    e -> assertThat(e.getSQLState()).isEqualTo("2D000"));
                    assertThat(Notes.read(connection, "select code from country"))
                            .isEmpty();
                }
                Notes.run(connection, """
                        do $$ begin
                          insert into country (code) values ('at');
                          commit;
                          insert into country (code) values ('de');
                        end $$""");
                assertBothThere(connection);
            }
        });
    }

    @Test
    void a_procedure_that_commits_runs_in_autocommit_as_a_jdbc_escape() throws SQLException {
        PGSimpleDataSource driver = Notes.driver(database);
        driver.setProperty("escapeSyntaxCallMode", "callIfNoReturn");
        ACME.run(() -> {
            try (Connection connection = TenantDataSource.wrap(driver).getConnection();
                    CallableStatement statement =
                            connection.prepareCall("{call add_countries_in_two_transactions('at', 'de')}")) {
                statement.execute();
                assertBothThere(connection);
            }
        });
    }

    @Test
    void a_procedure_that_commits_has_no_tenant_afterwards_and_says_so() throws SQLException {
        String block = "do $$ begin commit; perform body from note; end $$";
        ACME.run(() -> {
            try (Connection connection = database.dataSource().getConnection()) {
                assertThatThrownBy(() -> Notes.run(connection, block))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getSQLState()).isIn("42704", "22P02"));
            }
        });
    }

    @Test
    void a_call_that_does_not_commit_works_for_the_tenant() throws SQLException {
        ACME.run(() -> {
            try (Connection connection = database.dataSource().getConnection()) {
                Notes.run(connection, "call add_note(10, 'plain')", "do $$ begin call add_note(11, 'block'); end $$");
                try (PreparedStatement statement = connection.prepareStatement("call add_note(?, ?)")) {
                    statement.setInt(1, 12);
                    statement.setString(2, "prepared");
                    statement.execute();
                }
                try (CallableStatement statement = connection.prepareCall("call add_note(?, ?)")) {
                    statement.setInt(1, 13);
                    statement.setString(2, "called");
                    statement.execute();
                }
                assertThat(Notes.read(connection, "select body from note where id >= 10 order by id"))
                        .containsExactly("plain", "block", "prepared", "called");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vacuum country",
                "call add_countries_in_two_transactions('at', 'de')",
                "create index concurrently i on own.thing (a)",
                "discard all",
                "checkpoint",
                "commit prepared 'x'",
                "set transaction isolation level nonsense",
                "rollback to nowhere",
                "begin; begin; rollback",
                "commit and chain",
                "show nonsense",
                "listen news",
                "deallocate all",
                "; ;",
                "",
                "-- nothing"
            })
    void the_same_errors_come_as_without_the_wrapper(String text) throws Exception {
        Outcome.assertSame(database, connection -> {
            Notes.run(connection, text);
            return "done";
        });
        Outcome.assertSame(database, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(text)) {
                return statement.execute();
            }
        });
    }
}
