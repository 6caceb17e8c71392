package dev.rowhouse.connection;

import static dev.rowhouse.connection.Notes.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rowhouse.TenantContext;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Comparator;
import java.util.List;
import java.util.TimeZone;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;

/**
 * Each setter of {@link PreparedStatement}: what arrives in the database, or the error, is what the driver does alone. The
 * driver is not pooled here, because HikariCP closes a connection on which something is not supported.
 */
class ParameterSettersIT {
    @RegisterExtension
    static final RowhouseDatabase database = Notes.database().build();

    /** Gives text, because the driver reads other types in two formats, by how often a statement has run. */
    private static final String SQL = "select first::text, value::text, pg_typeof(value)::text, last::text"
            + " from (select ?::int as first, ? as value, ?::int as last) v";

    record Setter(Method method) {
        @Override
        public String toString() {
            return method.getName()
                    + Arrays.stream(method.getParameterTypes())
                            .map(Class::getSimpleName)
                            .collect(Collectors.joining(", ", "(", ")"));
        }

        boolean takesStream() {
            return Arrays.stream(method.getParameterTypes())
                    .anyMatch(type -> type == InputStream.class || type == Reader.class);
        }

        void call(PreparedStatement statement, int index) throws SQLException {
            @Nullable Object[] arguments = new @Nullable Object[method.getParameterCount()];
            arguments[0] = index;
            for (int i = 1; i < arguments.length; i++) {
                arguments[i] = sample(i, statement.getConnection());
            }
            try {
                method.invoke(statement, arguments);
            } catch (InvocationTargetException e) {
                if (e.getCause() instanceof SQLException cause) {
                    throw cause;
                }
                throw new AssertionError(this + " failed", e.getCause());
            } catch (IllegalAccessException e) {
                throw new AssertionError(e);
            }
        }

        private @Nullable Object sample(int argument, Connection connection) throws SQLException {
            Class<?> type = method.getParameterTypes()[argument];
            boolean first = argument == 1;
            if (type == boolean.class) {
                return true;
            } else if (type == byte.class) {
                return (byte) 7;
            } else if (type == short.class) {
                return (short) 7;
            } else if (type == int.class) {
                if (method.getName().equals("setNull")) {
                    return Types.INTEGER;
                }
                boolean sqlType = method.getName().equals("setObject") && argument == 2;
                return first ? 7 : sqlType ? Types.VARCHAR : 5;
            } else if (type == long.class) {
                return first ? 7L : 5L;
            } else if (type == float.class) {
                return 1.5f;
            } else if (type == double.class) {
                return 1.5d;
            } else if (type == BigDecimal.class) {
                return new BigDecimal("12.50");
            } else if (type == String.class) {
                return method.getName().equals("setNull") ? "int4" : "añb";
            } else if (type == byte[].class) {
                return new byte[] {1, 2, 3};
            } else if (type == Date.class) {
                return Date.valueOf("2026-11-21");
            } else if (type == Time.class) {
                return Time.valueOf("10:11:12");
            } else if (type == Timestamp.class) {
                return Timestamp.valueOf("2026-11-21 10:11:12.345678");
            } else if (type == Calendar.class) {
                return Calendar.getInstance(TimeZone.getTimeZone("Asia/Kathmandu"));
            } else if (type == InputStream.class) {
                return new ByteArrayInputStream("bytes".getBytes(StandardCharsets.US_ASCII));
            } else if (type == Reader.class) {
                return new StringReader("chars");
            } else if (type == Object.class) {
                return "object";
            } else if (type == SQLType.class) {
                return JDBCType.VARCHAR;
            } else if (type == Array.class) {
                return connection.createArrayOf("text", new Object[] {"a", "b"});
            } else if (type == SQLXML.class) {
                SQLXML xml = connection.createSQLXML();
                xml.setString("<a/>");
                return xml;
            } else if (type == URL.class) {
                try {
                    return URI.create("http://localhost/").toURL();
                } catch (java.net.MalformedURLException e) {
                    throw new AssertionError(e);
                }
            }
            return null; // Blob, Clob, NClob, Ref, RowId
        }
    }

    static List<Setter> setters() {
        return Arrays.stream(PreparedStatement.class.getMethods())
                .filter(method -> method.getDeclaringClass() == PreparedStatement.class)
                .filter(method -> method.getName().startsWith("set") && !Modifier.isStatic(method.getModifiers()))
                .map(Setter::new)
                .sorted(Comparator.comparing(Setter::toString))
                .toList();
    }

    @Test
    void all_setters_are_known() {
        assertThat(setters())
                .hasSizeGreaterThanOrEqualTo(50)
                .allMatch(setter -> setter.method().getParameterTypes()[0] == int.class);
    }

    private static Connection raw;
    private static Connection wrapped;

    @BeforeAll
    static void open() throws SQLException {
        raw = Notes.raw(database, Notes.ACME_ID);
        wrapped = TenantDataSource.wrap(Notes.driver(database)).getConnection();
        for (Connection connection : List.of(raw, wrapped)) {
            // a named statement gives a value without a type the type that an earlier value had
            connection.unwrap(PGConnection.class).setPrepareThreshold(0);
        }
    }

    @AfterAll
    static void close() throws SQLException {
        raw.close();
        wrapped.close();
    }

    private static void assertSame(Outcome.Work work) throws Exception {
        for (boolean autoCommit : new boolean[] {true, false}) {
            String expected = run(raw, autoCommit, work);
            for (TenantContext context : List.of(ACME, ACME.withActor("dana"))) {
                String found = context.call(() -> run(wrapped, autoCommit, work));

                assertThat(found)
                        .as(autoCommit ? "in autocommit" : "in a transaction")
                        .isEqualTo(expected);
            }
        }
    }

    private static String run(Connection connection, boolean autoCommit, Outcome.Work work) throws Exception {
        connection.setAutoCommit(autoCommit);
        String outcome = Outcome.of(connection, work).toString();
        if (!autoCommit) {
            connection.rollback();
        }
        // the address of an object, and the number of a large object, are new each time
        return outcome.replaceAll("(\\[B|Object)@\\w+", "$1").replaceAll("\\b\\d{4,} as bigint", "number as bigint");
    }

    private static String run(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            assertThat(row.next()).isTrue();
            return row.getString(1) + " " + row.getString(2) + " as " + row.getString(3) + " " + row.getString(4);
        }
    }

    /** In one go: on the statement that carries the context, then on the plain one, then kept for the next transaction. */
    @ParameterizedTest
    @MethodSource("setters")
    void the_same_value_arrives(Setter setter) throws Exception {
        assertSame(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(SQL)) {
                List<Object> all = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    statement.setInt(1, 1);
                    setter.call(statement, 2);
                    statement.setInt(3, 3);
                    all.add(run(statement));
                }
                if (setter.takesStream()) {
                    setter.call(statement, 2);
                }
                all.add(run(statement));
                if (!connection.getAutoCommit()) {
                    connection.commit();
                }
                if (setter.takesStream()) {
                    setter.call(statement, 2);
                }
                all.add(run(statement));
                statement.setInt(3, 4);
                if (setter.takesStream()) {
                    setter.call(statement, 2);
                }
                all.add(run(statement));
                return all;
            }
        });
    }

    @ParameterizedTest
    @MethodSource("setters")
    void a_wrong_index_is_refused_in_the_same_words(Setter setter) throws Exception {
        for (int wrong : new int[] {0, -1, 4, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertSame(connection -> {
                try (PreparedStatement statement = connection.prepareStatement(SQL)) {
                    setter.call(statement, wrong);
                    return "accepted";
                }
            });
        }
    }

    static Stream<Object> objects() {
        return Stream.of(
                java.time.LocalDate.parse("2026-11-21"),
                java.time.LocalTime.parse("10:11:12.123456"),
                java.time.LocalDateTime.parse("2026-11-21T10:11:12.123456"),
                java.time.OffsetDateTime.parse("2026-11-21T10:11:12.123456+05:45"),
                java.time.OffsetTime.parse("10:11:12+05:45"),
                java.time.Instant.parse("2026-11-21T10:11:12Z"),
                java.time.ZonedDateTime.parse("2026-11-21T10:11:12Z[UTC]"),
                java.time.Year.of(2026),
                java.time.YearMonth.of(2026, 11),
                java.time.Duration.ofMinutes(3),
                java.time.Period.ofDays(3),
                java.time.LocalDate.MAX,
                java.time.OffsetDateTime.MIN,
                Timestamp.valueOf("2026-11-21 10:11:12.5"),
                Date.valueOf("2026-11-21"),
                Time.valueOf("10:11:12"),
                Calendar.getInstance(TimeZone.getTimeZone("UTC")),
                new byte[] {1, 2},
                new byte[10_000],
                new BigDecimal("1e3"),
                new java.math.BigInteger("12345678901234567890"),
                java.util.UUID.fromString("00000000-0000-0000-0000-00000000000a"),
                1,
                2L,
                (short) 3,
                (byte) 4,
                1.5f,
                2.5d,
                true,
                'c',
                "text",
                new int[] {1, 2},
                new String[] {"a", "b"},
                java.util.Map.of("a", "b"),
                List.of(1),
                JDBCType.ARRAY,
                new Object());
    }

    @ParameterizedTest
    @MethodSource("objects")
    void the_same_object_arrives(Object value) throws Exception {
        for (int type :
                new int[] {Types.NULL, Types.VARCHAR, Types.TIMESTAMP_WITH_TIMEZONE, Types.OTHER, Types.NUMERIC}) {
            assertSame(connection -> {
                try (PreparedStatement statement = connection.prepareStatement(SQL)) {
                    statement.setInt(1, 1);
                    if (type == Types.NULL) {
                        statement.setObject(2, value);
                    } else {
                        statement.setObject(2, value, type);
                    }
                    statement.setInt(3, 3);
                    return List.of(run(statement), run(statement));
                }
            });
        }
    }
}
