package dev.rowhouse.hibernate.repository;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.SharedTable;
import dev.rowhouse.TenantContext;
import dev.rowhouse.TenantMismatchException;
import dev.rowhouse.repository.DuplicateKeyException;
import dev.rowhouse.repository.Restriction;
import dev.rowhouse.repository.StaleVersionException;
import dev.rowhouse.testkit.RowhouseDatabase;
import dev.rowhouse.testkit.repository.Pet.Species;
import jakarta.data.Limit;
import jakarta.data.Order;
import jakarta.data.Sort;
import jakarta.data.metamodel.impl.TextAttributeRecord;
import jakarta.data.page.CursoredPage;
import jakarta.data.page.PageRequest;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the repository on Hibernate does beyond the contract. */
class HibernateTenantRepositoryIT {
    @RegisterExtension
    static final RowhouseDatabase database = RowhouseDatabase.builder()
            .script("/dev/rowhouse/testkit/repository/contract.sql")
            .build();

    private static final List<String> STATEMENTS = new ArrayList<>();

    private static SessionFactory factory;
    private static HibernateTenantRepository<PetRow, UUID> pets;

    private final TenantContext acme = TenantContext.of(UUID.randomUUID()).withActor("kim");

    private record NameAndWeight(String name, @Nullable Integer weight) {}

    private record NameAndNickname(String name, String nickname) {}

    private record WeightAsText(String weight) {}

    @SharedTable(reason = "the same for all")
    @Entity
    static class Country {
        @Id
        String code = "";
    }

    @Embeddable
    record PlaceId(String street, Integer number) {}

    @Entity
    @SharedTable(reason = "no repository can be built of it")
    static class Place {
        @EmbeddedId
        PlaceId id = new PlaceId("", 0);
    }

    @Entity
    @SharedTable(reason = "no repository can be built of it")
    @IdClass(PlaceId.class)
    static class Address {
        @Id
        String street = "";

        @Id
        Integer number = 0;
    }

    @BeforeAll
    static void start() {
        Configuration configuration = new Configuration();
        configuration.getProperties().put("jakarta.persistence.nonJtaDataSource", database.dataSource());
        factory = configuration
                .addAnnotatedClass(PetRow.class)
                .addAnnotatedClass(Keeper.class)
                .addAnnotatedClass(Keeper.KeptPet.class)
                .addAnnotatedClass(Keeper.Visit.class)
                .addAnnotatedClass(Country.class)
                .addAnnotatedClass(Place.class)
                .addAnnotatedClass(Address.class)
                .setStatementInspector(sql -> {
                    STATEMENTS.add(sql);
                    return sql;
                })
                .buildSessionFactory();
        pets = HibernateTenantRepository.of(factory, PetRow.class, UUID.class);
    }

    @AfterAll
    static void stop() {
        factory.close();
    }

    @BeforeEach
    void forget() {
        STATEMENTS.clear();
    }

    private static PetRow pet(String name) {
        PetRow pet = new PetRow();
        pet.id = UUID.randomUUID();
        pet.name = name;
        return pet;
    }

    private static UUID id(PetRow pet) {
        return requireNonNull(pet.id);
    }

    private static List<String> names(Iterable<PetRow> found) {
        List<String> names = new ArrayList<>();
        found.forEach(pet -> names.add(pet.name));
        return names;
    }

    private static Order<PetRow> byName() {
        return Order.by(Restrictions.asc(PetRow_.name));
    }

    private void saveAll(String... names) {
        acme.run(() -> pets.saveAll(
                Stream.of(names).map(HibernateTenantRepositoryIT::pet).toList()));
    }

    // ---- whose session it is

    @Test
    void without_a_session_entities_come_back_detached() {
        saveAll("Rex");

        PetRow found = acme.call(() -> pets.findAll(byName())).get(0);
        found.name = "Max";

        assertThat(names(acme.call(() -> pets.findAll(byName())))).containsExactly("Rex");
    }

    @Test
    void in_a_session_entities_are_managed_and_the_transaction_is_the_applications() {
        saveAll("Rex");

        acme.run(() -> factory.inTransaction(session -> {
            PetRow found = pets.in(session).findAll(byName()).get(0);
            assertThat(session.contains(found)).isTrue();
            found.name = "Max";
            assertThat(pets.in(session).save(found)).isSameAs(found);
            assertThat(names(pets.findAll(byName()))).containsExactly("Rex"); // another session, nothing is committed
        }));

        assertThat(names(acme.call(() -> pets.findAll(byName())))).containsExactly("Max");
    }

    @Test
    void in_a_session_without_a_transaction_a_write_has_its_own() {
        acme.run(() -> {
            try (var session = factory.openSession()) {
                pets.in(session).save(pet("Rex"));
                assertThat(session.isJoinedToTransaction()).isFalse();
            }
        });

        assertThat(names(acme.call(() -> pets.findAll(byName())))).containsExactly("Rex");
    }

    @Test
    void a_session_of_another_tenant_is_refused_even_for_what_it_holds() {
        PetRow rex = acme.call(() -> pets.save(pet("Rex")));
        TenantContext bolt = TenantContext.of(UUID.randomUUID());

        acme.run(() -> factory.inTransaction(session -> {
            var ours = pets.in(session);
            assertThat(ours.findById(id(rex))).isPresent();

            assertThatThrownBy(() -> bolt.run(() -> ours.findById(id(rex))))
                    .isInstanceOf(TenantMismatchException.class)
                    .hasMessageContaining(bolt.tenantId().toString())
                    .hasMessageContaining("session belongs to tenant " + acme.tenantId());
        }));
    }

    @Test
    void a_taken_key_ends_the_applications_transaction() {
        acme.run(() -> pets.save(withChip("Rex", "1")));

        acme.run(() -> factory.inTransaction(session -> {
            pets.in(session).save(pet("Max"));
            assertThatThrownBy(() -> pets.in(session).save(withChip("Anton", "1")))
                    .isInstanceOf(DuplicateKeyException.class);
            assertThat(session.getTransaction().getRollbackOnly()).isTrue();
        }));

        assertThat(names(acme.call(() -> pets.findAll(byName())))).containsExactly("Rex");
    }

    private static PetRow withChip(String name, String chip) {
        PetRow pet = pet(name);
        pet.chip = chip;
        return pet;
    }

    @Test
    void an_entity_that_could_not_be_inserted_can_be_saved_again() {
        acme.run(() -> pets.save(withChip("Rex", "1")));
        PetRow max = withChip("Max", "1");
        assertThatThrownBy(() -> acme.run(() -> pets.save(max))).isInstanceOf(DuplicateKeyException.class);

        max.chip = "2";
        acme.run(() -> pets.save(max));

        assertThat(names(acme.call(() -> pets.findAll(byName())))).containsExactly("Max", "Rex");
    }

    @Test
    void nothing_of_a_stale_batch_gets_into_the_applications_transaction() {
        PetRow rex = acme.call(() -> pets.save(pet("Rex")));
        PetRow max = acme.call(() -> pets.save(pet("Max")));
        acme.run(() -> {
            PetRow changed = pets.findById(id(max)).orElseThrow();
            changed.name = "Moritz";
            pets.save(changed);
        });
        rex.name = "Rexi";

        acme.run(() -> factory.inTransaction(session -> assertThatThrownBy(
                        () -> pets.in(session).saveAll(List.of(rex, max, pet("New"))))
                .isInstanceOf(StaleVersionException.class)));

        assertThat(names(acme.call(() -> pets.findAll(byName())))).containsExactly("Moritz", "Rex");
    }

    /** Merging a managed entity into itself would empty what waits to be added to a collection that is not loaded. */
    @Test
    void what_is_added_to_a_collection_of_a_managed_entity_is_saved_with_it() {
        PetRow rex = acme.call(() -> pets.save(pet("Rex")));
        var kept = HibernateTenantRepository.of(factory, Keeper.KeptPet.class, UUID.class);
        var visits = HibernateTenantRepository.of(factory, Keeper.Visit.class, UUID.class);

        acme.run(() -> factory.inTransaction(session -> {
            Keeper.KeptPet found = kept.in(session).findById(id(rex)).orElseThrow();
            Keeper.Visit visit = new Keeper.Visit();
            visit.pet = found;
            found.visits.add(visit);
            assertThat(kept.in(session).save(found)).isSameAs(found);
        }));

        assertThat(acme.call(() -> visits.count(Restriction.equalTo("pet.id", id(rex)))))
                .isEqualTo(1);
    }

    @Test
    void an_entity_without_a_tenant_has_no_repository() {
        assertThatThrownBy(() -> HibernateTenantRepository.of(factory, Country.class, String.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("@TenantId");
    }

    @Test
    void an_entity_whose_id_has_several_attributes_has_no_repository() {
        assertThatThrownBy(() -> HibernateTenantRepository.of(factory, Place.class, PlaceId.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("its id consists of several attributes");
        assertThatThrownBy(() -> HibernateTenantRepository.of(factory, Address.class, PlaceId.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Use a session and SoftDeletes, or give it one of a single attribute");
    }

    @Test
    void an_option_is_set_once() {
        var builder = HibernateTenantRepository.builder(factory, PetRow.class, UUID.class)
                .currentSession(() -> null);

        assertThatThrownBy(() -> builder.currentSession(() -> null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("currentSession");
    }

    // ---- extending

    private static final class Pets extends HibernateTenantRepository<PetRow, UUID> {
        Pets() {
            super(builder(factory, PetRow.class, UUID.class));
        }

        List<String> nicknames() {
            return read(session -> session.createSelectionQuery("select lower(name) from PetRow", String.class)
                    .getResultList());
        }

        int rename(String name) {
            return write(session -> session.createMutationQuery("update versioned PetRow set name = :name")
                    .setParameter("name", name)
                    .executeUpdate());
        }
    }

    @Test
    void a_repository_can_be_extended_by_queries() {
        saveAll("Rex", "Max");
        Pets own = new Pets();

        assertThat(acme.call(own::nicknames)).containsExactlyInAnyOrder("rex", "max");
        assertThat(acme.call(() -> own.rename("Anton"))).isEqualTo(2);
        assertThat(acme.call(own::nicknames)).containsExactly("anton", "anton");
    }

    // ---- metamodels, projections, streams

    @Test
    void restrictions_and_sorts_take_both_static_metamodels() {
        saveAll("Anton", "Berta", "Coco");
        var name = new TextAttributeRecord<PetRow>("name");

        acme.run(() -> {
            assertThat(names(pets.findAll(Restrictions.startsWith(PetRow_.name, "B"), byName())))
                    .containsExactly("Berta");
            assertThat(names(pets.findAll(
                            Restriction.all(
                                    Restrictions.in(PetRow_.name, List.of("Anton", "Coco")),
                                    Restrictions.isNull(PetRow_.weight),
                                    Restriction.not(Restrictions.lessThan(PetRow_.createdAt, Instant.EPOCH))),
                            Order.by(Restrictions.desc(PetRow_.name)))))
                    .containsExactly("Coco", "Anton");
            assertThat(names(pets.findAll(Restrictions.between(PetRow_.name, "B", "C"), byName())))
                    .containsExactly("Berta");
            assertThat(names(pets.findAll(Restrictions.greaterThan(PetRow_.name, "B"), byName())))
                    .containsExactly("Berta", "Coco");
            assertThat(names(pets.findAll(Restriction.notEqualTo(name, "Anton"), Order.by(name.desc()))))
                    .containsExactly("Coco", "Berta");
        });
    }

    @Test
    void a_reference_is_restricted_and_sorted_by_its_id() {
        PetRow rex = pet("Rex");
        rex.ownerId = acme.call(() -> HibernateTenantRepository.of(factory, Keeper.class, UUID.class)
                        .save(new Keeper()))
                .getId();
        acme.run(() -> pets.saveAll(List.of(rex, pet("Max"))));
        var kept = HibernateTenantRepository.of(factory, Keeper.KeptPet.class, UUID.class);

        acme.run(() -> {
            assertThat(kept.count(Restriction.equalTo("keeper.id", requireNonNull(rex.ownerId))))
                    .isEqualTo(1);
            CursoredPage<Keeper.KeptPet> first =
                    kept.findPage(PageRequest.ofSize(1).withoutTotal(), Order.by(Sort.asc("keeper.id")));
            assertThat(first).extracting(Keeper.KeptPet::getId).containsExactly(rex.id);
            assertThat(kept.findPage(first.nextPageRequest(), Order.by(Sort.asc("keeper.id"))))
                    .hasSize(1);
        });
    }

    @Test
    void a_projection_reads_its_attributes_and_no_more() {
        PetRow rex = pet("Rex");
        rex.weight = 12_000;
        acme.run(() -> pets.saveAll(List.of(rex, pet("Max"))));
        STATEMENTS.clear();

        List<NameAndWeight> found =
                acme.call(() -> pets.findAll(NameAndWeight.class, Restriction.unrestricted(), byName(), Limit.of(5)));

        assertThat(found).containsExactly(new NameAndWeight("Max", null), new NameAndWeight("Rex", 12_000));
        assertThat(STATEMENTS).singleElement().asString().doesNotContain("chip");
    }

    @Test
    void a_projection_that_does_not_fit_is_refused() {
        acme.run(() -> {
            assertThatThrownBy(() ->
                            pets.findAll(NameAndNickname.class, Restriction.unrestricted(), byName(), Limit.of(5)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("nickname")
                    .hasMessageContaining("bornOn");
            assertThatThrownBy(
                            () -> pets.findAll(WeightAsText.class, Restriction.unrestricted(), byName(), Limit.of(5)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("java.lang.Integer");
        });
    }

    @Test
    void a_stream_reads_on_as_it_is_used_and_lets_go_when_it_is_closed() {
        acme.run(() -> pets.saveAll(IntStream.range(0, 1_500)
                .mapToObj(i -> pet("pet " + (10_000 + i)))
                .toList()));

        acme.run(() -> {
            try (Stream<PetRow> stream = pets.stream(Restriction.unrestricted(), byName())) {
                assertThat(database.pool().getHikariPoolMXBean().getActiveConnections())
                        .isEqualTo(1);
                assertThat(stream.skip(1_400).limit(2).map(pet -> pet.name)).containsExactly("pet 11400", "pet 11401");
            }
            assertThat(database.pool().getHikariPoolMXBean().getActiveConnections())
                    .isZero();
        });
    }

    @Test
    void a_stream_in_a_transaction_detaches_what_it_gives_out() {
        saveAll("Max", "Rex");

        acme.run(() -> factory.inTransaction(session -> {
            try (Stream<PetRow> stream = pets.in(session).stream(Restriction.unrestricted(), byName())) {
                assertThat(stream.filter(session::contains)).isEmpty();
            }
            assertThat(session.getTransaction().isActive()).isTrue();
        }));
    }

    // ---- locks

    @Test
    void workers_take_different_rows() {
        saveAll("a", "b", "c", "d");

        acme.run(() -> factory.inTransaction(first -> factory.inTransaction(second -> {
            List<PetRow> ours = pets.in(first).findAndLock(Restriction.unrestricted(), byName(), Limit.of(2));
            List<PetRow> theirs = pets.in(second).findAndLock(Restriction.unrestricted(), byName(), Limit.of(2));

            assertThat(names(ours)).containsExactly("a", "b");
            assertThat(names(theirs)).containsExactly("c", "d");
            assertThat(pets.in(second).findAndLock(Restriction.equalTo("name", "a"), byName(), Limit.of(1)))
                    .isEmpty();
        })));
    }

    @Test
    void locks_want_a_transaction() {
        assertThatThrownBy(() -> acme.run(() -> pets.findAndLock(Restriction.unrestricted(), byName(), Limit.of(1))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("in(session)");
    }

    // ---- statements

    @Test
    void a_keyset_is_one_comparison_of_rows() {
        saveAll("a", "b", "c");
        List<Order<PetRow>> orders = List.of(
                Order.by(Sort.desc("createdAt")),
                Order.by(Sort.asc("species"), Sort.asc("name")),
                Order.by(Sort.desc("name")));

        for (Order<PetRow> order : orders) {
            acme.run(() -> {
                CursoredPage<PetRow> first = pets.findPage(PageRequest.ofSize(1).withoutTotal(), order);
                STATEMENTS.clear();
                pets.findPage(PageRequest.beforeCursor(first.cursor(0), 1, 1, false), order);
                pets.findPage(first.nextPageRequest(), order);
            });

            assertThat(STATEMENTS)
                    .hasSize(2)
                    .allSatisfy(sql -> assertThat(sql)
                            .containsPattern("\\([a-z0-9_.]+,[a-z0-9_.,]+\\)[<>]\\(\\?,")
                            .contains("tenant_id")
                            .doesNotContain(" or "));
        }
    }

    @Test
    void any_number_of_ids_is_one_parameter() {
        List<PetRow> saved = acme.call(() -> pets.saveAll(List.of(pet("a"), pet("b"), pet("c"))));
        List<UUID> ids =
                new ArrayList<>(Stream.generate(UUID::randomUUID).limit(100_000).toList());
        saved.forEach(pet -> ids.add(id(pet)));
        STATEMENTS.clear();

        assertThat(names(acme.call(() -> pets.findAllById(ids)))).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(names(acme.call(() -> pets.findAll(Restriction.in("id", ids), byName()))))
                .containsExactly("a", "b", "c");

        assertThat(STATEMENTS).hasSize(2).allSatisfy(sql -> assertThat(sql).contains(".id=any(?)"));
    }

    @Test
    void a_list_of_what_is_stored_otherwise_is_one_of_parameters() {
        saveAll("a", "b");
        List<Species> species = List.of(Species.CAT, Species.DOG);

        acme.run(
                () -> assertThat(pets.count(Restriction.in("species", species))).isEqualTo(2));
        acme.run(() -> assertThat(pets.count(Restriction.in("name", List.of("a", "x"))))
                .isEqualTo(1));
    }

    /** The index has to say text_pattern_ops, unless the column's collation is "C". */
    @Test
    void a_prefix_is_looked_up_in_an_index() throws SQLException {
        saveAll("Rex");
        try (Connection connection = database.superuser().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    insert into pet (tenant_id, id, name, species)
                    select '%s', gen_random_uuid(), 'pet ' || i, 'CAT'
                    from generate_series(1, 20000) as i""".formatted(acme.tenantId()));
            statement.execute("create index prefix on pet (tenant_id, name text_pattern_ops) where deleted_at is null");
            statement.execute("vacuum analyze pet");
        }
        STATEMENTS.clear();

        assertThat(names(acme.call(() -> pets.findAll(Restriction.startsWith("name", "Re"), byName()))))
                .containsExactly("Rex");

        assertThat(plan(STATEMENTS.get(0), acme.tenantId(), "Re"))
                .contains("using prefix on pet")
                .containsPattern("Index Cond: .*name ~>=~ 'Re'::text.*name ~<~ 'Rf'::text");
    }

    @Test
    void a_deep_page_touches_no_more_than_the_first() throws SQLException {
        try (Connection connection = database.superuser().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    insert into pet (tenant_id, id, name, species, created_at)
                    select '%s', gen_random_uuid(), 'pet ' || i, 'CAT', timestamptz '2026-01-01' + make_interval(secs => i)
                    from generate_series(1, 120000) as i""".formatted(acme.tenantId()));
            statement.execute("vacuum analyze pet");
        }
        Order<PetRow> newest = Order.by(Restrictions.desc(PetRow_.createdAt));
        CursoredPage<PetRow> before = acme.call(() -> pets.findPage(PageRequest.ofPage(5_000, 20, false), newest));
        PetRow last = before.content().get(19);

        STATEMENTS.clear();
        acme.run(() -> pets.findPage(PageRequest.ofSize(20).withoutTotal(), newest));
        acme.run(() -> pets.findPage(before.nextPageRequest(), newest));
        long first = buffers(STATEMENTS.get(0), acme.tenantId(), 21);
        long deep = buffers(STATEMENTS.get(1), acme.tenantId(), requireNonNull(last.createdAt), id(last), 21);

        assertThat(first).isPositive();
        assertThat(deep).isPositive().isLessThanOrEqualTo(first + 2); // the row before, and where it ends in the index
    }

    /** The pages that a statement touches. */
    private long buffers(String sql, Object... values) throws SQLException {
        String plan = plan(sql, values);
        Matcher buffers = Pattern.compile("Buffers: shared(?: hit=(\\d+))?(?: read=(\\d+))?")
                .matcher(plan);
        assertThat(buffers.find()).as(plan).isTrue();
        return number(buffers.group(1)) + number(buffers.group(2));
    }

    /** How the application's role runs a statement under row-level security. */
    private String plan(String sql, Object... values) throws SQLException {
        return acme.call(() -> {
            try (Connection connection = database.dataSource().getConnection();
                    PreparedStatement statement = connection.prepareStatement("explain (analyze, buffers) " + sql)) {
                for (int i = 0; i < values.length; i++) {
                    statement.setObject(
                            i + 1, values[i] instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : values[i]);
                }
                StringBuilder plan = new StringBuilder();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        plan.append(rows.getString(1)).append('\n');
                    }
                }
                return plan.toString();
            }
        });
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
