package dev.rowhouse.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.rowhouse.RowhouseException;
import dev.rowhouse.SigningKey;
import dev.rowhouse.TenantContext;
import dev.rowhouse.schema.RowhouseSchema;
import dev.rowhouse.testkit.RoundTripProxy;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.nio.file.Path;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** A signed context works as an unsigned one does, and SQL that was injected can make none. */
class SignedContextIT {
    private static final SigningKey KEY = key(1);
    private static final UUID ACME_ID = UUID.fromString("00000000-0000-0000-0000-00000000000a");
    private static final UUID BOLT_ID = UUID.fromString("00000000-0000-0000-0000-00000000000b");
    private static final TenantContext ACME = TenantContext.of(ACME_ID).withActor("dana.o'hara@acme, ü");
    private static final TenantContext BOLT = TenantContext.of(BOLT_ID);

    @RegisterExtension
    static final RowhouseDatabase database = RowhouseDatabase.builder()
            .signingKey(KEY)
            .script("/dev/rowhouse/connection/signed.sql")
            .build();

    @TempDir
    private Path directory;

    @BeforeEach
    void fill() throws SQLException {
        run(database.superuser(), "truncate visit, event");
        for (TenantContext tenant : List.of(ACME, BOLT)) {
            tenant.run(() -> run(
                    database.dataSource(),
                    "insert into visit (note) select 'note' from generate_series(1, 3)",
                    "insert into event (id) select n from generate_series(1, 3) as n"));
        }
    }

    @AfterEach
    void mend() throws SQLException {
        run(database.owner(), "delete from rowhouse.signing_key where id <> 1", "select rowhouse.sign_contexts()");
    }

    // ---- it works

    @Test
    void each_tenant_sees_its_rows_and_actors_are_noted() throws SQLException {
        assertThat(read(ACME, "select count(*) from visit")).containsExactly("3");
        assertThat(read(ACME, "select distinct tenant_id::text || ' ' || created_by from visit"))
                .containsExactly(ACME_ID + " dana.o'hara@acme, ü");
        assertThat(read(BOLT, "select distinct tenant_id::text || coalesce(created_by, '') from visit"))
                .containsExactly(BOLT_ID.toString());
        assertThat(read(BOLT, "select count(*) from event")).containsExactly("3");
    }

    @Test
    void all_ways_to_run_a_statement_carry_it() throws SQLException {
        ACME.run(() -> {
            try (Connection connection = database.dataSource().getConnection()) {
                for (boolean autoCommit : new boolean[] {true, false}) {
                    connection.setAutoCommit(autoCommit);
                    try (PreparedStatement query =
                                    connection.prepareStatement("select count(*) from visit where note = ? and 1 = ?");
                            PreparedStatement batch =
                                    connection.prepareStatement("insert into visit (note) values (?)");
                            PreparedStatement keys = connection.prepareStatement(
                                    "insert into visit (note) values ('k')", new String[] {"id"});
                            CallableStatement call = connection.prepareCall("{? = call rowhouse.current_actor()}")) {
                        for (int i = 0; i < 10; i++) {
                            query.setString(1, "note");
                            query.setInt(2, 1);
                            try (ResultSet rows = query.executeQuery()) {
                                rows.next();
                                assertThat(rows.getLong(1)).isEqualTo(3);
                            }
                        }
                        batch.setString(1, "b");
                        batch.addBatch();
                        batch.addBatch();
                        assertThat(batch.executeBatch()).hasSize(2);
                        assertThat(keys.executeUpdate()).isEqualTo(1);
                        call.registerOutParameter(1, java.sql.Types.VARCHAR);
                        call.execute();
                        assertThat(call.getString(1)).isEqualTo(ACME.actor().orElseThrow());
                    }
                }
                connection.commit();
            }
        });
        assertThat(read(ACME, "select count(*) from visit")).containsExactly("9");
    }

    @Test
    void it_costs_no_round_trip() throws SQLException {
        try (RoundTripProxy proxy = RoundTripProxy.start(database.host(), database.port());
                HikariDataSource pool = pool(database.through(proxy))) {
            TenantDataSource dataSource = signed(pool, KEY);
            ACME.run(() -> {
                try (Connection connection = dataSource.getConnection()) {
                    for (int i = 0; i < 12; i++) {
                        read(connection, "select note from visit");
                    }
                    assertThat(proxy.count(() -> read(connection, "select note from visit")))
                            .isEqualTo(1);
                    connection.setAutoCommit(false);
                    assertThat(proxy.count(() -> {
                                read(connection, "select note from visit");
                                connection.commit();
                            }))
                            .isEqualTo(2);
                }
            });
        }
    }

    @Test
    void a_transaction_goes_on_when_its_context_has_expired() throws SQLException {
        try (Connection connection = database.pool().getConnection()) {
            connection.setAutoCommit(false);
            set(connection, signature(KEY, ACME, backend(connection), Duration.ofSeconds(1)));

            assertThat(read(connection, "select pg_sleep(1.1), count(*) from visit"))
                    .hasSize(1);
            assertThat(read(connection, "select note from visit")).hasSize(3);
            connection.rollback();
        }
    }

    @Test
    void it_is_found_out_that_a_pooler_stands_between() throws Exception {
        try (PgBouncer bouncer = PgBouncer.start(database, directory, 1);
                HikariDataSource pool = bouncerPool(bouncer)) {
            TenantDataSource dataSource = signed(pool, KEY);
            for (TenantContext tenant : List.of(ACME, BOLT, ACME)) {
                assertThat(tenant.call(() -> {
                            try (Connection connection = dataSource.getConnection()) {
                                return read(connection, "select note from visit");
                            }
                        }))
                        .hasSize(3);
            }
        }
    }

    @Test
    void parallel_workers_scan_for_the_tenant_that_asks() throws SQLException {
        run(
                database.superuser(),
                "insert into visit (tenant_id, note) select '" + ACME_ID + "', 'bulk' from generate_series(1, 20000)",
                "analyze visit");
        ACME.run(() -> {
            try (Connection connection = database.dataSource().getConnection()) {
                connection.setAutoCommit(false);
                run(
                        connection,
                        "set local parallel_setup_cost = 0",
                        "set local parallel_tuple_cost = 0",
                        "set local min_parallel_table_scan_size = 0",
                        "set local enable_indexscan = off",
                        "set local enable_bitmapscan = off",
                        "set local enable_indexonlyscan = off");
                String count = "select count(*) from visit where note <> 'x'";
                assertThat(String.join("\n", read(connection, "explain " + count)))
                        .contains("Parallel");
                assertThat(read(connection, count)).containsExactly("20003");
                connection.rollback();
            }
        });
    }

    // ---- it cannot be forged

    static Stream<String> forgeries() {
        String own = signature(key(1), ACME, 0, Duration.ofMinutes(1));
        String[] claims = own.split("\\.", -1);
        String bolt = own.replace(ACME_ID.toString(), BOLT_ID.toString());
        return Stream.of(
                BOLT_ID.toString(),
                bolt,
                signature(SigningKey.of(1, new byte[32]), BOLT, 0, Duration.ofMinutes(1)),
                signature(key(2), BOLT, 0, Duration.ofMinutes(1)),
                own.substring(0, own.lastIndexOf('.') + 1),
                own.substring(0, own.lastIndexOf('.')),
                own.substring(0, own.length() - 1),
                own + "0",
                own + ".",
                own.replace("v1.1.", "v1.01."),
                own.replace("v1.1.", "v1.9."),
                own.replace("v1.", "v2."),
                own.replace("v1.1.", "v1.."),
                own.replace(claims[4], "99999999999"),
                own.replace(claims[5], "2d"),
                "v1.1." + BOLT_ID + ".0.99999999999.-.",
                "v1......",
                ".......",
                "'; select 1; --");
    }

    @ParameterizedTest
    @MethodSource("forgeries")
    void a_forged_context_shows_nothing(String forged) throws SQLException {
        try (Connection connection = database.pool().getConnection()) {
            connection.setAutoCommit(false);
            set(connection, forged);
            for (String sql : List.of(
                    "select note from visit",
                    "select count(*) from event",
                    "select rowhouse.current_tenant_id()",
                    "insert into visit (note) values ('forged')")) {
                connection.setSavepoint();
                assertRefused(connection, sql, "RH004");
                connection.rollback();
                set(connection, forged);
            }
            connection.rollback();
        }
    }

    @Test
    void an_actor_is_not_forged_either() throws SQLException {
        try (Connection connection = database.pool().getConnection()) {
            connection.setAutoCommit(false);
            run(connection, "set local app.current_actor = 'the boss'");
            set(connection, signature(KEY, BOLT, backend(connection), Duration.ofMinutes(1)));

            assertThat(read(
                            connection,
                            "insert into visit (note) values ('n') returning coalesce(created_by, 'nobody')"))
                    .containsExactly("nobody");
            connection.rollback();
        }
    }

    @Test
    void a_context_of_another_connection_is_refused() throws SQLException {
        try (Connection one = database.pool().getConnection();
                Connection other = database.pool().getConnection()) {
            String stolen = signature(KEY, ACME, backend(one), Duration.ofMinutes(1));
            one.setAutoCommit(false);
            other.setAutoCommit(false);
            set(one, stolen);
            set(other, stolen);

            assertThat(read(one, "select note from visit")).hasSize(3);
            assertThatThrownBy(() -> read(other, "select note from visit"))
                    .hasMessageContaining("it was signed for another connection");
            one.rollback();
            other.rollback();
        }
    }

    @Test
    void a_context_that_has_expired_is_refused() throws SQLException {
        try (Connection connection = database.pool().getConnection()) {
            connection.setAutoCommit(false);
            set(connection, signature(KEY, ACME, 0, Duration.ofSeconds(-5)));

            assertThatThrownBy(() -> read(connection, "select note from visit"))
                    .hasMessageContaining("Reading the context of this transaction: it expired ")
                    .hasMessageContaining("compare the clocks");
            connection.rollback();
        }
    }

    @Test
    void the_context_of_a_transaction_is_gone_with_it() throws SQLException {
        try (Connection connection = database.pool().getConnection()) {
            connection.setAutoCommit(false);
            set(connection, signature(KEY, ACME, 0, Duration.ofMinutes(1)));
            read(connection, "select note from visit");
            connection.commit();

            assertRefused(connection, "select note from visit", "RH001");
            connection.rollback();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from rowhouse.signing_key",
                "select query_to_xml('select * from rowhouse.signing_key', true, false, '')",
                "copy rowhouse.signing_key to stdout",
                "select rowhouse.add_signing_key(9, decode(repeat('00', 32), 'hex'))",
                "select rowhouse.retire_signing_key(1)",
                "select rowhouse.sign_contexts(false)",
                "select rowhouse.write_context_functions()",
                "select rowhouse.write_signed_function('current_tenant_id', 'uuid', 'a.b', 'null', 'null')",
                "create or replace function rowhouse.current_tenant_id() returns uuid return null",
                "update rowhouse.configuration set signed = false",
                "alter table visit disable row level security"
            })
    void keys_and_functions_are_out_of_reach(String sql) throws SQLException {
        ACME.run(() -> {
            try (Connection connection = database.dataSource().getConnection()) {
                assertRefused(connection, sql, "42501");
            }
        });
    }

    @Test
    void the_keys_are_in_no_statistics_that_others_can_read() throws SQLException {
        run(database.owner(), "analyze rowhouse.signing_key");

        assertThat(read(ACME, "select 1 from pg_stats where tablename = 'signing_key'"))
                .isEmpty();
        assertThat(read(
                        ACME,
                        "select prosrc from pg_proc where prosrc like '%"
                                + java.util.HexFormat.of().formatHex(KEY.secret()) + "%'"))
                .isEmpty();
    }

    @Test
    void what_stands_first_on_the_search_path_does_not_stand_in_for_the_servers_functions() throws SQLException {
        run(
                database.superuser(),
                "create schema planted",
                "create function planted.sha256(bytea) returns bytea language sql return '\\x00'::bytea",
                "create function planted.pg_backend_pid() returns integer language sql return 0",
                "create function planted.encode(bytea, text) returns text language sql return ''",
                "grant usage on schema planted to public");
        try (Connection connection = database.pool().getConnection()) {
            connection.setAutoCommit(false);
            run(connection, "set local search_path = planted, public, pg_catalog");
            String own = signature(KEY, BOLT, 0, Duration.ofMinutes(1));
            set(connection, own.substring(0, own.lastIndexOf('.') + 1));

            assertRefused(connection, "select note from visit", "RH004");
            connection.rollback();
        } finally {
            run(database.superuser(), "drop schema planted cascade");
        }
    }

    // ---- keys come and go

    @Test
    void one_key_replaces_the_other_without_a_pause() throws SQLException {
        SigningKey next = key(2);
        RowhouseSchema.builder().signingKey(next).build().installOn(database.owner());
        TenantDataSource renewed = signed(database.pool(), next);

        assertThat(read(ACME, "select note from visit")).hasSize(3);
        assertThat(read(renewed, ACME, "select note from visit")).hasSize(3);

        run(database.owner(), "select rowhouse.retire_signing_key(1)");
        try {
            assertThatThrownBy(() -> read(ACME, "select note from visit"))
                    .hasMessageContaining("a key that is not known here");
            assertThat(read(renewed, ACME, "select note from visit")).hasSize(3);
            assertThatThrownBy(() -> run(database.owner(), "select rowhouse.retire_signing_key(2)"))
                    .hasMessageContaining("it is the last one");
            assertThatThrownBy(() -> run(database.owner(), "select rowhouse.retire_signing_key(7)"))
                    .hasMessageContaining("there is none. Known are 2.");
        } finally {
            RowhouseSchema.builder().signingKey(KEY).build().installOn(database.owner());
        }
    }

    @Test
    void a_number_stands_for_one_key() throws SQLException {
        RowhouseSchema again = RowhouseSchema.builder().signingKey(KEY).build();
        assertThatCode(() -> again.installOn(database.owner())).doesNotThrowAnyException();

        RowhouseSchema other = RowhouseSchema.builder()
                .signingKey(SigningKey.of(1, new byte[40]))
                .build();
        assertThatThrownBy(() -> other.installOn(database.owner()))
                .isInstanceOf(RowhouseException.class)
                .hasMessageContaining("another key has this number");
        assertThat(read(ACME, "select note from visit")).hasSize(3);
        assertThatThrownBy(() -> run(database.owner(), "select rowhouse.add_signing_key(3, 'short')"))
                .hasMessageContaining("32 to 64 random bytes");
    }

    @Test
    void signing_is_given_up_and_taken_up_again_under_plans_that_are_kept() throws SQLException {
        TenantDataSource unsigned = TenantDataSource.wrap(database.pool());
        assertThatThrownBy(() -> read(unsigned, ACME, "select note from visit"))
                .hasMessageContaining("it is not signed");

        run(database.owner(), "select rowhouse.sign_contexts(false)");
        assertThat(policies()).containsExactly("bare", "wrapped");
        ACME.run(() -> {
            try (Connection connection = unsigned.getConnection();
                    PreparedStatement kept = connection.prepareStatement("select note from visit where note = ?")) {
                for (int i = 0; i < 12; i++) {
                    kept.setString(1, "note");
                    try (ResultSet rows = kept.executeQuery()) {
                        assertThat(rows.next()).isTrue();
                    }
                }
                run(database.owner(), "select rowhouse.sign_contexts()");

                assertThatThrownBy(kept::executeQuery).hasMessageContaining("it is not signed");
            }
        });
        assertThat(policies()).containsExactly("wrapped", "wrapped");
        assertThat(read(ACME, "select count(*) from event")).containsExactly("3");
        assertThatCode(() -> run(
                        database.owner(),
                        "select rowhouse.protect_table('event', audit => false)",
                        "select rowhouse.protect_table('visit', soft_delete => true)"))
                .doesNotThrowAnyException();
    }

    @Test
    void the_databases_functions_are_written_again_by_configure_as_they_were() throws SQLException {
        run(database.owner(), "select rowhouse.configure('app.current_tenant_id', 'app.current_actor')");

        assertThatThrownBy(() -> read(TenantDataSource.wrap(database.pool()), ACME, "select note from visit"))
                .hasMessageContaining("it is not signed");
        assertThat(read(ACME, "select note from visit")).hasSize(3);
    }

    @Test
    void options_that_make_no_sense_are_refused() {
        TenantDataSource.Builder builder = TenantDataSource.builder(database.pool());

        assertThatThrownBy(() -> builder.contextLifetime(Duration.ofMillis(999)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.contextLifetime(Duration.ofDays(2)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.contextLifetime(Duration.ofMinutes(2)).contextLifetime(Duration.ofMinutes(2)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("there is no signingKey");
        assertThatThrownBy(() -> builder.signingKey(KEY).signingKey(KEY)).isInstanceOf(IllegalStateException.class);
    }

    // ---- means

    private static SigningKey key(int id) {
        return SigningKey.of(id, ("a secret of thirty-two bytes or more, number " + id).getBytes(UTF_8));
    }

    private static String signature(SigningKey key, TenantContext context, int backend, Duration lifetime) {
        return new ContextSql.Signing(key, lifetime, Clock.fixed(Instant.now(), ZoneOffset.UTC)).sign(context, backend);
    }

    private static TenantDataSource signed(DataSource pool, SigningKey key) {
        return TenantDataSource.builder(pool).signingKey(key).build();
    }

    private static int backend(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getBackendPID();
    }

    private static List<String> policies() throws SQLException {
        try (Connection connection = database.owner().getConnection()) {
            return read(
                    connection,
                    "select case when pg_get_expr(polqual, polrelid) ilike '%select%' then 'wrapped' else 'bare' end from"
                            + " pg_policy where polrelid in ('visit'::regclass, 'event'::regclass) order by polrelid ="
                            + " 'visit'::regclass");
        }
    }

    private static void assertRefused(Connection connection, String sql, String state) {
        assertThatThrownBy(() -> run(connection, sql))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
    }

    private static void set(Connection connection, String context) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select set_config('app.current_tenant_id', ?, true)")) {
            statement.setString(1, context);
            statement.execute();
        }
    }

    private static List<String> read(TenantContext tenant, String sql) throws SQLException {
        return read(database.dataSource(), tenant, sql);
    }

    private static List<String> read(DataSource dataSource, TenantContext tenant, String sql) throws SQLException {
        return tenant.call(() -> {
            try (Connection connection = dataSource.getConnection()) {
                return read(connection, sql);
            }
        });
    }

    /** Reads the last column. */
    private static List<String> read(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(rows.getMetaData().getColumnCount()));
            }
            return values;
        }
    }

    private static void run(DataSource dataSource, String... statements) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            run(connection, statements);
        }
    }

    private static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static HikariDataSource pool(DataSource source) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setMaximumPoolSize(1);
        return new HikariDataSource(config);
    }

    private static HikariDataSource bouncerPool(PgBouncer bouncer) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(bouncer.jdbcUrl(database));
        config.setUsername(database.applicationRole());
        config.setPassword(database.applicationPassword());
        config.addDataSourceProperty("prepareThreshold", "0");
        config.setMaximumPoolSize(2);
        return new HikariDataSource(config);
    }
}
