package dev.rowhouse.jdbc.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.MissingTenantException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.TenantMismatchException;
import dev.rowhouse.jdbc.TenantJdbc;
import dev.rowhouse.jdbc.mapping.JacksonJsonMapper;
import dev.rowhouse.jdbc.mapping.Range;
import dev.rowhouse.repository.DuplicateKeyException;
import dev.rowhouse.repository.UuidV7;
import dev.rowhouse.testkit.RowhouseDatabase;
import jakarta.data.Order;
import jakarta.data.Sort;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BulkInsertIT {
    @RegisterExtension
    static final RowhouseDatabase database =
            RowhouseDatabase.builder().script("/bulk.sql").build();

    private final UUID tenant = UUID.randomUUID();
    private final TenantJdbc jdbc = TenantJdbc.builder(database.dataSource())
            .json(new JacksonJsonMapper())
            .build();

    private enum Mood {
        CALM,
        WILD
    }

    private record Details(String note, List<Integer> marks) {}

    private record Address(String street, String city) {}

    @SuppressWarnings("ArrayRecordComponent") // arrays are among the types that columns become
    private record Sample(
            UUID id,
            @Nullable UUID tenantId,
            String label,
            @Nullable String shortLabel,
            @Nullable Mood mood,
            @Nullable Mood moodText,
            @Nullable List<String> tags,
            @Nullable List<Mood> moods,
            int @Nullable [] numbers,
            @Nullable Details details,
            byte @Nullable [] blob,
            @Nullable BigDecimal price,
            @Nullable BigInteger big,
            @Nullable Range<Instant> stay,
            @Nullable Duration takes,
            @Nullable Period every,
            @Nullable Instant at,
            @Nullable OffsetDateTime atOffset,
            @Nullable LocalDateTime localAt,
            @Nullable LocalDate onDay,
            @Nullable LocalTime atTime,
            @Nullable Address address,
            @Nullable Boolean flag,
            @Nullable Double ratio,
            @Nullable Float part,
            @Nullable Short small,
            @Nullable Integer middle,
            @Nullable Long large,
            @Nullable String createdBy,
            @Nullable Long version) {
        static Sample full(UUID id) {
            return new Sample(
                    id,
                    null,
                    "tab\t line\n \\N \\. ü🐈",
                    "short",
                    Mood.WILD,
                    Mood.CALM,
                    List.of("a,b", "\"c\"", "{d}", "", "NULL", "\\"),
                    List.of(Mood.CALM, Mood.WILD),
                    new int[] {1, -2, 3},
                    new Details("it's \"quoted\" \\ , {x}", List.of(1, 2)),
                    new byte[] {0, 1, -1, 92, 34},
                    new BigDecimal("-12.30"),
                    new BigInteger("12345678901234567890"),
                    Range.closedOpen(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-01-02T00:00:00Z")),
                    Duration.ofMillis(5_400_001),
                    Period.of(1, 2, 3),
                    Instant.parse("2026-11-21T10:00:00.123456Z"),
                    OffsetDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_000, ZoneOffset.UTC),
                    LocalDateTime.of(1582, 10, 4, 0, 0, 0, 1000),
                    LocalDate.of(1, 1, 1),
                    LocalTime.of(23, 59, 59, 999_999_000),
                    new Address("Main, St", "Ghent"),
                    true,
                    -0.1,
                    1.5f,
                    Short.MIN_VALUE,
                    Integer.MIN_VALUE,
                    Long.MIN_VALUE,
                    null,
                    null);
        }

        static Sample extreme(UUID id) {
            return new Sample(
                    id,
                    null,
                    "",
                    "",
                    null,
                    null,
                    List.of(),
                    List.of(),
                    new int[0],
                    null,
                    new byte[0],
                    BigDecimal.ZERO.setScale(2),
                    BigInteger.ZERO,
                    null,
                    Duration.ZERO,
                    Period.ZERO,
                    Instant.MAX,
                    OffsetDateTime.MIN,
                    LocalDateTime.MAX,
                    LocalDate.MAX,
                    LocalTime.MIDNIGHT,
                    null,
                    false,
                    Double.POSITIVE_INFINITY,
                    Float.NEGATIVE_INFINITY,
                    Short.MAX_VALUE,
                    Integer.MAX_VALUE,
                    Long.MAX_VALUE,
                    null,
                    null);
        }

        static Sample empty(UUID id) {
            return new Sample(
                    id, null, "empty", null, null, null, null, null, null, null, null, null, null, null, null, null,
                    null, null, null, null, null, null, null, null, null, null, null, null, null, null);
        }
    }

    private record Line(
            @Nullable UUID id,
            @Nullable UUID tenantId,
            int number,
            @Nullable String code) {}

    private record Reading(
            String sensor, long value, @Nullable Instant createdAt) {}

    @AfterEach
    void allowTemporaryTables() {
        temporaryTables(true);
    }

    /** By default PostgreSQL lets everybody create them; careful owners do not. */
    private static void temporaryTables(boolean allowed) {
        try (Connection connection = database.superuser().getConnection();
                Statement statement = connection.createStatement()) {
            String database = "\"" + connection.getCatalog() + "\"";
            statement.execute(
                    allowed
                            ? "grant temporary on database " + database + " to public"
                            : "revoke temporary on database " + database + " from public");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private <V> V asTenant(Supplier<V> work) {
        return TenantContext.of(tenant).withActor("dana").call(work::get);
    }

    private long insert(BulkInsert.Builder<Line> builder, List<Line> lines) {
        return asTenant(() -> builder.build().insert(lines));
    }

    private BulkInsert.Builder<Line> lines() {
        return BulkInsert.into(jdbc, Line.class);
    }

    private static List<Line> lines(int count) {
        List<Line> lines = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            lines.add(new Line(UUID.randomUUID(), null, i, "code " + i));
        }
        return lines;
    }

    private long count() {
        return asTenant(
                () -> jdbc.sql("select count(*) from line").map(Long.class).single());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void every_type_arrives_as_it_was(boolean temporary) {
        temporaryTables(temporary);
        List<Sample> samples = List.of(
                Sample.full(UUID.randomUUID()), Sample.extreme(UUID.randomUUID()), Sample.empty(UUID.randomUUID()));

        long rows = asTenant(() -> BulkInsert.into(jdbc, Sample.class).build().insert(samples));

        assertThat(rows).isEqualTo(3);
        JdbcTenantRepository<Sample, UUID> repository = JdbcTenantRepository.of(jdbc, Sample.class, UUID.class);
        for (Sample sample : samples) {
            Sample found = asTenant(() -> repository.findById(sample.id()).orElseThrow());
            assertThat(found)
                    .usingRecursiveComparison()
                    .ignoringFields("tenantId", "createdBy", "version")
                    .isEqualTo(sample);
            assertThat(found.tenantId()).isEqualTo(tenant);
            assertThat(found.createdBy()).isEqualTo("dana");
            assertThat(found.version()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_hundred_thousand_rows_are_inserted_in_their_order_and_reported_chunk_by_chunk(boolean temporary) {
        temporaryTables(temporary);
        List<Long> progress = new ArrayList<>();
        Stream<Line> lines =
                IntStream.rangeClosed(1, 100_001).mapToObj(i -> new Line(null, i % 2 == 0 ? tenant : null, i, null));
        BulkInsert<Line> bulk = lines().generateIds(UuidV7.generator())
                .chunkSize(40_000)
                .onProgress(progress::add)
                .build();

        long rows = asTenant(() -> bulk.insert(lines));

        assertThat(rows).isEqualTo(100_001);
        assertThat(progress).containsExactly(40_000L, 80_000L, 100_001L);
        assertThat(count()).isEqualTo(100_001);
        assertThat(asTenant(() -> jdbc.sql("select sum(number) from line where tenant_id = :tenant")
                        .bind("tenant", tenant)
                        .map(Long.class)
                        .single()))
                .isEqualTo(100_001L * 100_002 / 2);
        assertThat(TenantContext.of(UUID.randomUUID())
                        .call(() -> jdbc.sql("select count(*) from line")
                                .map(Long.class)
                                .single()))
                .isZero();
        assertNothingTemporaryIsLeft();
    }

    private void assertNothingTemporaryIsLeft() {
        assertThat(jdbc.sql("select count(*) from pg_class where relname = 'rowhouse_bulk_insert'")
                        .map(Long.class)
                        .single())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void one_bad_chunk_undoes_all(boolean temporary) {
        temporaryTables(temporary);
        List<Line> lines = lines(2_500);
        lines.set(2_100, new Line(UUID.randomUUID(), null, 7, "code 3"));

        assertThatThrownBy(() -> insert(lines().chunkSize(1_000), lines))
                .isInstanceOfSatisfying(BulkInsertException.class, e -> {
                    assertThat(e.chunk()).isEqualTo(3);
                    assertThat(e.firstRow()).isEqualTo(2_001);
                    assertThat(e.rowsKept()).isZero();
                })
                .hasMessageContaining("Bulk-inserting into public.line for tenant " + tenant)
                .hasMessageContaining("chunk 3, from row 2001 on, failed")
                .hasMessageContaining("line_code")
                .hasMessageContaining("Nothing was kept.")
                .hasMessageNotContaining("code 3")
                .hasCauseInstanceOf(DuplicateKeyException.class);

        assertThat(count()).isZero();
        assertNothingTemporaryIsLeft();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void chunks_before_a_bad_one_can_be_kept(boolean temporary) {
        temporaryTables(temporary);
        List<Line> lines = lines(2_500);
        lines.set(2_100, new Line(UUID.randomUUID(), null, 7, "code 3"));
        List<Long> progress = new ArrayList<>();

        assertThatThrownBy(() -> insert(lines().chunkSize(1_000).keepChunks().onProgress(progress::add), lines))
                .isInstanceOfSatisfying(
                        BulkInsertException.class, e -> assertThat(e.rowsKept()).isEqualTo(2_000))
                .hasMessageContaining("The 2000 rows before it were kept.");

        assertThat(progress).containsExactly(1_000L, 2_000L);
        assertThat(count()).isEqualTo(2_000);
        assertThat(insert(
                        lines().chunkSize(1_000).keepChunks(),
                        lines(10).stream()
                                .map(line -> new Line(line.id(), null, line.number(), "new " + line.number()))
                                .toList()))
                .isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_row_of_another_tenant_is_refused_and_nothing_kept(boolean temporary) {
        temporaryTables(temporary);
        UUID other = UUID.randomUUID();
        List<Line> lines = lines(30);
        lines.set(20, new Line(UUID.randomUUID(), other, 1, null));

        assertThatThrownBy(() -> insert(lines(), lines))
                .isInstanceOf(BulkInsertException.class)
                .hasMessageContaining("row 21 names tenant " + other)
                .hasCauseInstanceOf(TenantMismatchException.class);

        assertThat(count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bad_rows_are_refused_by_number(boolean temporary) {
        temporaryTables(temporary);
        List<Line> withoutId = lines(5);
        withoutId.set(3, new Line(null, null, 4, null));
        List<Line> withNull = new ArrayList<>(lines(3));
        withNull.addAll(Collections.singletonList(nothing()));

        assertThatThrownBy(() -> insert(lines(), withoutId))
                .isInstanceOf(BulkInsertException.class)
                .hasMessageContaining("the id of row 4 is null")
                .hasMessageContaining("generateIds(...) or idsFromDatabase()");
        assertThatThrownBy(() -> insert(lines(), withNull))
                .isInstanceOf(BulkInsertException.class)
                .hasMessageContaining("row 4 is null");
        assertThat(count()).isZero();
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what callers without checks may pass
    private static <V> V nothing() {
        return null;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void it_joins_a_transaction_as_often_as_it_is_asked(boolean temporary) {
        temporaryTables(temporary);
        BulkInsert<Line> bulk = lines().chunkSize(10).build();

        asTenant(() -> jdbc.inTransaction(() -> bulk.insert(lines(25))
                + bulk.insert(lines(5).stream().map(line -> new Line(line.id(), null, line.number(), null)))));
        assertThatThrownBy(() -> asTenant(() -> jdbc.inTransaction(() -> {
                    bulk.insert(lines(3).stream().map(line -> new Line(line.id(), null, line.number(), null)));
                    throw new IllegalStateException("changed my mind");
                })))
                .hasMessage("changed my mind");

        assertThat(count()).isEqualTo(30);
        assertNothingTemporaryIsLeft();
    }

    @Test
    void chunks_cannot_be_kept_inside_a_transaction() {
        assertThatThrownBy(() -> asTenant(() ->
                        jdbc.inTransaction(() -> lines().keepChunks().build().insert(lines(3)))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a transaction is open")
                .hasMessageContaining("leave out keepChunks()");
    }

    @Test
    void without_a_tenant_nothing_is_inserted() {
        assertThatThrownBy(() -> lines().build().insert(lines(3))).isInstanceOf(MissingTenantException.class);
    }

    @Test
    void no_rows_are_no_work() {
        assertThat(insert(lines(), List.of())).isZero();
    }

    @Test
    void a_listener_can_stop_it() {
        assertThatThrownBy(() -> insert(
                        lines().chunkSize(10).onProgress(rows -> {
                            throw new IllegalStateException("enough");
                        }),
                        lines(25)))
                .hasMessage("enough");

        assertThat(count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rows_need_no_id_and_no_version(boolean temporary) {
        temporaryTables(temporary);
        List<Reading> readings = IntStream.range(0, 1_000)
                .mapToObj(i -> new Reading("s" + i % 3, i, Instant.EPOCH))
                .toList();

        long rows = asTenant(() -> BulkInsert.into(jdbc, Reading.class).build().insert(readings));

        assertThat(rows).isEqualTo(1_000);
        assertThat(asTenant(() -> jdbc.sql("select count(*) from reading where created_at > now() - interval '1 hour'")
                        .map(Long.class)
                        .single()))
                .isEqualTo(1_000);
    }

    @Test
    void ids_can_come_from_the_database() {
        List<Line> lines = lines(5);

        insert(lines().idsFromDatabase(), lines);

        List<Line> found = asTenant(() -> JdbcTenantRepository.builder(jdbc, Line.class, UUID.class)
                .build()
                .findAll(Order.by(Sort.asc("number"))));
        assertThat(found).extracting(Line::number).containsExactly(1, 2, 3, 4, 5);
        assertThat(found)
                .extracting(Line::id)
                .doesNotContainAnyElementsOf(lines.stream().map(Line::id).toList());
    }

    @Test
    void an_option_is_set_once_and_sensibly() {
        assertThatThrownBy(() -> lines().chunkSize(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a chunk of 0 rows is too small");
        assertThatThrownBy(() -> lines().keepChunks().keepChunks()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> lines().idsFromDatabase().generateIds(UuidV7.generator()))
                .isInstanceOf(IllegalStateException.class);
    }
}
