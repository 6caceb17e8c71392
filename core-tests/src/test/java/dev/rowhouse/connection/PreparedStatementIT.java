package dev.rowhouse.connection;

import static dev.rowhouse.connection.Notes.ACME;
import static dev.rowhouse.connection.Notes.BODIES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rowhouse.TenantContext;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.sql.Array;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.util.PGobject;

/** A prepared statement works as the driver's, whichever of the two statements behind it runs. */
class PreparedStatementIT {
    @RegisterExtension
    static final RowhouseDatabase database = Notes.database().poolSize(1).build();

    @BeforeEach
    void reset() throws SQLException {
        Notes.reset(database);
    }

    @FunctionalInterface
    private interface Work {
        void on(Connection connection) throws Exception;
    }

    private static void inTransaction(Work work) throws Exception {
        inTransaction(ACME, work);
    }

    private static void inTransaction(TenantContext context, Work work) throws Exception {
        context.run(() -> {
            try (Connection connection = database.dataSource().getConnection()) {
                connection.setAutoCommit(false);
                work.on(connection);
                connection.rollback();
            }
        });
    }

    // ---- values move to the other statement

    @Test
    void values_that_are_set_once_stay_for_all_transactions() throws Exception {
        inTransaction(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("select ?::text || ?::int || coalesce(?::text, '-')")) {
                statement.setString(1, "kept");
                statement.setNull(3, java.sql.Types.VARCHAR);
                for (int i = 0; i < 9; i++) {
                    statement.setInt(2, i);
                    assertThat(Notes.column(statement.executeQuery())).containsExactly("kept" + i + "-");
                    if (i % 2 == 1) {
                        connection.commit();
                    } else if (i % 3 == 0) {
                        connection.rollback();
                    }
                }
            }
        });
    }

    @Test
    void cleared_values_are_gone_from_both_statements() throws Exception {
        Outcome outcome = Outcome.assertSame(database, false, connection -> {
            try (PreparedStatement statement = connection.prepareStatement("select ?::text")) {
                statement.setString(1, "cleared");
                Notes.column(statement.executeQuery());
                Notes.column(statement.executeQuery());
                statement.clearParameters();
                connection.commit();
                return Notes.column(statement.executeQuery());
            }
        });

        assertThat(outcome.message()).contains("No value specified for parameter 1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_missing_value_is_refused_in_the_same_words(boolean autoCommit) throws Exception {
        for (int missing = 1; missing <= 3; missing++) {
            int left = missing;
            Outcome.assertSame(database, autoCommit, connection -> {
                try (PreparedStatement statement = connection.prepareStatement("select ?::int, ?::int, ?::int")) {
                    for (int i = 1; i <= 3; i++) {
                        if (i != left) {
                            statement.setInt(i, i);
                        }
                    }
                    return Notes.column(statement.executeQuery());
                }
            });
        }
    }

    @Test
    void an_actor_comes_and_goes_between_transactions() throws Exception {
        ACME.run(() -> {
            try (Connection connection = database.dataSource().getConnection();
                    PreparedStatement statement = connection.prepareStatement(
                            "insert into note (id, body) values (?, ?) returning coalesce(author, 'nobody')")) {
                connection.setAutoCommit(false);
                statement.setString(2, "set once");
                for (int i = 0; i < 6; i++) {
                    int id = 10 + i;
                    TenantContext context = i % 3 == 2 ? ACME : i % 3 == 1 ? ACME.withActor("b") : ACME.withActor("a");
                    context.run(() -> {
                        statement.setInt(1, id);
                        assertThat(Notes.column(statement.executeQuery()))
                                .containsExactly(context.actor().orElse("nobody"));
                    });
                    connection.commit();
                }
                assertThat(Notes.read(connection, "select distinct body from note where id >= 10"))
                        .containsExactly("set once");
                connection.rollback();
            }
        });
    }

    @Test
    void an_actor_with_quotes_arrives_as_it_is() throws Exception {
        String actor = "O'Brien \"x\" ; -- \\ 'ñ' $1 ? \n";
        inTransaction(
                ACME.withActor(actor),
                connection -> assertThat(Notes.readPrepared(
                                connection, "select current_setting('app.current_actor') where ? = 1", 1))
                        .containsExactly(actor));
    }

    @Test
    void a_row_that_was_set_goes_into_a_batch() throws Exception {
        inTransaction(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("insert into note (id, body) values (?, ?)")) {
                statement.setString(2, "same");
                for (int id = 10; id < 15; id++) {
                    statement.setInt(1, id);
                    statement.addBatch();
                }
                assertThat(statement.executeBatch()).containsExactly(1, 1, 1, 1, 1);
                statement.setInt(1, 15);
                assertThat(statement.executeUpdate()).isEqualTo(1);
                statement.setInt(1, 16);
                statement.addBatch();
                connection.commit();
                assertThat(statement.executeLargeBatch()).containsExactly(1);
                assertThat(Notes.read(connection, "select id || body from note where id >= 10 order by id"))
                        .hasSize(7)
                        .last()
                        .isEqualTo("16same");
            }
        });
    }

    @Test
    void a_value_that_changes_after_it_was_set_arrives_as_it_was() throws Exception {
        for (int size : new int[] {3, 8_192, 8_193, 100_000}) {
            Outcome.assertSame(database, false, connection -> {
                try (PreparedStatement statement = connection.prepareStatement(
                        "select sha256(?)::text || sha256(?)::text || ?::timestamptz || ?::jsonb")) {
                    byte[] bytes = new byte[size];
                    byte[] object = new byte[size];
                    Timestamp time = Timestamp.valueOf("2026-11-21 10:11:12");
                    PGobject json = new PGobject();
                    json.setType("jsonb");
                    json.setValue("{\"a\": 1}");
                    statement.setBytes(1, bytes);
                    statement.setObject(2, object);
                    statement.setObject(3, time);
                    statement.setObject(4, json);
                    Arrays.fill(bytes, (byte) 9);
                    Arrays.fill(object, (byte) 9);
                    time.setTime(0);
                    json.setValue("{\"changed\": 1}");
                    List<Object> all = new ArrayList<>();
                    all.add(Notes.column(statement.executeQuery()));
                    all.add(Notes.column(statement.executeQuery()));
                    connection.commit();
                    all.add(Notes.column(statement.executeQuery()));
                    return all;
                }
            });
        }
    }

    @Test
    void one_object_serves_for_two_values() throws Exception {
        Outcome.assertSame(database, connection -> {
            try (PreparedStatement statement = connection.prepareStatement("select ?::jsonb || ?::jsonb")) {
                PGobject json = new PGobject();
                json.setType("jsonb");
                json.setValue("{\"a\": 1}");
                statement.setObject(1, json);
                json.setValue("{\"b\": 2}");
                statement.setObject(2, json);
                return List.of(Notes.column(statement.executeQuery()), Notes.column(statement.executeQuery()));
            }
        });
    }

    @Test
    void an_array_arrives_wherever_it_came_from() throws Exception {
        Outcome.assertSame(database, connection -> {
            try (Statement source = connection.createStatement();
                    PreparedStatement statement =
                            connection.prepareStatement("select ?::text[] || ?::text[] || ?::text[]")) {
                Array created = connection.createArrayOf("text", new Object[] {"a", null, "c'\""});
                ResultSet row = source.executeQuery("select array['x', 'y']");
                row.next();
                statement.setArray(1, created);
                statement.setArray(2, row.getArray(1));
                statement.setObject(3, connection.unwrap(PGConnection.class).createArrayOf("text", new String[] {"z"}));
                return List.of(Notes.column(statement.executeQuery()), Notes.column(statement.executeQuery()));
            }
        });
    }

    @Test
    void an_array_that_was_freed_arrives_all_the_same() throws Exception {
        Outcome outcome = Outcome.assertSame(database, false, connection -> {
            try (PreparedStatement statement = connection.prepareStatement("select ?::text[]::text")) {
                Array array = connection.createArrayOf("text", new Object[] {"a", "b"});
                statement.setArray(1, array);
                array.free();
                List<Object> all = new ArrayList<>();
                all.add(Notes.column(statement.executeQuery()));
                all.add(Notes.column(statement.executeQuery()));
                connection.commit();
                all.add(Notes.column(statement.executeQuery()));
                return all;
            }
        });

        assertThat(outcome.value()).hasToString("[[{a,b}], [{a,b}], [{a,b}]]");
    }

    @Test
    void streams_are_read_once() throws Exception {
        Outcome.assertSame(database, connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("insert into note (id, body, data) values (?, ?, ?::jsonb)")) {
                statement.setInt(1, 10);
                statement.setCharacterStream(2, new StringReader("x".repeat(20_000)));
                statement.setString(3, "{}");
                return statement.executeUpdate();
            }
        });
        Outcome.assertSame(database, connection -> {
            try (PreparedStatement statement = connection.prepareStatement("select ?::int, length(?)")) {
                statement.setInt(1, 1);
                statement.setBinaryStream(2, new ByteArrayInputStream(new byte[50_000]), 50_000);
                return Notes.column(statement.executeQuery());
            }
        });
    }

    @Test
    void a_stream_after_other_values_keeps_them() throws Exception {
        inTransaction(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("select ?::int || ?::text || ?::text")) {
                statement.setInt(1, 1);
                statement.setString(2, "before");
                statement.setCharacterStream(3, new StringReader("stream"));
                assertThat(Notes.column(statement.executeQuery())).containsExactly("1beforestream");
                connection.commit();
                statement.setCharacterStream(3, new StringReader("again"));
                statement.setInt(1, 2);
                assertThat(Notes.column(statement.executeQuery())).containsExactly("2beforeagain");
            }
        });
    }

    // ---- how many

    @ParameterizedTest
    @ValueSource(ints = {65_533, 65_534, 65_535})
    void as_many_values_as_the_protocol_takes(int count) throws Exception {
        String sql = "select id from note where id in (" + "?,".repeat(count - 1) + "?) order by id";
        inTransaction(ACME.withActor("dana"), connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int run = 0; run < 2; run++) {
                    for (int i = 1; i <= count; i++) {
                        statement.setInt(i, i <= 2 ? i : i == count ? 3 : -i);
                    }
                    assertThat(Notes.column(statement.executeQuery())).containsExactly("1", "2", "3");
                }
            }
        });
    }

    @Test
    void one_value_too_many_is_refused_as_without_the_wrapper() throws Exception {
        String sql = "select id from note where id in (" + "?,".repeat(65_535) + "?)";
        try (Connection raw = Notes.raw(database, Notes.ACME_ID);
                Connection wrapped =
                        TenantDataSource.wrap(Notes.driver(database)).getConnection()) {
            Outcome.Work work = connection -> {
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    for (int i = 1; i <= 65_536; i++) {
                        statement.setInt(i, i);
                    }
                    return Notes.column(statement.executeQuery());
                }
            };
            Outcome expected = Outcome.of(raw, work);
            Outcome found = ACME.call(() -> Outcome.of(wrapped, work));

            assertThat(found).isEqualTo(expected);
            assertThat(found.sqlState()).isNotNull();
        }
    }

    // ---- metadata

    private static List<Object> describe(ResultSetMetaData metaData) throws SQLException {
        List<Object> described = new ArrayList<>();
        for (int i = 1; metaData != null && i <= metaData.getColumnCount(); i++) {
            described.add(List.of(
                    metaData.getColumnName(i),
                    metaData.getColumnLabel(i),
                    metaData.getColumnTypeName(i),
                    metaData.getTableName(i),
                    metaData.isNullable(i),
                    metaData.getColumnClassName(i)));
        }
        return described;
    }

    private static List<Object> describe(ParameterMetaData metaData) throws SQLException {
        List<Object> described = new ArrayList<>();
        for (int i = 1; i <= metaData.getParameterCount(); i++) {
            described.add(List.of(metaData.getParameterTypeName(i), metaData.getParameterClassName(i)));
        }
        return described;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select id, body as text, data -> 'n', 1 + ? as sum from note where id = ? and ? = 'x'",
                "update note set body = coalesce(?, body) where id = ? and ?::text is not null",
                "insert into note (id, body) values (?, ?) returning *, ?::int"
            })
    void metadata_are_the_same_before_between_and_after(String sql) throws Exception {
        Outcome.assertSame(database, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                List<Object> all = new ArrayList<>();
                all.add(describe(statement.getMetaData()));
                all.add(describe(statement.getParameterMetaData()));
                statement.setObject(1, sql.startsWith("update") ? "new" : (Object) 1);
                statement.setObject(2, sql.startsWith("insert") ? "new" : (Object) 2);
                statement.setObject(3, sql.startsWith("insert") ? (Object) 3 : "x");
                all.add(describe(statement.getMetaData()));
                all.add(statement.execute());
                all.add(describe(statement.getMetaData()));
                all.add(describe(statement.getParameterMetaData()));
                return all;
            }
        });
        Outcome.assertSame(database, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setObject(1, sql.startsWith("update") ? "new" : (Object) 1);
                statement.setObject(2, sql.startsWith("insert") ? "new" : (Object) 2);
                statement.setObject(3, sql.startsWith("insert") ? (Object) 3 : "x");
                return List.of(
                        statement.execute(),
                        describe(statement.getMetaData()),
                        describe(statement.getParameterMetaData()),
                        statement.getUpdateCount());
            }
        });
    }

    @Test
    void metadata_between_two_runs_do_not_disturb_values_or_results() throws Exception {
        Outcome.assertSame(database, connection -> {
            try (PreparedStatement statement = connection.prepareStatement("select body from note where id = ?")) {
                statement.setInt(1, 2);
                ResultSet rows = statement.executeQuery();
                describe(statement.getParameterMetaData());
                describe(statement.getMetaData());
                List<String> found = Notes.column(rows);
                return List.of(found, rows.isClosed(), Notes.column(statement.executeQuery()));
            }
        });
    }

    // ---- operators, keys, batches that fail

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select id from note where data ?? ? order by id",
                "select id from note where data ??| array[?, 'y'] order by id",
                "select id from note where data ??& array[?] order by id",
                "select id from note where '?' <> ? /* ? */ order by id -- ?",
                "select $$?$$ || ?",
                "select e'\\'?' || ?",
                "select \"?\" from (select 1 as \"?\") v where ? = 'n'",
                "select $a$ $$ ? $a$ || ?::text",
                "select {fn concat('a', ?)}",
                "select {d '2026-11-21'}, ?::text"
            })
    void operators_and_literals_with_question_marks(String sql) throws Exception {
        Outcome outcome = Outcome.assertSame(
                database,
                connection ->
                        List.of(Notes.readPrepared(connection, sql, "n"), Notes.readPrepared(connection, sql, "n")));

        assertThat(outcome.sqlState()).isNull();
    }

    @Test
    void generated_keys_are_the_same() throws Exception {
        Outcome.assertSame(database, connection -> {
            List<Object> all = new ArrayList<>();
            try (PreparedStatement statement =
                    connection.prepareStatement("insert into note (id) values (?)", new String[] {"id", "number"})) {
                for (int id = 10; id < 13; id++) {
                    statement.setInt(1, id);
                    statement.addBatch();
                }
                all.add(statement.executeBatch().length);
                try (ResultSet keys = statement.getGeneratedKeys()) {
                    all.add(Notes.column(keys));
                }
                statement.setInt(1, 13);
                all.add(statement.executeUpdate());
                try (ResultSet keys = statement.getGeneratedKeys()) {
                    all.add(Notes.column(keys));
                }
            }
            try (PreparedStatement statement = connection.prepareStatement("insert into note (id) values (14)")) {
                all.add(statement.executeUpdate());
                try (ResultSet keys = statement.getGeneratedKeys()) {
                    all.add(Notes.column(keys));
                }
            }
            return all;
        });
    }

    @Test
    void a_batch_that_fails_tells_the_same() throws Exception {
        for (boolean autoCommit : new boolean[] {true, false}) {
            Outcome.assertSame(database, autoCommit, connection -> {
                try (PreparedStatement statement =
                        connection.prepareStatement("insert into note (id, body) values (?, 'x')")) {
                    for (int id : new int[] {10, 11, 1, 12}) {
                        statement.setInt(1, id);
                        statement.addBatch();
                    }
                    statement.executeBatch();
                    return "no error";
                } catch (BatchUpdateException e) {
                    return Arrays.toString(e.getUpdateCounts())
                            + e.getSQLState()
                            + String.valueOf(e.getMessage()).replaceAll("[-0-9a-f]{36}", "id")
                            + e.getNextException();
                }
            });
        }
    }

    @Test
    void reWriteBatchedInserts_rewrites_as_before() throws Exception {
        PGSimpleDataSource driver = Notes.driver(database);
        driver.setReWriteBatchedInserts(true);
        Outcome.Work work = connection -> {
            connection.setAutoCommit(false);
            try (PreparedStatement statement =
                            connection.prepareStatement("insert into note (id, body) values (?, ?)");
                    Statement counter = connection.createStatement()) {
                for (int id = 10; id < 20; id++) {
                    statement.setInt(1, id);
                    statement.setString(2, "x");
                    statement.addBatch();
                }
                int[] counts = statement.executeBatch();
                // rows of one insert share its command id
                List<String> inserts = Notes.column(
                        counter.executeQuery("select count(distinct cmin::text) from note where id >= 10"));
                connection.rollback();
                return Arrays.toString(counts) + inserts;
            }
        };
        try (Connection raw = driver.getConnection();
                Connection wrapped = TenantDataSource.wrap(driver).getConnection()) {
            Notes.run(raw, "select set_config('app.current_tenant_id', '" + Notes.ACME_ID + "', false)");

            Outcome expected = Outcome.of(raw, work);
            Outcome found = ACME.call(() -> Outcome.of(wrapped, work));

            assertThat(found).isEqualTo(expected);
            assertThat(String.valueOf(found.value())).endsWith("[2]"); // 8 rows and 2
        }
    }

    @Test
    void the_server_prepares_both_halves_once_and_uses_them_across_transactions() throws Exception {
        PGSimpleDataSource driver = Notes.driver(database);
        driver.setPrepareThreshold(3);
        String sql = "select body from note where id = ?";
        ACME.run(() -> {
            try (Connection connection = TenantDataSource.wrap(driver).getConnection()) {
                connection.setAutoCommit(false);
                for (int i = 0; i < 10; i++) {
                    assertThat(Notes.readPrepared(connection, sql, 1)).containsExactly("acme1");
                    assertThat(Notes.readPrepared(connection, sql, 2)).containsExactly("acme2");
                    connection.commit();
                }
                List<String> prepared = Notes.read(
                        connection,
                        "select statement || ' ' || (generic_plans + custom_plans > 5)"
                                + " from pg_prepared_statements order by 1");
                connection.rollback();

                assertThat(prepared)
                        .filteredOn(text -> text.startsWith("select pg_catalog.set_config"))
                        .containsExactly("select pg_catalog.set_config('app.current_tenant_id', $1, true) true");
                assertThat(prepared)
                        .filteredOn(text -> text.startsWith("select body"))
                        .as("behind the context, and alone")
                        .containsExactly(
                                "select body from note where id = $1 true", "select body from note where id = $1 true");
            }
        });
    }

    @Test
    void a_query_text_is_refused_as_without_the_wrapper() throws Exception {
        List<Outcome.Work> works = List.of(
                connection -> prepared(connection).executeQuery("select 1"),
                connection -> prepared(connection).executeUpdate("select 1"),
                connection -> prepared(connection).execute("select 1"),
                connection -> {
                    prepared(connection).addBatch("select 1");
                    return "added";
                });
        for (Outcome.Work work : works) {
            Outcome outcome = Outcome.assertSame(database, work);

            assertThat(outcome.sqlState()).isNotNull();
        }
    }

    private static PreparedStatement prepared(Connection connection) throws SQLException {
        return connection.prepareStatement(BODIES);
    }

    @Test
    void the_wrong_kind_of_result_is_refused_in_the_same_words() throws Exception {
        String update = "update note set body = body where id = ?";
        List<Outcome.Work> works = List.of(
                connection -> Notes.readPrepared(connection, update, 1),
                connection -> prepared(connection).executeUpdate(),
                connection -> prepared(connection).executeLargeUpdate(),
                connection -> Notes.readPrepared(connection, "select 1; select ?::int", 1),
                connection -> Notes.readPrepared(connection, "select nope from note where id = ?", 1),
                connection -> Notes.readPrepared(connection, "  /* é */ selct ?", 1),
                connection -> Notes.readPrepared(connection, "\n\nselect 1 from note where body = ? and", "x"));
        for (Outcome.Work work : works) {
            Outcome outcome = Outcome.assertSame(database, work);

            assertThat(outcome.sqlState()).isNotNull();
        }
    }

    @Test
    void a_closed_statement_answers_as_without_the_wrapper() throws Exception {
        Outcome.assertSame(database, connection -> {
            PreparedStatement statement = prepared(connection);
            statement.close();
            statement.close();
            assertThat(statement.isClosed()).isTrue();
            return statement.executeQuery();
        });
    }
}
