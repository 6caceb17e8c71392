package dev.rowhouse.jdbc.repository;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.rowhouse.RowhouseException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.connection.TenantDataSource;
import dev.rowhouse.jdbc.JdbcException;
import dev.rowhouse.jdbc.TenantJdbc;
import dev.rowhouse.jdbc.mapping.JacksonJsonMapper;
import dev.rowhouse.jdbc.mapping.Range;
import dev.rowhouse.repository.DuplicateKeyException;
import dev.rowhouse.repository.Restriction;
import dev.rowhouse.repository.StaleVersionException;
import dev.rowhouse.repository.UuidV7;
import dev.rowhouse.testkit.RoundTripProxy;
import dev.rowhouse.testkit.RowhouseDatabase;
import jakarta.data.Limit;
import jakarta.data.Order;
import jakarta.data.Sort;
import jakarta.data.page.PageRequest;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the contract leaves to the implementation: types, keys, mapping, trips. */
class JdbcTenantRepositoryIT {
    @RegisterExtension
    static final RowhouseDatabase database =
            RowhouseDatabase.builder().script("/repository.sql").build();

    private final UUID tenant = UUID.randomUUID();

    private enum Mood {
        CALM,
        WILD
    }

    private record Address(String street, String city) {}

    private record Details(String note, List<Integer> marks) {}

    @SuppressWarnings("ArrayRecordComponent") // arrays are among the types that columns become
    private record Sample(
            @Nullable UUID id,
            String label,
            @Nullable String shortLabel,
            @Nullable Mood mood,
            @Nullable List<String> tags,
            @Nullable List<Mood> moods,
            int @Nullable [] numbers,
            @Nullable Details details,
            byte @Nullable [] blob,
            @Nullable BigDecimal price,
            @Nullable Range<Instant> stay,
            @Nullable Duration takes,
            @Nullable Instant at,
            @Nullable LocalDateTime localAt,
            @Nullable LocalTime atTime,
            @Nullable Address address,
            Optional<Boolean> flag,
            @Nullable Double ratio,
            @Nullable Integer labelLength,
            @Nullable String createdBy,
            @Nullable Long version) {
        static Sample full(String label) {
            return new Sample(
                    UUID.randomUUID(),
                    label,
                    "short",
                    Mood.WILD,
                    List.of("a,b", "\"c\"", "{d}", "", "NULL", "\\"),
                    List.of(Mood.CALM, Mood.WILD),
                    new int[] {1, -2, 3},
                    new Details("it's \"quoted\" \\ , {x}", List.of(1, 2)),
                    new byte[] {0, 1, -1, 92, 34},
                    new BigDecimal("12.30"),
                    Range.closedOpen(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-01-02T00:00:00Z")),
                    Duration.ofMinutes(90),
                    Instant.parse("2026-11-21T10:00:00.123456Z"),
                    LocalDateTime.of(2026, 11, 21, 10, 0, 0, 1000),
                    LocalTime.of(10, 30),
                    new Address("Main, St", "Ghent"),
                    Optional.of(true),
                    0.1,
                    null,
                    null,
                    null);
        }

        static Sample empty(String label) {
            return new Sample(
                    UUID.randomUUID(),
                    label,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    Optional.empty(),
                    null,
                    null,
                    null,
                    null);
        }

        Sample as(String newLabel) {
            return new Sample(
                    id,
                    newLabel,
                    shortLabel,
                    mood,
                    tags,
                    moods,
                    numbers,
                    details,
                    blob,
                    price,
                    stay,
                    takes,
                    at,
                    localAt,
                    atTime,
                    address,
                    flag,
                    ratio,
                    labelLength,
                    createdBy,
                    version);
        }
    }

    private record Counter(@Nullable Long id, @Nullable UUID tenantId, String name) {}

    private record Tag(@Nullable String id, String colour) {}

    private record Category(
            @Nullable UUID id,
            @Nullable UUID parentId,
            String name,
            @Nullable Long version) {}

    private record Order1(
            long number,
            UUID customer,
            long totalAmount,
            @Nullable Integer version) {}

    @SuppressWarnings("ArrayRecordComponent") // what is tested
    private record Shelf(
            UUID id,
            @Nullable List<String> labels,
            @Nullable Set<Mood> moods,
            int @Nullable [] numbers,
            @Nullable Long version) {
        static Shelf full() {
            return new Shelf(
                    UUID.randomUUID(), List.of("a,b", "\"c\"", "{d}", ""), Set.of(Mood.WILD), new int[] {1, -2}, null);
        }

        static Shelf empty() {
            return new Shelf(UUID.randomUUID(), List.of(), Set.of(), new int[0], null);
        }

        static Shelf ofNulls() {
            return new Shelf(UUID.randomUUID(), null, null, null, null);
        }
    }

    private static TenantJdbc jdbc() {
        return TenantJdbc.builder(database.dataSource())
                .json(new JacksonJsonMapper())
                .build();
    }

    private void run(Consumer<TenantJdbc> work) {
        TenantContext.of(tenant).withActor("dana").run(() -> work.accept(jdbc()));
    }

    // ---- types

    @Test
    void every_type_is_saved_alone_and_in_batches_as_it_was() {
        run(jdbc -> {
            JdbcTenantRepository<Sample, UUID> samples = JdbcTenantRepository.of(jdbc, Sample.class, UUID.class);
            List<Sample> given = List.of(Sample.full("one"), Sample.empty("two"), Sample.full("three"));

            Sample alone = samples.save(given.get(0));
            List<Sample> batch = samples.saveAll(given.subList(1, 3));
            Sample aloneAgain = samples.save(alone.as("one again"));
            List<Sample> batchAgain = samples.saveAll(
                    List.of(batch.get(1).as("three again"), batch.get(0).as("two again")));

            assertSame(alone, given.get(0), "one");
            assertSame(batch.get(0), given.get(1), "two");
            assertSame(batch.get(1), given.get(2), "three");
            assertSame(aloneAgain, given.get(0), "one again");
            assertSame(batchAgain.get(0), given.get(2), "three again");
            assertSame(batchAgain.get(1), given.get(1), "two again");
            assertThat(samples.count()).isEqualTo(3);
        });
    }

    @Test
    void lists_may_live_in_columns_of_json() {
        run(jdbc -> {
            JdbcTenantRepository<Shelf, UUID> shelves = JdbcTenantRepository.of(jdbc, Shelf.class, UUID.class);
            List<Shelf> given = List.of(Shelf.full(), Shelf.empty(), Shelf.ofNulls(), Shelf.full());

            List<Shelf> saved = new ArrayList<>(List.of(shelves.save(given.get(0)), shelves.save(given.get(1))));
            saved.addAll(shelves.saveAll(given.subList(2, 4)));
            List<Shelf> again = shelves.saveAll(saved);
            List<Shelf> inBulk = List.of(Shelf.full(), Shelf.empty(), Shelf.ofNulls());
            BulkInsert.into(jdbc, Shelf.class).build().insert(inBulk);

            for (List<Shelf> found : List.of(saved, again)) {
                assertThat(found)
                        .usingRecursiveComparison()
                        .ignoringFields("version")
                        .isEqualTo(given);
            }
            for (Shelf shelf : inBulk) {
                assertThat(shelves.findById(shelf.id()))
                        .get()
                        .usingRecursiveComparison()
                        .ignoringFields("version")
                        .isEqualTo(shelf);
            }
            assertThat(jdbc.sql("select distinct jsonb_typeof(labels) || json_typeof(moods) || jsonb_typeof(numbers)"
                                    + " from shelf where labels is not null")
                            .map(String.class)
                            .list())
                    .containsExactly("arrayarrayarray");
            assertThatThrownBy(
                            () -> JdbcTenantRepository.of(TenantJdbc.on(database.dataSource()), Shelf.class, UUID.class)
                                    .verify())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("there is no JSON mapper. Give one");
        });
    }

    private static void assertSame(Sample found, Sample given, String label) {
        assertThat(found)
                .usingRecursiveComparison()
                .ignoringFields("label", "labelLength", "createdBy", "version")
                .isEqualTo(given);
        assertThat(found.label()).isEqualTo(label);
        assertThat(found.labelLength()).isEqualTo(label.length());
        assertThat(found.createdBy()).isEqualTo("dana");
    }

    @Test
    void restrictions_and_orders_reach_enums_nested_records_and_lists() {
        run(jdbc -> {
            JdbcTenantRepository<Sample, UUID> samples = JdbcTenantRepository.of(jdbc, Sample.class, UUID.class);
            Sample full = samples.save(Sample.full("full"));
            samples.save(Sample.empty("empty"));

            List<Restriction<Sample>> satisfied = List.of(
                    Restriction.equalTo("mood", Mood.WILD),
                    Restriction.in("mood", List.of(Mood.WILD, Mood.CALM)),
                    Restriction.equalTo("address.city", "Ghent"),
                    Restriction.equalTo("tags", requireNonNull(full.tags())),
                    Restriction.greaterThan("takes", Duration.ofMinutes(1)),
                    Restriction.startsWith("shortLabel", "sh"),
                    Restriction.equalTo("blob", requireNonNull(full.blob())),
                    Restriction.equalTo("labelLength", 4));
            for (Restriction<Sample> restriction : satisfied) {
                assertThat(samples.findAll(restriction, Order.by(Sort.asc("mood"), Sort.desc("address.city"))))
                        .as(restriction.toString())
                        .extracting(Sample::label)
                        .containsExactly("full");
            }
            assertThat(samples.findPage(
                            samples.findPage(PageRequest.ofSize(1), Order.by(Sort.asc("mood")))
                                    .nextPageRequest(),
                            Order.by(Sort.asc("mood"))))
                    .extracting(Sample::label)
                    .containsExactly("empty");
            assertThatThrownBy(() -> samples.count(Restriction.in("tags", List.of("a"))))
                    .hasMessageContaining("it is a list");
            assertThatThrownBy(() -> samples.findAll(Order.by(Sort.ascIgnoreCase("mood"))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("has no case to ignore");
        });
    }

    @Test
    void a_value_that_is_too_long_is_an_error_and_not_cut_off() {
        run(jdbc -> {
            JdbcTenantRepository<Sample, UUID> samples = JdbcTenantRepository.of(jdbc, Sample.class, UUID.class);
            Sample tooLong = new Sample(
                    UUID.randomUUID(),
                    "x",
                    "longer than ten",
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    Optional.empty(),
                    null,
                    null,
                    null,
                    null);

            assertThatThrownBy(() -> samples.save(tooLong)).hasMessageContaining("too long");
            assertThatThrownBy(() -> samples.saveAll(List.of(tooLong))).hasMessageContaining("too long");
        });
    }

    // ---- keys

    @Test
    void the_database_can_give_the_ids() {
        run(jdbc -> {
            JdbcTenantRepository<Counter, Long> counters = JdbcTenantRepository.builder(jdbc, Counter.class, Long.class)
                    .idsFromDatabase()
                    .build();

            Counter one = counters.save(new Counter(null, null, "one"));
            List<Counter> more = counters.saveAll(IntStream.range(0, 100)
                    .mapToObj(i -> new Counter(null, tenant, "c" + i))
                    .toList());

            assertThat(one.tenantId()).isEqualTo(tenant);
            assertThat(more).extracting(Counter::name).startsWith("c0", "c1").endsWith("c98", "c99");
            assertThat(more).extracting(Counter::id).doesNotHaveDuplicates().doesNotContainNull();
            assertThat(counters.findById(requireId(more.get(7)))).contains(more.get(7));
            assertThat(counters.findAll(Order.by(Sort.desc("id"))).get(0).name())
                    .isEqualTo("c99");
        });
    }

    private static long requireId(Counter counter) {
        return requireNonNull(counter.id());
    }

    @Test
    void seventy_thousand_values_are_one_parameter() {
        run(jdbc -> {
            JdbcTenantRepository<Tag, String> tags = JdbcTenantRepository.of(jdbc, Tag.class, String.class);
            List<String> ids = IntStream.range(0, 70_000).mapToObj(i -> "t" + i).toList();
            tags.saveAll(List.of(new Tag("t1", "red"), new Tag("t69999", "blue"), new Tag("x", "red")));

            assertThat(tags.findAllById(ids)).extracting(Tag::id).containsExactly("t1", "t69999");
            assertThat(tags.count(Restriction.in("id", ids))).isEqualTo(2);
        });
    }

    @Test
    void a_generator_can_give_the_ids() {
        run(jdbc -> {
            JdbcTenantRepository<Category, UUID> categories = JdbcTenantRepository.builder(
                            jdbc, Category.class, UUID.class)
                    .generateIds(UuidV7.generator())
                    .build();

            Category one = categories.save(new Category(null, null, "one", null));
            List<Category> more = categories.saveAll(
                    List.of(new Category(null, null, "two", null), new Category(null, one.id(), "three", null)));

            assertThat(one.id()).isNotNull();
            assertThat(more).extracting(Category::name).containsExactly("two", "three");
            assertThat(more).extracting(Category::id).doesNotContainNull().doesNotHaveDuplicates();
            assertThatThrownBy(() -> categories.save(new Category(null, null, "four", 1L)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("its id is null, but it has a version");
        });
    }

    @Test
    void without_a_version_a_row_is_inserted_or_updated_by_its_id() {
        run(jdbc -> {
            JdbcTenantRepository<Tag, String> tags = JdbcTenantRepository.of(jdbc, Tag.class, String.class);

            tags.save(new Tag("a", "red"));
            tags.save(new Tag("a", "green"));
            List<Tag> saved = tags.saveAll(List.of(new Tag("b", "blue"), new Tag("a", "grey")));

            assertThat(saved).containsExactly(new Tag("b", "blue"), new Tag("a", "grey"));
            assertThat(tags.findAll(Order.by(Sort.asc("id"))))
                    .extracting(Tag::colour)
                    .containsExactly("grey", "blue");
            assertThatThrownBy(() -> tags.saveAll(List.of(new Tag("c", "x"), new Tag("c", "y"))))
                    .isInstanceOf(DuplicateKeyException.class);
            tags.softDelete("a");
            assertThatThrownBy(() -> tags.save(new Tag("a", "white")))
                    .isInstanceOf(StaleVersionException.class)
                    .hasMessageContaining("soft-deleted");
            assertThatThrownBy(() -> tags.saveAll(List.of(new Tag("d", "x"), new Tag("a", "white"))))
                    .isInstanceOf(StaleVersionException.class);
            assertThat(tags.existsById("d")).isFalse();
        });
    }

    @Test
    void names_can_be_others_than_the_convention() {
        run(jdbc -> {
            JdbcTenantRepository<Order1, Long> orders = JdbcTenantRepository.builder(jdbc, Order1.class, Long.class)
                    .table("clinic.\"Order\"")
                    .idAttribute("number")
                    .tenantColumn("customer")
                    .build();

            assertThatThrownBy(orders::verify)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("component totalAmount has no column total_amount")
                    .hasMessageContaining("column total amount must not be null, has no default and no component")
                    .hasMessageContaining("The table has the columns [number, customer, total amount, version]")
                    .hasMessageContaining("clinic.\"Order\"");
            jdbcOwner("alter table clinic.\"Order\" rename column \"total amount\" to total_amount");
            Order1 saved = orders.save(new Order1(7, tenant, 100, null));
            Order1 changed = orders.saveAll(List.of(new Order1(7, tenant, 200, saved.version())))
                    .get(0);

            assertThat(changed).isEqualTo(new Order1(7, tenant, 200, 1));
            assertThat(orders.findById(7L)).contains(changed);
            assertThatThrownBy(() -> orders.softDelete(7L))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("has no column deleted_at");
        });
    }

    private static void jdbcOwner(String sql) {
        try (java.sql.Connection connection = database.owner().getConnection();
                java.sql.Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    // ---- mapping

    private record NoId(String label) {}

    private record WrongVersion(UUID id, String label, long version) {}

    private record WrongId(
            Integer id,
            String label,
            String unknown,
            @Nullable String version) {}

    @Test
    void a_record_that_does_not_fit_is_told_everything_at_once() {
        run(jdbc -> {
            assertThatThrownBy(() -> JdbcTenantRepository.builder(jdbc, NoId.class, UUID.class)
                            .table("sample")
                            .build()
                            .verify())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("the entity has no component id");
            assertThatThrownBy(() -> JdbcTenantRepository.builder(jdbc, WrongVersion.class, UUID.class)
                            .table("sample")
                            .build()
                            .verify())
                    .hasMessageContaining("component version cannot be null")
                    .hasMessageContaining("make it a Long");
            assertThatThrownBy(() -> JdbcTenantRepository.builder(jdbc, WrongId.class, UUID.class)
                            .table("sample")
                            .build()
                            .verify())
                    .hasMessageContaining("component id is a java.lang.Integer, and ids are to be java.util.UUID")
                    .hasMessageContaining("component unknown has no column unknown")
                    .hasMessageContaining("component version is a java.lang.String");
            assertThatThrownBy(() -> JdbcTenantRepository.of(jdbc, NoId.class, UUID.class)
                            .verify())
                    .isInstanceOf(RowhouseException.class)
                    .hasMessageContaining("there is none of that name")
                    .hasMessageContaining("no_id");
        });
    }

    @Test
    void an_option_is_set_once() {
        JdbcTenantRepository.Builder<Tag, String> builder =
                JdbcTenantRepository.builder(jdbc(), Tag.class, String.class).idsFromDatabase();

        assertThatThrownBy(() -> builder.generateIds(() -> "x")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(builder::idsFromDatabase).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> builder.table("a").table("b")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> builder.cascade("a").cascade("b")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> builder.planForEachTenant().planForEachTenant())
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_cascade_that_does_not_fit_is_refused() {
        run(jdbc -> {
            assertThatThrownBy(() -> categories(jdbc, "nowhere", "remark").verify())
                    .isInstanceOf(RowhouseException.class)
                    .hasMessageContaining("there is no table nowhere")
                    .hasMessageContaining("table public.remark has no column deleted_at");
            assertThatThrownBy(() -> categories(jdbc, "island", "price").verify())
                    .hasMessageContaining("no foreign key leads from table public.island to public.category")
                    .hasMessageContaining("no foreign key leads from table public.price to public.category");
        });
    }

    private static JdbcTenantRepository<Category, UUID> categories(TenantJdbc jdbc, String... cascade) {
        return JdbcTenantRepository.builder(jdbc, Category.class, UUID.class)
                .cascade(cascade)
                .build();
    }

    // ---- groups of any shape

    @Test
    void a_tree_and_what_hangs_on_it_twice_is_one_group() {
        run(jdbc -> {
            JdbcTenantRepository<Category, UUID> categories = categories(jdbc, "category", "product", "price");
            UUID root = category(jdbc, null);
            UUID child = category(jdbc, root);
            UUID grandchild = category(jdbc, child);
            UUID other = category(jdbc, null);
            UUID twice = product(jdbc, child, grandchild);
            UUID fromOther = product(jdbc, other, grandchild);
            UUID untouched = product(jdbc, other, null);
            for (UUID product : List.of(twice, fromOther, untouched)) {
                jdbc.sql("insert into price (product_id, cents) values (:product, 100)")
                        .bind("product", product)
                        .update();
            }

            assertThat(categories.softDelete(root)).isTrue();

            assertThat(living(jdbc, "category")).containsExactly(other);
            assertThat(living(jdbc, "product")).containsExactly(untouched);
            assertThat(jdbc.sql("select count(*) from price where deleted_at is null")
                            .map(Long.class)
                            .single())
                    .isEqualTo(1);
            assertThat(jdbc.sql("select distinct version from product where deleted_at is not null")
                            .map(Long.class)
                            .list())
                    .containsExactly(1L);

            assertThat(categories.restore(root)).isTrue();

            assertThat(living(jdbc, "category")).hasSize(4);
            assertThat(living(jdbc, "product")).hasSize(3);

            categories.softDelete(root);
            assertThat(categories.purge(Duration.ZERO)).isEqualTo(3 + 2 + 2);
            assertThat(jdbc.sql("select count(*) from category").map(Long.class).single())
                    .isEqualTo(1);
        });
    }

    private static UUID category(TenantJdbc jdbc, @Nullable UUID parent) {
        return jdbc.sql("insert into category (id, parent_id, name) values (gen_random_uuid(), :parent::uuid, 'c')")
                .bind("parent", parent)
                .returning(UUID.class)
                .single();
    }

    private static UUID product(TenantJdbc jdbc, UUID category, @Nullable UUID second) {
        return jdbc.sql("""
                        insert into product (id, category_id, second_category_id, name)
                        values (gen_random_uuid(), :category, :second::uuid, 'p')""")
                .bind("category", category)
                .bind("second", second)
                .returning(UUID.class)
                .single();
    }

    private static List<UUID> living(TenantJdbc jdbc, String table) {
        return jdbc.sql("select id from " + table + " where deleted_at is null")
                .map(UUID.class)
                .list();
    }

    @Test
    void a_purge_that_others_stand_in_the_way_of_purges_nothing_and_says_so() {
        run(jdbc -> {
            UUID category = category(jdbc, null);
            product(jdbc, category, null);
            JdbcTenantRepository<Category, UUID> categories = JdbcTenantRepository.of(jdbc, Category.class, UUID.class);
            categories.softDelete(category);

            assertThatThrownBy(() -> categories.purge(Duration.ZERO))
                    .isInstanceOfSatisfying(
                            JdbcException.class, e -> assertThat(e.sqlState()).contains("23503"))
                    .hasMessageContaining("Purging public.category");

            assertThat(categories.findDeletedById(category)).isPresent();
        });
    }

    @Test
    void what_somebody_else_is_working_on_is_purged_the_next_time() throws Exception {
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        run(jdbc -> {
            JdbcTenantRepository<Category, UUID> categories = JdbcTenantRepository.of(jdbc, Category.class, UUID.class);
            categories.saveAll(List.of(new Category(first, null, "a", null), new Category(second, null, "b", null)));
            categories.softDelete(first);
            categories.softDelete(second);
        });

        try (java.sql.Connection other = database.superuser().getConnection();
                java.sql.Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("select from category where id = '" + first + "' for update");
            run(jdbc -> assertThat(JdbcTenantRepository.of(jdbc, Category.class, UUID.class)
                            .purge(Duration.ZERO))
                    .isEqualTo(1));
            other.rollback();
        }

        run(jdbc -> assertThat(JdbcTenantRepository.of(jdbc, Category.class, UUID.class)
                        .purge(Duration.ZERO))
                .isEqualTo(1));
    }

    // ---- batches and trips

    @Test
    void a_batch_of_several_statements_stays_as_a_whole_or_not_at_all() {
        run(jdbc -> {
            JdbcTenantRepository<Counter, Long> counters = JdbcTenantRepository.builder(jdbc, Counter.class, Long.class)
                    .idsFromDatabase()
                    .build();
            List<Counter> many = new ArrayList<>();
            for (int i = 0; i < 12_345; i++) {
                many.add(new Counter(null, null, "c" + i));
            }

            List<Counter> saved = counters.saveAll(many);

            assertThat(saved).hasSize(12_345);
            assertThat(saved.get(12_344).name()).isEqualTo("c12344");
            assertThat(counters.count()).isEqualTo(12_345);

            List<Category> categories = new ArrayList<>();
            for (int i = 0; i < 6_000; i++) {
                categories.add(new Category(UUID.randomUUID(), null, "c", null));
            }
            JdbcTenantRepository<Category, UUID> repository = JdbcTenantRepository.of(jdbc, Category.class, UUID.class);
            Category taken = repository.save(new Category(UUID.randomUUID(), null, "taken", null));
            categories.add(new Category(taken.id(), null, "again", null));
            assertThatThrownBy(() -> repository.saveAll(categories)).isInstanceOf(DuplicateKeyException.class);
            assertThat(repository.count()).isEqualTo(1);
        });
    }

    private record Visit(Long id, String note) {}

    @Test
    void pages_are_planned_once_for_all_tenants_or_for_each_where_asked_or_partitioned() throws Exception {
        try (java.sql.Connection superuser = database.superuser().getConnection();
                java.sql.PreparedStatement insert = superuser.prepareStatement("""
                        with written as (
                          insert into visit
                          select n, case when n <= 50000 then ?::uuid else gen_random_uuid() end, 'note'
                          from generate_series(1, 52000) as n
                          returning *)
                        insert into visit_part
                        select *
                        from written""");
                java.sql.Statement analyze = superuser.createStatement()) {
            insert.setObject(1, tenant);
            insert.executeUpdate();
            analyze.execute("analyze visit, visit_part");
        }

        run(jdbc -> {
            assertThat(plansOfPages(visits(jdbc, "visit").build(), jdbc)).isEqualTo("for all");
            assertThat(plansOfPages(visits(jdbc, "visit").planForEachTenant().build(), jdbc))
                    .isEqualTo("for each");
            assertThat(plansOfPages(visits(jdbc, "visit_part").build(), jdbc)).isEqualTo("for each");
        });
    }

    private static JdbcTenantRepository.Builder<Visit, Long> visits(TenantJdbc jdbc, String table) {
        return JdbcTenantRepository.builder(jdbc, Visit.class, Long.class).table(table);
    }

    /** Reads a page until the driver has prepared the statement and the server has decided, and asks how it did. */
    private static String plansOfPages(JdbcTenantRepository<Visit, Long> visits, TenantJdbc jdbc) {
        return jdbc.inTransaction(() -> {
            jdbc.sql("deallocate all").update();
            for (int i = 0; i < 20; i++) {
                assertThat(visits.findPage(PageRequest.ofPage(1, 20, false), Order.by(Sort.asc("id"))))
                        .hasSize(20);
            }
            return jdbc.sql("""
                            select case when generic_plans > 0 then 'for all' else 'for each' end
                            from pg_prepared_statements
                            where statement like '%as t%limit 21'""").map(String.class).single();
        });
    }

    @Test
    void each_call_takes_as_few_trips_as_it_can() {
        List<List<Object>> trips = new ArrayList<>();
        try (RoundTripProxy proxy = RoundTripProxy.start(database.host(), database.port());
                HikariDataSource pool = poolOfOne(proxy)) {
            TenantContext.of(tenant).withActor("dana").run(() -> {
                TenantJdbc jdbc = TenantJdbc.on(TenantDataSource.wrap(pool));
                JdbcTenantRepository<Category, UUID> categories =
                        categories(jdbc, "category", "product", "price").verify();
                Order<Category> byName = Order.by(Sort.asc("name"));
                Category one = categories.save(named("warm"));
                Consumer<List<Object>> note = trips::add;
                note.accept(List.of("save new", proxy.count(() -> categories.save(named("a")))));
                note.accept(List.of("save known", proxy.count(() -> categories.save(one))));
                List<Category> fifty =
                        IntStream.range(0, 50).mapToObj(i -> named("n" + i)).toList();
                List<Category> saved = new ArrayList<>();
                note.accept(List.of("saveAll new", proxy.count(() -> saved.addAll(categories.saveAll(fifty)))));
                List<Category> again = new ArrayList<>();
                note.accept(List.of("saveAll known", proxy.count(() -> again.addAll(categories.saveAll(saved)))));
                List<Category> mixed = new ArrayList<>(again);
                mixed.add(named("z"));
                note.accept(List.of("saveAll mixed", proxy.count(() -> categories.saveAll(mixed))));
                UUID id = idOf(again.get(0));
                note.accept(List.of("findById", proxy.count(() -> categories.findById(id))));
                note.accept(List.of("findAllById", proxy.count(() -> categories.findAllById(List.of(id)))));
                note.accept(List.of("existsById", proxy.count(() -> categories.existsById(id))));
                note.accept(List.of("findAll", proxy.count(() -> categories.findAll(byName))));
                note.accept(List.of("count", proxy.count(() -> categories.count())));
                note.accept(List.of(
                        "page with total", proxy.count(() -> categories.findPage(PageRequest.ofSize(5), byName))));
                note.accept(List.of("softDelete", proxy.count(() -> categories.softDelete(id))));
                note.accept(List.of(
                        "findDeleted",
                        proxy.count(() -> categories.findDeleted(Restriction.unrestricted(), byName, Limit.of(1)))));
                note.accept(List.of("restore", proxy.count(() -> categories.restore(id))));
                note.accept(List.of("purge", proxy.count(() -> categories.purge(Duration.ZERO))));
                note.accept(List.of(
                        "transaction of save, find and delete",
                        proxy.count(() -> jdbc.inTransaction(() -> {
                            Category inside = categories.save(named("t"));
                            categories.findById(idOf(inside));
                            categories.softDelete(idOf(inside));
                        }))));
            });
        }

        assertThat(trips)
                .extracting(List::toArray)
                .extracting(row -> tuple(row[0], row[1]))
                .containsExactly(
                        tuple("save new", 1L),
                        tuple("save known", 1L),
                        tuple("saveAll new", 1L),
                        tuple("saveAll known", 2L),
                        tuple("saveAll mixed", 3L),
                        tuple("findById", 1L),
                        tuple("findAllById", 1L),
                        tuple("existsById", 1L),
                        tuple("findAll", 1L),
                        tuple("count", 1L),
                        tuple("page with total", 1L),
                        tuple("softDelete", 1L),
                        tuple("findDeleted", 1L),
                        tuple("restore", 1L),
                        tuple("purge", 1L),
                        tuple("transaction of save, find and delete", 4L));
    }

    private static Category named(String name) {
        return new Category(UUID.randomUUID(), null, name, null);
    }

    private static UUID idOf(Category category) {
        return requireNonNull(category.id());
    }

    private static HikariDataSource poolOfOne(RoundTripProxy proxy) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database.through(proxy));
        config.setMaximumPoolSize(1);
        return new HikariDataSource(config);
    }
}
