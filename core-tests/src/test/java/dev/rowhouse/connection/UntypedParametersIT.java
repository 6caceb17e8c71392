package dev.rowhouse.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowhouse.TenantContext;
import dev.rowhouse.testkit.RoundTripProxy;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.util.PGobject;

/**
 * The driver describes a server-prepared statement whose parameters have no type, and sends a Sync in front of one that it
 * has described and whose rows may be long. In autocommit that would end the transaction between context and statement. The
 * policy here hides rows without a word where there is no tenant, so that a lost context shows as an empty result.
 */
class UntypedParametersIT {
    private static final UUID ACME = UUID.fromString("00000000-0000-0000-0000-0000000000a1");
    private static final int RUNS = 12;

    @RegisterExtension
    static final RowhouseDatabase database = RowhouseDatabase.builder()
            .withoutRowhouse()
            .setUp(UntypedParametersIT::create)
            .build();

    private static void create(RowhouseDatabase database) throws SQLException {
        try (Connection connection = database.superuser().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    create table note (tenant_id uuid, body text, on_day date, at_time time, at timestamp, data jsonb,
                        since timestamptz default '2026-11-21 10:00Z', number int default 1, size bigint default 2,
                        price numeric default 3, done boolean default true);
                    alter table note enable row level security;
                    create policy tenant on note
                        using (tenant_id = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
                    insert into note values ('%s', 'one', '2026-11-21', '10:00', '2026-11-21 10:00', '{"a": 1}');
                    grant select on note to %s""".formatted(ACME, database.applicationRole()));
        }
    }

    private record Case(String condition, Binding binding) {
        @Override
        public String toString() {
            return condition;
        }
    }

    @FunctionalInterface
    private interface Binding {
        void to(PreparedStatement statement) throws SQLException;
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("body = ?", statement -> statement.setString(1, "one")),
                new Case("body = ? and true", statement -> statement.setObject(1, "one", Types.OTHER)),
                new Case("data @> ?", statement -> statement.setObject(1, "{\"a\": 1}", Types.OTHER)),
                new Case("data @> ? and true", statement -> statement.setObject(1, json())),
                new Case("coalesce(?, body) = body", statement -> statement.setNull(1, Types.NULL)),
                new Case("coalesce(?, body) = 'one'", statement -> statement.setNull(1, Types.OTHER)),
                new Case("coalesce(?, body) > ''", statement -> statement.setObject(1, null)),
                new Case("on_day = ?", statement -> statement.setDate(1, Date.valueOf("2026-11-21"))),
                new Case("at_time = ?", statement -> statement.setTime(1, Time.valueOf("10:00:00"))),
                new Case("at = ?", statement -> statement.setTimestamp(1, Timestamp.valueOf("2026-11-21 10:00:00"))),
                new Case(
                        "at = ? and true",
                        statement -> statement.setObject(1, Timestamp.valueOf("2026-11-21 10:00:00"))));
    }

    static Stream<Case> namedTypes() {
        LocalDateTime at = LocalDateTime.parse("2026-11-21T10:00:00");
        return Stream.of(
                new Case(
                        "since = ?",
                        statement ->
                                statement.setObject(1, at.atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE)),
                new Case("at = ?", statement -> statement.setObject(1, at, Types.TIMESTAMP)),
                new Case("on_day = ?", statement -> statement.setObject(1, at.toLocalDate(), Types.DATE)),
                new Case("number = ?", statement -> statement.setObject(1, 1, Types.INTEGER)),
                new Case("size = ?", statement -> statement.setObject(1, 2L, Types.BIGINT)),
                new Case("price = ?", statement -> statement.setObject(1, BigDecimal.valueOf(3), Types.NUMERIC)),
                new Case(
                        "price = ? and true",
                        statement -> statement.setObject(1, BigDecimal.valueOf(3), Types.DECIMAL)),
                new Case("done = ?", statement -> statement.setObject(1, true, Types.BOOLEAN)),
                new Case("body = ?", statement -> statement.setObject(1, "one", Types.VARCHAR)));
    }

    private static PGobject json() throws SQLException {
        PGobject json = new PGobject();
        json.setType("unknown");
        json.setValue("{\"a\": 1}");
        return json;
    }

    @ParameterizedTest
    @MethodSource("namedTypes")
    void a_statement_whose_types_are_named_is_prepared_on_the_server(Case one) throws SQLException {
        assertStays(one, database.pool());
        assertThat(preparedAfter(one)).isPositive();
    }

    @ParameterizedTest
    @MethodSource("namedTypes")
    void and_takes_one_trip(Case one) throws SQLException {
        it_still_takes_one_trip(one);
    }

    @Test
    void a_value_of_another_type_than_the_named_one_leaves_the_statement_unprepared() throws SQLException {
        Timestamp at = Timestamp.valueOf("2026-11-21 10:00:00");
        Case other = new Case("at = ?", statement -> statement.setObject(1, at, Types.TIMESTAMP));

        assertStays(other, database.pool());
        assertThat(preparedAfter(other)).isZero();
    }

    /** Returns how many statements the server has prepared on a new connection that ran one often. */
    private static long preparedAfter(Case one) throws SQLException {
        PGSimpleDataSource driver = new PGSimpleDataSource();
        driver.setURL(database.jdbcUrl());
        driver.setUser(database.applicationRole());
        driver.setPassword(database.applicationPassword());
        return TenantContext.of(ACME).call(() -> {
            try (Connection connection = TenantDataSource.wrap(driver).getConnection()) {
                runOften(connection, one);
                try (Statement statement = connection.createStatement();
                        ResultSet row = statement.executeQuery(
                                "select count(*) from pg_prepared_statements where statement like 'select body%'")) {
                    row.next();
                    return row.getLong(1);
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void the_context_stays_with_its_statement(Case one) throws SQLException {
        assertStays(one, database.pool());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void the_context_stays_where_strings_have_no_type(Case one) throws SQLException {
        PGSimpleDataSource untyped = new PGSimpleDataSource();
        untyped.setURL(database.jdbcUrl());
        untyped.setUser(database.applicationRole());
        untyped.setPassword(database.applicationPassword());
        untyped.setStringType("unspecified");

        assertStays(one, untyped);
    }

    private static void assertStays(Case one, DataSource driver) throws SQLException {
        TenantContext.of(ACME).run(() -> {
            try (Connection connection = TenantDataSource.wrap(driver).getConnection()) {
                runOften(connection, one);
                connection.setAutoCommit(false);
                runOften(connection, one);
                connection.commit();
                connection.setAutoCommit(true);
                runOften(connection, one);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void it_still_takes_one_trip(Case one) throws SQLException {
        try (RoundTripProxy proxy = RoundTripProxy.start(database.host(), database.port())) {
            DataSource driver = database.through(proxy);
            TenantContext.of(ACME).run(() -> {
                try (Connection connection = TenantDataSource.wrap(driver).getConnection()) {
                    runOften(connection, one); // the driver looks up the types that it does not know
                    assertThat(proxy.count(() -> runOften(connection, one))).isEqualTo(RUNS);
                }
            });
        }
    }

    private static void runOften(Connection connection, Case one) throws SQLException {
        for (int i = 0; i < RUNS; i++) {
            try (PreparedStatement statement =
                    connection.prepareStatement("select body from note where " + one.condition)) {
                one.binding.to(statement);
                try (ResultSet rows = statement.executeQuery()) {
                    assertThat(rows.next()).as("run %s finds the row", i).isTrue();
                }
            }
        }
    }
}
