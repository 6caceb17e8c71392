package dev.rowhouse.connection;

import static dev.rowhouse.connection.Notes.ACME;
import static dev.rowhouse.connection.Notes.BODIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.testkit.RowhouseDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plain statement, its results and its settings work as the driver's. */
class StatementIT {
    @RegisterExtension
    static final RowhouseDatabase database = Notes.database().poolSize(1).build();

    @BeforeEach
    void reset() throws SQLException {
        Notes.reset(database);
    }

    /** All results of a text, one after the other. */
    private static List<Object> results(Statement statement, boolean rows) throws SQLException {
        List<Object> results = new ArrayList<>();
        boolean isRows = rows;
        while (true) {
            if (isRows) {
                results.add(Notes.column(statement.getResultSet()));
            } else if (statement.getUpdateCount() == -1) {
                return results;
            } else {
                results.add(statement.getUpdateCount() + " " + statement.getLargeUpdateCount());
            }
            isRows = statement.getMoreResults();
        }
    }

    private static List<Object> execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return results(statement, statement.execute(sql));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                BODIES,
                "select id from note where data ? 'n' order by id",
                "select id from note where data ?| array['n', '?'] order by id",
                "select id from note where data ?& array['n'] and '?' = '?' /* ? */ order by id -- ?",
                "select data ? 'n', data ?? 'n' from note",
                "select $$?$$, e'\\'?', \"?\" from (select 1 as \"?\") v",
                "update note set body = body; select 1; update note set body = body where id = 1; select 2",
                "select 1; select 2; select 3",
                "select 1;; select 2;",
                "create temp table t1 (a int); insert into t1 values (1), (2); select * from t1; drop table t1",
                "insert into note (id) values (10) returning id; select count(*) from note",
                "do $$ begin perform 1; end $$; select 1",
                "",
                " ; ",
                "-- nothing",
                "explain select 1",
                "values (1), (2)",
                "(select 1) union all (select 2)",
                "with v as (select 1 as a) select a from v",
                "select 'a' || 'b;c' || $x$;$x$",
                "create temp table t2 (a int) on commit drop",
                "selct 1",
                "   selct 1",
                "/* é */ select nope from note",
                "select 1; select nope from note",
                "select ' é' , nope",
                "select * from note where id = ?",
                "select {ts '2026-11-21 10:11:12'}",
                "select {fn concat('a', 'b')}, {d '2026-11-21'}, {t '10:11:12'}",
                "select {fn ucase('é')} {escape '!'}",
                "select 'unterminated",
                "begin; select 1; commit",
                "select 1; commit; select 2",
                "show search_path",
                "table country",
                "select current_setting('app.current_tenant_id')"
            })
    void a_text_gives_the_same_results_or_error(String sql) throws Exception {
        Outcome.assertSame(database, connection -> execute(connection, sql));
        Outcome.assertSame(database, connection -> {
            try (Statement statement = connection.createStatement()) {
                return Notes.column(statement.executeQuery(sql));
            }
        });
        Outcome.assertSame(database, connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate(sql);
            }
        });
        Outcome.assertSame(database, connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.setEscapeProcessing(false);
                return results(statement, statement.execute(sql));
            }
        });
        Outcome.assertSame(database, connection -> {
            try (Statement statement = connection.createStatement()) {
                return List.of(statement.executeLargeUpdate(sql, Statement.RETURN_GENERATED_KEYS));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {Statement.CLOSE_CURRENT_RESULT, Statement.KEEP_CURRENT_RESULT, Statement.CLOSE_ALL_RESULTS})
    void results_are_closed_or_kept_as_asked(int current) throws Exception {
        Outcome.assertSame(database, connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("select 1; select 2; select 3");
                ResultSet first = statement.getResultSet();
                statement.getMoreResults(Statement.KEEP_CURRENT_RESULT);
                ResultSet second = statement.getResultSet();
                statement.getMoreResults(current);
                ResultSet third = statement.getResultSet();
                return List.of(first.isClosed(), second.isClosed(), third.isClosed(), statement.getMoreResults());
            }
        });
    }

    @Test
    void a_new_run_closes_the_results_of_the_one_before() throws Exception {
        Outcome outcome = Outcome.assertSame(database, false, connection -> {
            List<Object> all = new ArrayList<>();
            try (Statement statement = connection.createStatement()) {
                for (String next : List.of(BODIES, "update note set body = body", "select 1; select 2", "selct")) {
                    ResultSet carried = statement.executeQuery(BODIES);
                    all.add(Outcome.of(connection, ignored -> statement.execute(next)));
                    all.add(carried.isClosed());
                    connection.rollback();
                    statement.executeQuery(BODIES);
                    ResultSet plain = statement.executeQuery(BODIES);
                    connection.commit();
                    all.add(Outcome.of(connection, ignored -> statement.execute(next)));
                    all.add(plain.isClosed());
                    connection.rollback();
                }
                ResultSet before = statement.executeQuery(BODIES);
                statement.addBatch("update note set body = body");
                statement.executeBatch();
                all.add(before.isClosed());
                all.add(statement.getUpdateCount());
            }
            return all;
        });

        assertThat(outcome.sqlState()).isNull();
    }

    @Test
    void the_current_result_is_what_was_returned() throws Exception {
        Outcome.assertSame(database, connection -> {
            try (Statement statement = connection.createStatement()) {
                ResultSet rows = statement.executeQuery(BODIES);
                rows.next();
                ResultSet current = statement.getResultSet();
                return current.getString(1)
                        + current.next()
                        + rows.getString(1)
                        + (current.getStatement() == statement);
            }
        });
    }

    @Test
    void a_statement_closes_on_completion() throws Exception {
        Outcome.Work[] works = {
            connection -> {
                Statement statement = connection.createStatement();
                statement.closeOnCompletion();
                statement.executeQuery(BODIES).close();
                return statement.isClosed() + " " + connection.isClosed();
            },
            connection -> {
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(BODIES);
                statement.closeOnCompletion();
                statement.getResultSet();
                rows.close();
                return statement.isClosed();
            },
            connection -> {
                PreparedStatement statement = connection.prepareStatement(BODIES);
                statement.closeOnCompletion();
                ResultSet rows = statement.executeQuery();
                statement.getMetaData();
                rows.close();
                return statement.isClosed();
            },
            connection -> {
                Statement statement = connection.createStatement();
                statement.closeOnCompletion();
                statement.executeUpdate("update note set body = body", Statement.RETURN_GENERATED_KEYS);
                statement.getGeneratedKeys().close();
                return statement.isClosed();
            },
            connection -> {
                Statement statement = connection.createStatement();
                statement.closeOnCompletion();
                statement.execute("select 1; select 2");
                statement.getMoreResults();
                boolean between = statement.isClosed();
                statement.getResultSet().close();
                return between + " " + statement.isClosed() + statement.isCloseOnCompletion();
            },
        };
        for (Outcome.Work work : works) {
            Outcome.assertSame(database, work);
        }
    }

    // ---- settings

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 100})
    void settings_work_the_same(int n) throws Exception {
        String two = BODIES + "; " + BODIES;
        Outcome.Work[] works = {
            connection -> with(connection, statement -> statement.setMaxRows(n), two),
            connection -> with(connection, statement -> statement.setFetchSize(n), two),
            connection -> with(connection, statement -> statement.setMaxFieldSize(n), two),
            connection -> with(connection, statement -> statement.setQueryTimeout(n), two),
            connection -> with(connection, statement -> statement.setPoolable(n > 0), two),
            connection -> with(connection, statement -> statement.setFetchDirection(ResultSet.FETCH_FORWARD), two),
            connection -> with(connection, statement -> statement.setEscapeProcessing(n > 0), two),
        };
        for (Outcome.Work work : works) {
            Outcome outcome = Outcome.assertSame(database, work);

            assertThat(outcome.sqlState()).isNull();
        }
    }

    @FunctionalInterface
    private interface Setting {
        void on(Statement statement) throws SQLException;
    }

    private static List<Object> with(Connection connection, Setting setting, String sql) throws SQLException {
        List<Object> all = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            setting.on(statement);
            all.add(results(statement, statement.execute(sql)));
            all.add(results(statement, statement.execute(sql)));
            all.add(settings(statement));
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            setting.on(statement);
            all.add(results(statement, statement.execute()));
            all.add(results(statement, statement.execute()));
            all.add(settings(statement));
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            all.add(results(statement, statement.execute()));
            setting.on(statement);
            all.add(results(statement, statement.execute()));
            connection.setAutoCommit(false);
            connection.commit();
            all.add(results(statement, statement.execute()));
            all.add(settings(statement));
        }
        return all;
    }

    private static List<Object> settings(Statement statement) throws SQLException {
        return List.of(
                statement.getMaxRows(),
                statement.getFetchSize(),
                statement.getMaxFieldSize(),
                statement.getQueryTimeout(),
                statement.isPoolable(),
                statement.getFetchDirection(),
                statement.getResultSetType(),
                statement.getResultSetConcurrency(),
                statement.getResultSetHoldability());
    }

    @Test
    void wrong_settings_are_refused_in_the_same_words() throws Exception {
        Outcome.Work[] works = {
            connection -> with(connection, statement -> statement.setMaxRows(-1), BODIES),
            connection -> with(connection, statement -> statement.setFetchSize(-1), BODIES),
            connection -> with(connection, statement -> statement.setMaxFieldSize(-1), BODIES),
            connection -> with(connection, statement -> statement.setQueryTimeout(-1), BODIES),
            connection -> with(connection, statement -> statement.setFetchDirection(-1), BODIES),
        };
        for (Outcome.Work work : works) {
            Outcome outcome = Outcome.assertSame(database, work);

            assertThat(outcome.sqlState()).isNotNull();
        }
    }

    @Test
    void a_timeout_stops_a_statement() throws Exception {
        for (boolean autoCommit : new boolean[] {true, false}) {
            Outcome outcome = Outcome.assertSame(database, autoCommit, connection -> {
                try (Statement statement = connection.createStatement()) {
                    statement.setQueryTimeout(1);
                    return Notes.column(statement.executeQuery("select pg_sleep(20)"));
                }
            });

            assertThat(outcome.sqlState()).isEqualTo("57014");
        }
    }

    @Test
    void another_thread_cancels_a_statement() throws Exception {
        for (boolean first : new boolean[] {true, false}) {
            ACME.run(() -> {
                try (Connection connection = database.dataSource().getConnection();
                        Statement statement = connection.createStatement()) {
                    connection.setAutoCommit(false);
                    if (!first) {
                        Notes.read(connection, BODIES);
                    }
                    CountDownLatch ended = new CountDownLatch(1);
                    Thread canceller = new Thread(() -> {
                        try {
                            while (!ended.await(20, TimeUnit.MILLISECONDS)) {
                                statement.cancel();
                            }
                        } catch (SQLException | InterruptedException e) {
                            throw new AssertionError(e);
                        }
                    });
                    canceller.start();

                    assertThatThrownBy(() -> statement.executeQuery("select pg_sleep(20)"))
                            .isInstanceOfSatisfying(
                                    SQLException.class,
                                    e -> assertThat(e.getSQLState()).isEqualTo("57014"));

                    ended.countDown();
                    canceller.join();
                    connection.rollback();
                    assertThat(Notes.read(connection, BODIES)).hasSize(3);
                    connection.rollback();
                }
            });
        }
    }

    @Test
    void warnings_are_the_user_s() throws Exception {
        Outcome.assertSame(database, connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("do $$ begin raise notice 'one'; raise warning 'two'; end $$");
                List<String> all = new ArrayList<>();
                for (SQLWarning w = statement.getWarnings(); w != null; w = w.getNextWarning()) {
                    all.add(w.getSQLState() + w.getMessage());
                }
                statement.clearWarnings();
                all.add(String.valueOf(statement.getWarnings()));
                statement.execute("select 1");
                all.add(String.valueOf(statement.getWarnings()));
                return all;
            }
        });
    }

    @Test
    void batches_of_texts_come_to_the_same() throws Exception {
        Outcome.assertSame(database, connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.addBatch("update note set body = body");
                statement.addBatch("insert into note (id) values (10), (11)");
                statement.addBatch("create temp table t (a int) on commit drop");
                String counts = Arrays.toString(statement.executeBatch());
                statement.addBatch("update note set body = body");
                statement.clearBatch();
                return counts + Arrays.toString(statement.executeBatch()) + statement.getUpdateCount();
            }
        });
        Outcome.assertSame(database, connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.addBatch("update note set body = body");
                statement.addBatch("select 1");
                return Arrays.toString(statement.executeBatch());
            }
        });
    }

    // ---- streaming

    @Test
    void a_fetch_size_streams_through_the_carrier() throws Exception {
        Outcome outcome = Outcome.assertSame(database, false, connection -> {
            try (Statement plain = connection.createStatement();
                    Statement watch = connection.createStatement()) {
                plain.setFetchSize(10);
                ResultSet rows = plain.executeQuery("select i from generate_series(1, 1000) i");
                int read = 0;
                while (read < 500 && rows.next()) {
                    read++;
                }
                String open = Notes.column(watch.executeQuery("select count(*) from pg_cursors where name <> ''"))
                        .get(0);
                while (rows.next()) {
                    read++;
                }
                return read + " rows, " + open + " open";
            }
        });

        assertThat(outcome.value()).isEqualTo("1000 rows, 1 open");
        Outcome.assertSame(database, false, connection -> {
            List<Object> all = new ArrayList<>();
            try (PreparedStatement prepared = connection.prepareStatement("select i from generate_series(1, ?) i");
                    Statement watch = connection.createStatement()) {
                prepared.setFetchSize(10);
                for (int run = 0; run < 3; run++) {
                    prepared.setInt(1, 100);
                    ResultSet rows = prepared.executeQuery();
                    rows.next();
                    all.add(Notes.column(watch.executeQuery("select count(*) from pg_cursors where name <> ''")));
                    all.add(Notes.column(rows).size());
                    rows.close();
                    connection.commit();
                }
            }
            return all;
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {190, 199, 200, 201, 260, 1_000})
    void a_text_of_very_many_statements_keeps_its_tenant(int count) throws Exception {
        String sql = "update note set body = body;".repeat(count);

        Outcome outcome = Outcome.assertSame(
                database, connection -> execute(connection, sql).size());

        assertThat(outcome.value()).isEqualTo(count);
    }

    @Test
    void memory_stays_small_while_a_large_result_streams() throws Exception {
        ACME.run(() -> {
            try (Connection connection = database.dataSource().getConnection();
                    PreparedStatement statement = connection.prepareStatement(
                            "select repeat('x', 1000000) || i from generate_series(1, ?) i")) {
                connection.setAutoCommit(false);
                statement.setInt(1, 100_000); // 100 GB, more than any heap of a test
                statement.setFetchSize(2);
                try (ResultSet rows = statement.executeQuery()) {
                    for (int i = 0; i < 20; i++) {
                        assertThat(rows.next()).isTrue();
                    }
                }
                connection.rollback();
            }
        });
    }

    // ---- scrolling and updating

    @Test
    void scrollable_results_scroll() throws Exception {
        Outcome.assertSame(database, connection -> {
            try (Statement statement =
                    connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)) {
                ResultSet rows = statement.executeQuery(BODIES);
                return List.of(
                        rows.last(),
                        rows.getRow(),
                        rows.getString(1),
                        rows.first(),
                        rows.getString(1),
                        rows.absolute(-2),
                        rows.getString(1),
                        rows.relative(1),
                        rows.getString(1),
                        rows.previous(),
                        rows.isLast(),
                        rows.getType(),
                        rows.getConcurrency(),
                        statement.getResultSetType());
            }
        });
    }

    @Test
    void updatable_results_change_rows_in_a_transaction() throws Exception {
        Outcome outcome = Outcome.assertSame(database, false, connection -> {
            for (boolean prepared : new boolean[] {true, false}) {
                String sql = "select tenant_id, id, body from note order by id";
                try (Statement statement = prepared
                        ? connection.prepareStatement(
                                sql, ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE)
                        : connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE)) {
                    ResultSet rows = statement instanceof PreparedStatement query
                            ? query.executeQuery()
                            : statement.executeQuery(sql);
                    rows.next();
                    rows.updateString("body", "changed " + prepared);
                    rows.updateRow();
                    rows.refreshRow();
                    rows.next();
                    rows.deleteRow();
                    rows.moveToInsertRow();
                    rows.updateObject("tenant_id", Notes.ACME_ID);
                    rows.updateInt("id", prepared ? 20 : 21);
                    rows.updateString("body", "inserted");
                    rows.insertRow();
                    rows.moveToCurrentRow();
                }
                connection.commit();
            }
            return Notes.read(connection, "select id || body from note order by id");
        });

        assertThat(outcome.value()).isEqualTo(List.of("1changed false", "20inserted", "21inserted"));
    }

    @Test
    void updatable_results_change_nothing_in_autocommit_and_say_why() throws Exception {
        ACME.run(() -> {
            try (Connection connection = database.dataSource().getConnection();
                    Statement statement =
                            connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_UPDATABLE)) {
                ResultSet rows = statement.executeQuery("select tenant_id, id, body from note order by id");
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString("body")).isEqualTo("acme1");
                rows.updateString("body", "changed");

                assertThatThrownBy(rows::updateRow)
                        .isInstanceOf(SQLFeatureNotSupportedException.class)
                        .hasMessageStartingWith("Calling updateRow() on rows of an updatable result set: the connection"
                                + " is in autocommit")
                        .hasMessageEndingWith(
                                "Call setAutoCommit(false) before the query, or write an update" + " statement.");
                assertThatThrownBy(rows::deleteRow).isInstanceOf(SQLFeatureNotSupportedException.class);
                assertThatThrownBy(rows::insertRow).isInstanceOf(SQLFeatureNotSupportedException.class);
                assertThatThrownBy(rows::refreshRow).isInstanceOf(SQLFeatureNotSupportedException.class);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"extended", "extendedForPrepared", "extendedCacheEverything"})
    void every_query_mode_that_binds_values_works(String mode) throws Exception {
        var driver = Notes.driver(database);
        driver.setProperty("preferQueryMode", mode);
        ACME.run(() -> {
            try (Connection connection = TenantDataSource.wrap(driver).getConnection()) {
                for (boolean autoCommit : new boolean[] {true, false}) {
                    connection.setAutoCommit(autoCommit);
                    for (int i = 0; i < 8; i++) {
                        assertThat(Notes.read(connection, BODIES)).hasSize(3);
                        assertThat(Notes.readPrepared(connection, "select body from note where id = ?", 1))
                                .containsExactly("acme1");
                        assertThat(execute(connection, "select 1; update note set body = body; select 2"))
                                .hasToString("[[1], 3 3, [2]]");
                        if (!autoCommit) {
                            connection.commit();
                        }
                    }
                }
            }
        });
    }
}
