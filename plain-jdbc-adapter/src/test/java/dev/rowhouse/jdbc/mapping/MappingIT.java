package dev.rowhouse.jdbc.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.TenantContext;
import dev.rowhouse.jdbc.JdbcException;
import dev.rowhouse.jdbc.RowMappingException;
import dev.rowhouse.jdbc.Sql;
import dev.rowhouse.jdbc.TenantJdbc;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class MappingIT {
    @RegisterExtension
    static final RowhouseDatabase database =
            RowhouseDatabase.builder().script("/jdbc.sql").build();

    private final TenantContext acme = TenantContext.of(UUID.randomUUID()).withActor("dana@acme");
    private final TenantJdbc jdbc = TenantJdbc.builder(database.dataSource())
            .json(new JacksonJsonMapper())
            .build();

    enum Species {
        DOG,
        CAT,
        PARROT {
            @Override
            public String toString() {
                return "a parrot";
            }
        }
    }

    record Chip(String maker, int number, @Nullable Instant since) {}

    @SuppressWarnings("ArrayRecordComponent") // what is tested
    record Everything(
            UUID id,
            @Nullable String aText,
            @Nullable Boolean aBoolean,
            @Nullable Short aShort,
            @Nullable Integer anInt,
            @Nullable Long aLong,
            @Nullable Float aFloat,
            @Nullable Double aDouble,
            @Nullable BigDecimal aNumber,
            byte @Nullable [] aBinary,
            @Nullable UUID aUuid,
            @Nullable Instant anInstant,
            @Nullable OffsetDateTime anOffsetTime,
            @Nullable ZonedDateTime aZonedTime,
            @Nullable LocalDateTime aDateTime,
            @Nullable LocalDate aDate,
            @Nullable LocalTime aTime,
            @Nullable OffsetTime aTimeWithOffset,
            @Nullable Duration aDuration,
            @Nullable Period aPeriod,
            @Nullable Species aSpecies,
            @Nullable List<String> someTexts,
            @Nullable Set<UUID> someIds,
            int @Nullable [] someNumbers,
            @Nullable List<Species> someSpecies,
            @Nullable List<Instant> someInstants,
            @Nullable List<LocalDate> someDates,
            LocalDateTime @Nullable [] someDateTimes,
            @Nullable Chip aDocument,
            @Nullable Map<String, List<Integer>> aMap,
            @Nullable JsonNode aTree,
            @Nullable Range<Integer> anIntRange,
            @Nullable Range<Long> aLongRange,
            @Nullable Range<BigDecimal> aNumberRange,
            @Nullable Range<LocalDate> aDateRange,
            @Nullable Range<LocalDateTime> aDateTimeRange,
            @Nullable Range<Instant> anInstantRange) {}

    private static final Instant NOW = Instant.parse("2026-03-29T01:30:00.123456Z");
    private static final LocalDateTime IN_THE_GAP = LocalDateTime.parse("2026-03-29T02:30:00.5");

    private static Everything full(UUID id) {
        return new Everything(
                id,
                "Zoë says \"{hi}\" \\ ' ? :name",
                true,
                (short) -7,
                42,
                1L << 40,
                1.5f,
                -2.25,
                new BigDecimal("12345678901234567890.123"),
                new byte[] {0, 1, -1},
                UUID.fromString("00000000-0000-0000-0000-00000000002a"),
                NOW,
                NOW.atOffset(ZoneOffset.UTC),
                NOW.atZone(ZoneOffset.UTC),
                IN_THE_GAP,
                LocalDate.of(2024, 2, 29),
                LocalTime.of(23, 59, 59, 999_999_000),
                OffsetTime.of(9, 30, 0, 0, ZoneOffset.ofHours(2)),
                Duration.ofHours(30).plusMillis(5).negated(),
                Period.of(1, 2, -3),
                Species.PARROT,
                Arrays.asList("a,b", "\"quoted\"", "", null, "NULL", "{}", "\\"),
                Set.of(UUID.fromString("00000000-0000-0000-0000-000000000001")),
                new int[] {3, 1, 2},
                Arrays.asList(Species.DOG, null, Species.PARROT),
                List.of(NOW, Instant.EPOCH),
                List.of(LocalDate.of(1, 1, 1), LocalDate.of(9999, 12, 31)),
                new LocalDateTime[] {IN_THE_GAP},
                new Chip("acme", 7, NOW),
                Map.of("weights", List.of(4, 5)),
                new ObjectMapper().readTree("{\"a\": [1, null, \"x\"]}"),
                Range.closedOpen(1, 10),
                Range.atLeast(5L),
                Range.closed(new BigDecimal("1.5"), new BigDecimal("2.5")),
                Range.closedOpen(LocalDate.of(2026, 1, 1), LocalDate.of(2027, 1, 1)),
                Range.lessThan(IN_THE_GAP),
                Range.closedOpen(NOW, NOW.plusSeconds(3600)));
    }

    private static Everything empty(UUID id) {
        return new Everything(
                id, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null, null, null);
    }

    private List<String> columns() {
        return new Mappings(new JacksonJsonMapper())
                .of(Everything.class).columns().stream()
                        .filter(column -> !column.startsWith("a_document_"))
                        .toList();
    }

    private String insert() {
        List<String> columns = new java.util.ArrayList<>(columns());
        columns.add(29, "a_document");
        return "insert into everything (" + String.join(", ", columns) + ") values (:" + String.join(", :", columns)
                + ")";
    }

    private String select() {
        return "select id, " + insert().substring(insert().indexOf("a_text"), insert().indexOf(")"))
                + " from everything where id = :id";
    }

    private void assertSame(Everything read, Everything expected) {
        assertThat(read)
                .usingRecursiveComparison()
                .withEqualsForType(Objects::equals, JsonNode.class)
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "Asia/Kolkata"})
    void every_type_comes_back_as_it_went_whatever_the_time_zone(String zone) {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        database.pool().getHikariPoolMXBean().softEvictConnections(); // the driver tells the server the zone once
        try {
            acme.run(() -> {
                for (int i = 0; i < 8; i++) { // the driver goes over to binary values after the fifth
                    Everything expected = full(UUID.randomUUID());
                    assertThat(jdbc.sql(insert()).bindAll(expected).update()).isEqualTo(1);

                    Everything read = jdbc.sql(select())
                            .bind("id", expected.id())
                            .map(Everything.class)
                            .single();

                    assertSame(read, expected);
                }
            });
        } finally {
            TimeZone.setDefault(before);
            database.pool().getHikariPoolMXBean().softEvictConnections();
        }
    }

    @Test
    void every_type_may_be_null() {
        acme.run(() -> {
            Everything expected = empty(UUID.randomUUID());
            jdbc.sql(insert()).bindAll(expected).update();

            Everything read = jdbc.sql(select())
                    .bind("id", expected.id())
                    .map(Everything.class)
                    .single();

            assertThat(read).isEqualTo(expected);
        });
    }

    @Test
    void values_and_nulls_of_every_type_may_share_a_batch() {
        acme.run(() -> {
            UUID[] ids = new UUID[7];
            List<Everything> rows = new java.util.ArrayList<>();
            for (int i = 0; i < ids.length; i++) {
                ids[i] = UUID.randomUUID();
                rows.add(i % 2 == 0 ? full(ids[i]) : empty(ids[i]));
            }

            int[] counts = jdbc.batch(insert(), rows);

            assertThat(counts).hasSize(7).containsOnly(1);
            for (Everything row : rows) {
                assertSame(
                        jdbc.sql(select())
                                .bind("id", row.id())
                                .map(Everything.class)
                                .single(),
                        row);
            }
        });
    }

    record Bound(String name, Object value, String type) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Bound> single_values() {
        Everything all = full(UUID.randomUUID());
        return List.of(
                new Bound("text", "x", "text"),
                new Bound("char", 'x', "text"),
                new Bound("byte", (byte) 5, "smallint"),
                new Bound("big integer", new BigInteger("123456789012345678901234567890"), "numeric"),
                new Bound("instant", NOW, "timestamptz"),
                new Bound("year", Year.of(2026), "integer"),
                new Bound("year and month", YearMonth.of(2026, 11), "text"),
                new Bound("month and day", MonthDay.of(2, 29), "text"),
                new Bound("zone", ZoneId.of("Europe/Zurich"), "text"),
                new Bound("offset", ZoneOffset.ofHours(-3), "text"),
                new Bound("day of week", DayOfWeek.FRIDAY, "text"),
                new Bound("forever", Instant.MAX, "timestamptz"),
                new Bound("since ever", Instant.MIN, "timestamptz"),
                new Bound("last date", LocalDate.MAX, "date"),
                new Bound("range", Objects.requireNonNull(all.anInstantRange()), "tstzrange"),
                new Bound("empty range", Range.<Integer>empty(), "int4range"),
                new Bound("unbounded range", Range.<Integer>all(), "int4range"),
                new Bound("range until infinity", Range.closed(NOW, Instant.MAX), "tstzrange"),
                new Bound("duration", Duration.ofDays(2).plusNanos(1000), "interval"),
                new Bound("enum with a body", Species.PARROT, "species"));
    }

    @ParameterizedTest
    @MethodSource("single_values")
    void a_single_value_comes_back(Bound bound) {
        Class<?> type = bound.value() instanceof Enum<?> constant
                ? constant.getDeclaringClass()
                : bound.value() instanceof ZoneOffset
                        ? ZoneOffset.class
                        : bound.value() instanceof ZoneId
                                ? ZoneId.class
                                : bound.value().getClass();

        acme.run(() -> {
            if (bound.value() instanceof Range<?> range) {
                assertThat(readRange(bound)).isEqualTo(range);
                return;
            }
            assertThat(jdbc.sql("select cast(:value as " + bound.type() + ")")
                            .bind("value", bound.value())
                            .map(type)
                            .single())
                    .isEqualTo(bound.value());
        });
    }

    record IntRange(Range<Integer> value) {}

    record InstantRange(Range<Instant> value) {}

    private Range<?> readRange(Bound bound) {
        Sql sql =
                jdbc.sql("select cast(:value as " + bound.type() + ") as value").bind("value", bound.value());
        return bound.type().equals("int4range")
                ? sql.map(IntRange.class).single().value()
                : sql.map(InstantRange.class).single().value();
    }

    @Test
    void ranges_are_normalised_by_the_database() {
        acme.run(() -> assertThat(jdbc.sql("select int4range(1, 3, '[]') as value")
                        .map(IntRange.class)
                        .single()
                        .value())
                .isEqualTo(Range.closedOpen(1, 4)));
    }

    @Test
    void a_duration_can_be_reckoned_with() {
        acme.run(() -> {
            Boolean later = jdbc.sql("select now() - :age < now() and now() - :age = now() - interval '90 minutes'")
                    .bind("age", Duration.ofMinutes(90))
                    .map(Boolean.class)
                    .single();

            assertThat(later).isTrue();
        });
    }

    static List<Object> lists() {
        return List.of(
                List.of("a", "b"),
                Set.of(1),
                Arguments.of((Object) new Long[] {1L, 2L}),
                new int[] {1, 2},
                List.of(UUID.randomUUID()),
                List.of(NOW),
                List.of(new BigDecimal("1.10")),
                List.of(LocalDate.of(2026, 1, 1)),
                List.of(true),
                List.of(1.5),
                List.of(Duration.ofMinutes(5)),
                List.of(new byte[] {1, 2}));
    }

    @ParameterizedTest
    @MethodSource("lists")
    void a_list_becomes_one_array(Object list) {
        acme.run(() -> assertThat(jdbc.sql("select count(*) from unnest(:list) as value where value = any(:list)")
                        .bind("list", list)
                        .map(Long.class)
                        .single())
                .isEqualTo(list instanceof Collection<?> values ? values.size() : 2L));
    }

    @Test
    void a_list_may_be_empty_or_hold_enums_whose_type_the_database_finds_out() {
        acme.run(() -> {
            Map<String, Object> lists = new HashMap<>();
            lists.put("{}", List.of());
            lists.put("{DOG}", List.of(Species.DOG));

            lists.forEach((text, list) -> {
                assertThat(jdbc.sql("select 'DOG'::species = any(:list)")
                                .bind("list", list)
                                .map(Boolean.class)
                                .single())
                        .isEqualTo(!text.equals("{}"));
                assertThat(jdbc.sql("select 'DOG'::text = any(:list)")
                                .bind("list", list)
                                .map(Boolean.class)
                                .single())
                        .isEqualTo(!text.equals("{}"));
            });
        });
    }

    @SuppressWarnings("ArrayRecordComponent") // what is tested
    record Tags(@Nullable List<String> tags, Set<Species> species, int[] numbers) {}

    @Test
    void a_list_is_json_where_the_text_makes_json_of_it() {
        String insert = "insert into everything (some_texts, a_document, a_map, a_tree)"
                + " values (:tags, :tags ::jsonb, :species::jsonb, :numbers :: JSONB)";
        String json = "select :list::jsonb::text";

        acme.run(() -> {
            for (Object list : List.of(List.of(), Set.of(), new int[0], new String[0])) {
                assertThat(jdbc.sql(json).bind("list", list).map(String.class).single())
                        .isEqualTo("[]");
            }
            assertThat(jdbc.sql(json)
                            .bind("list", List.of("a", 1, Map.of("b", Species.DOG), List.of(2)))
                            .map(String.class)
                            .single())
                    .isEqualTo("[\"a\", 1, {\"b\": \"DOG\"}, [2]]");
            assertThat(jdbc.sql("select (:list::jsonb[])[1]::text")
                            .bind("list", List.of("{}"))
                            .map(String.class)
                            .single())
                    .isEqualTo("{}");
            Tags tags = new Tags(List.of("a", "\"b\""), Set.of(Species.CAT), new int[] {7});
            String separate = insert.replace(":tags ::jsonb", ":again::jsonb");

            jdbc.sql(separate).bindAll(tags).bind("again", List.of("a")).update();
            jdbc.batch(separate.replace(":again", "null"), List.of(tags, new Tags(null, Set.of(), new int[0])));
            jdbc.batch(
                    separate,
                    List.of(Map.of(
                            "tags", List.of("a"), "again", List.of(), "species", List.of(), "numbers", new int[] {1})));

            assertThat(jdbc.sql("select a_document || a_map || a_tree from everything where a_document is not null"
                                    + " order by 1")
                            .map(String.class)
                            .list())
                    .containsExactlyInAnyOrder("[1]", "[\"a\", \"CAT\", 7]");
            // in both roles it is an array, and the database says what is wrong
            assertThatThrownBy(() -> jdbc.sql(insert).bindAll(tags).update()).isInstanceOf(JdbcException.class);
        });
    }

    @Test
    void an_empty_list_does_not_become_an_empty_object() {
        acme.run(() -> {
            for (Object list : List.of(List.of(), new Species[0])) {
                assertThatThrownBy(() -> jdbc.sql("insert into everything (a_map) values (:list)")
                                .bind("list", list)
                                .update())
                        .isInstanceOf(JdbcException.class)
                        .hasMessageContaining("json");
            }
        });
    }

    record Grids(@Nullable List<List<Integer>> value) {}

    record OneRange(Range<Integer> value) {}

    record Inside(Chip value) {}

    private void assertNoJson(Class<?> type, String expression) {
        assertThatThrownBy(() ->
                        jdbc.sql("select " + expression + " as value").map(type).list())
                .isInstanceOf(RowMappingException.class)
                .hasMessageContaining("is no JSON")
                .hasMessageContaining("select to_jsonb(...) of it");
    }

    @Test
    void arrays_of_arrays_composites_and_multiranges_are_refused_with_what_to_do() {
        acme.run(() -> {
            String grid = "array[[1, 2], [3, 4]]";
            assertNoJson(Grids.class, grid);
            assertNoJson(Inside.class, "row('acme', 1, null)");
            assertThat(jdbc.sql("select to_jsonb(" + grid + ") as value")
                            .map(Grids.class)
                            .single())
                    .isEqualTo(new Grids(List.of(List.of(1, 2), List.of(3, 4))));
            assertThat(jdbc.sql("select to_jsonb(t) as value from (select 'acme' as maker, 1 as number) as t")
                            .map(Inside.class)
                            .single())
                    .isEqualTo(new Inside(new Chip("acme", 1, null)));
            assertThatThrownBy(() -> jdbc.sql("select array[[1, 2], [3, 4]]")
                            .map(int[].class)
                            .list())
                    .isInstanceOf(RowMappingException.class);
            assertThatThrownBy(() -> jdbc.sql("select :grid").bind("grid", new int[][] {{1}}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("arrays of arrays are not supported. Use JSON");
            assertThatThrownBy(() -> jdbc.sql("select '{[1,3), [5,7)}'::int4multirange as value")
                            .map(OneRange.class)
                            .list())
                    .isInstanceOf(RowMappingException.class)
                    .hasMessageContaining(
                            "the column is a multirange, which has no Java type here; select unnest(...)");
        });
    }

    @Test
    void seventy_thousand_values_are_one_parameter() {
        List<Integer> numbers =
                java.util.stream.IntStream.range(0, 70_000).boxed().toList();

        acme.run(() -> assertThat(jdbc.sql("select count(*) from generate_series(1, 100) as n where n = any(:numbers)")
                        .bind("numbers", numbers)
                        .map(Long.class)
                        .single())
                .isEqualTo(100L));
    }

    // ---- records in records, JSON, beans

    record Address(String street, Optional<Integer> number) {}

    record Person(String name, @Nullable Address home, Optional<Address> work) {}

    @Test
    void a_record_inside_a_record_has_its_columns_under_a_prefix() {
        acme.run(() -> {
            Person person = jdbc.sql("select 'Ana' as name, 'Long Street' as home_street, 5 as home_number,"
                            + " null::text as work_street, null::int as work_number")
                    .map(Person.class)
                    .single();

            assertThat(person)
                    .isEqualTo(new Person("Ana", new Address("Long Street", Optional.of(5)), Optional.empty()));
        });
    }

    @Test
    void a_record_inside_a_record_may_be_one_column_of_json() {
        acme.run(() -> {
            Person person = jdbc.sql("select 'Ana' as name, '{\"street\": \"S\", \"number\": 1}'::jsonb as home,"
                            + " null::text as work_street, null::int as work_number")
                    .map(Person.class)
                    .single();

            assertThat(person.home()).isEqualTo(new Address("S", Optional.of(1)));
        });
    }

    @Test
    void a_record_inside_a_record_is_bound_both_ways() {
        Person person = new Person("Ana", new Address("S", Optional.empty()), Optional.empty());

        acme.run(() -> assertThat(
                        jdbc.sql("select :home::jsonb ->> 'street' || :home_street || coalesce(:work_street, '-')"
                                        + " || coalesce(:home_number::text, '-') || :name")
                                .bindAll(person)
                                .map(String.class)
                                .single())
                .isEqualTo("SS--Ana"));
    }

    record Deep(int a, @Nullable Middle middle) {
        record Middle(@Nullable String b, @Nullable Inner inner) {}

        record Inner(int c) {}
    }

    @Test
    void records_nest_further_and_are_null_if_all_of_their_columns_are() {
        acme.run(() -> {
            String select = "select 1 as a, :b::text as middle_b, :c::int as middle_inner_c";

            assertThat(jdbc.sql(select)
                            .bind("b", null)
                            .bind("c", 3)
                            .map(Deep.class)
                            .single())
                    .isEqualTo(new Deep(1, new Deep.Middle(null, new Deep.Inner(3))));
            assertThat(jdbc.sql(select)
                            .bind("b", "x")
                            .bind("c", null)
                            .map(Deep.class)
                            .single())
                    .isEqualTo(new Deep(1, new Deep.Middle("x", null)));
            assertThat(jdbc.sql(select)
                            .bind("b", null)
                            .bind("c", null)
                            .map(Deep.class)
                            .single())
                    .isEqualTo(new Deep(1, null));
        });
    }

    static final class Bean {
        private final UUID ownerId;
        private final String firstName;
        private final boolean active;

        Bean(UUID ownerId, String firstName, boolean active) {
            this.ownerId = ownerId;
            this.firstName = firstName;
            this.active = active;
        }

        UUID getOwnerId() {
            return ownerId;
        }

        String firstName() {
            return firstName;
        }

        boolean isActive() {
            return active;
        }
    }

    @Test
    void a_bean_is_made_by_its_constructor_and_bound_by_its_getters() {
        UUID id = UUID.randomUUID();

        acme.run(() -> {
            Bean bean = jdbc.sql(
                            "select :owner_id::uuid as owner_id, :firstName::text as first_name, :active as active")
                    .bindAll(new Bean(id, "Ana", true))
                    .map(Bean.class)
                    .single();

            assertThat(bean).usingRecursiveComparison().isEqualTo(new Bean(id, "Ana", true));
        });
    }

    @Test
    void json_is_bound_from_records_maps_and_trees_and_read_alone() {
        acme.run(() -> {
            assertThat(jdbc.sql("select :chip::jsonb ->> 'maker'")
                            .bind("chip", new Chip("acme", 1, null))
                            .map(String.class)
                            .single())
                    .isEqualTo("acme");
            assertThat(jdbc.sql("select '{\"a\": 1}'::jsonb @> :map")
                            .bind("map", Map.of("a", 1))
                            .map(Boolean.class)
                            .single())
                    .isTrue();
            JsonNode tree =
                    jdbc.sql("select '{\"a\": 1}'::jsonb").map(JsonNode.class).single();
            assertThat(jdbc.sql("select :tree::jsonb")
                            .bind("tree", tree)
                            .map(JsonNode.class)
                            .single())
                    .isEqualTo(tree);
            assertThat((Object) jdbc.sql("select '{\"a\": 1}'::jsonb")
                            .map(Map.class)
                            .single())
                    .isEqualTo(Map.of("a", 1));
        });
    }

    // ---- what does not fit

    record Pet(UUID id, String name, int weight) {}

    @Test
    void a_column_without_a_component_and_a_component_without_a_column_are_named_in_one_error() {
        acme.run(() -> assertThatThrownBy(() -> jdbc.sql("select id, name as pet_name, 1 as age from pet")
                        .map(Pet.class)
                        .list())
                .isInstanceOf(RowMappingException.class)
                .hasMessage(
                        "Mapping a row to dev.rowhouse.jdbc.mapping.MappingIT$Pet: it has no component for column pet_name,"
                                + " age; the row has no column for component name, weight. The row has the columns id, pet_name,"
                                + " age; the components want id, name, weight. Select the columns that the components want,"
                                + " renamed with \"as\" where need be, or change the class. Statement: select id, name as"
                                + " pet_name, 1 as age from pet"));
    }

    @Test
    void two_columns_of_one_name_are_refused() {
        acme.run(() -> assertThatThrownBy(() -> jdbc.sql("select id, id, name, weight from pet")
                        .map(Pet.class)
                        .list())
                .isInstanceOf(RowMappingException.class)
                .hasMessageContaining("two of its columns are named id"));
    }

    @Test
    void a_record_that_is_both_json_and_columns_is_refused() {
        acme.run(() -> assertThatThrownBy(() -> jdbc.sql("select 'A' as name, '{}'::jsonb as home, 'S' as home_street,"
                                + " null::text as work_street, null::int as work_number")
                        .map(Person.class)
                        .list())
                .isInstanceOf(RowMappingException.class)
                .hasMessageContaining("component home has both the column home, which would be JSON, and the column"
                        + " home_street"));
    }

    @Test
    void a_null_for_a_primitive_is_refused() {
        acme.run(() -> {
            jdbc.sql("insert into pet (name) values ('Toby')").update();

            assertThatThrownBy(() -> jdbc.sql("select id, name, weight from pet")
                            .map(Pet.class)
                            .list())
                    .isInstanceOf(RowMappingException.class)
                    .hasMessageContaining(
                            "Mapping column weight to component weight of dev.rowhouse.jdbc.mapping.MappingIT$Pet: it"
                                    + " is null, and the component is int; make it Integer or Optional, or select a value with"
                                    + " coalesce");
            assertThatThrownBy(() -> jdbc.sql("select 1 as a, 'x' as middle_b, null::int as middle_inner_c, 2 as z")
                            .map(Deep.class)
                            .list())
                    .isInstanceOf(RowMappingException.class);
        });
    }

    static List<Bound> misfits() {
        return List.of(
                new Bound("a word is no number", Integer.class, "'secret'::text"),
                new Bound("a word is no uuid", UUID.class, "'secret'::text"),
                new Bound("a word is no enum", Species.class, "'secret'::text"),
                new Bound("a word is no zone", ZoneId.class, "'secret'::text"),
                new Bound("a word is no character", Character.class, "'secret'::text"),
                new Bound("a word is no interval", Duration.class, "'secret'::text"),
                new Bound("a timestamp is no instant", Instant.class, "timestamp '2026-01-01'"),
                new Bound("a timestamp has no offset", OffsetDateTime.class, "timestamp '2026-01-01'"),
                new Bound("a text is no instant", Instant.class, "'2026-01-01 00:00:00'::text"),
                new Bound("an instant is no date and time", LocalDateTime.class, "timestamptz '2026-01-01'"),
                new Bound("a month has no fixed length", Duration.class, "interval '1 month'"),
                new Bound("an hour is no period", Period.class, "interval '1 hour'"),
                new Bound("a fraction is no integer", BigInteger.class, "1.5"),
                new Bound("a word is no array", int[].class, "'secret'::text"),
                new Bound("a null is no int", int[].class, "array[1, null]"));
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void a_column_of_another_type_is_an_error_without_the_value(Bound misfit) {
        acme.run(() -> assertThatThrownBy(() -> jdbc.sql("select " + misfit.type() + " as it")
                        .map((Class<?>) misfit.value())
                        .list())
                .isInstanceOf(RowMappingException.class)
                .satisfies(
                        e -> assertThat(Objects.requireNonNull(e.getMessage()).replaceAll(" Statement: .*", ""))
                                .doesNotContain("secret")
                                .startsWith("Mapping "))
                .hasNoCause());
    }

    record Since(Optional<Instant> value) {}

    @Test
    void a_timestamp_is_no_instant_even_if_the_first_ones_are_null_or_negative() {
        acme.run(() -> {
            assertThatThrownBy(() -> jdbc.sql(
                                    "select * from (values (null), (timestamp '-infinity'), ('2026-01-01')) as t (value)")
                            .map(Since.class)
                            .list())
                    .isInstanceOf(RowMappingException.class)
                    .hasMessageContaining("a timestamp without time zone is no Instant");
            assertThatThrownBy(() -> jdbc.sql("select timestamp '-infinity' union all select timestamp '2026-01-01'")
                            .map(Instant.class)
                            .list())
                    .isInstanceOf(RowMappingException.class);
            for (String zone : List.of("America/Lima", "UTC", "Asia/Kathmandu")) {
                jdbc.inTransaction(() -> {
                    jdbc.sql("set local timezone = '" + zone + "'").update();
                    assertThat(jdbc.sql("select timestamptz '2026-01-01 00:00+00'")
                                    .map(Instant.class)
                                    .single())
                            .isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
                });
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void a_timestamp_is_no_instant_however_many_digits_its_seconds_have(int digits) {
        String timestamp = "select '2026-01-01 00:00:00+00'::timestamp(" + digits + ") as value";
        String instant = "select '2026-01-01 00:00:00+00'::timestamptz(" + digits + ") as value";

        acme.run(() -> {
            for (Class<?> type : List.of(Instant.class, OffsetDateTime.class, ZonedDateTime.class, Since.class)) {
                assertThatThrownBy(() -> jdbc.sql(timestamp).map(type).list())
                        .isInstanceOf(RowMappingException.class)
                        .hasMessageContaining("a timestamp without time zone is no ");
            }
            assertThat(jdbc.sql(instant).map(Instant.class).single()).isEqualTo("2026-01-01T00:00:00Z");
            assertThat(jdbc.sql(instant).map(Since.class).single().value())
                    .contains(Instant.parse("2026-01-01T00:00:00Z"));
        });
    }

    record NoJson(List<Chip> chips) {}

    record Anything(Object value) {}

    record Generic<T>(T value) {}

    @SuppressWarnings("ArrayRecordComponent") // what is tested
    record Grid(int[][] cells) {}

    record OddRange(Range<String> value) {}

    record Twice(int ownerId, int owner_id) {}

    record Clash(int homeStreet, Address home) {}

    abstract static class TwoConstructors {
        TwoConstructors(int a) {}

        TwoConstructors(String a) {}
    }

    @Test
    void classes_that_cannot_be_mapped_are_refused_with_a_reason() {
        TenantJdbc withoutJson = TenantJdbc.on(database.dataSource());

        assertThatThrownBy(() -> withoutJson.sql("select 1").map(NoJson.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Mapping component chips of dev.rowhouse.jdbc.mapping.MappingIT$NoJson failed.")
                .hasMessageContaining("there is no JSON mapper. Give one:"
                        + " TenantJdbc.builder(dataSource).json(new JacksonJsonMapper())");
        assertThatThrownBy(() -> jdbc.sql("select 1").map(Anything.class))
                .hasMessageContaining("this type does not say what to read");
        assertThatThrownBy(() -> jdbc.sql("select 1").map(Generic.class)).hasMessageContaining("it is a type variable");
        assertThatThrownBy(() -> jdbc.sql("select 1").map(Grid.class))
                .hasMessageContaining("arrays of arrays are not supported");
        assertThatThrownBy(() -> jdbc.sql("select 1").map(OddRange.class))
                .hasMessageContaining("PostgreSQL has no such range");
        assertThatThrownBy(() -> jdbc.sql("select 1").map(Twice.class))
                .hasMessageContaining("its components ownerId and owner_id would both have the column owner_id");
        assertThatThrownBy(() -> jdbc.sql("select 1").map(Clash.class))
                .hasMessageContaining(
                        "its components homeStreet and home.street would both have the column home_street");
        assertThatThrownBy(() -> jdbc.sql("select 1").map(TwoConstructors.class))
                .hasMessageContaining("it is no record and has 0 constructors with parameters");
    }

    @Test
    void a_mapper_of_the_application_reads_what_it_likes() {
        acme.run(() -> assertThat(jdbc.sql("select 1, 2")
                        .map(row -> row.getInt(1) + row.getInt(2))
                        .single())
                .isEqualTo(3));
    }

    @Test
    void columns_may_change_under_the_same_class() {
        acme.run(() -> {
            for (int i = 0; i < 3; i++) {
                assertThat(jdbc.sql("select 1 as a, null::text as middle_b, 2 as middle_inner_c")
                                .map(Deep.class)
                                .single())
                        .isEqualTo(jdbc.sql("select 2 as middle_inner_c, 1 as a, null::text as middle_b")
                                .map(Deep.class)
                                .single());
            }
        });
    }

    @Test
    void a_failure_of_jackson_names_the_place_and_no_value() {
        acme.run(() -> assertThatThrownBy(() -> jdbc.sql(
                                "select 'A' as name, '{\"street\": {\"secret\": 1}}'::jsonb as home, null::text as"
                                        + " work_street, null::int as work_number")
                        .map(Person.class)
                        .single())
                .hasMessageContaining("Reading JSON as dev.rowhouse.jdbc.mapping.MappingIT$Address: Jackson threw")
                .hasMessageContaining("street")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"))
                .hasNoCause());
    }
}
