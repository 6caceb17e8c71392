package dev.rowhouse.testkit.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.rowhouse.MissingTenantException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.TenantMismatchException;
import dev.rowhouse.TenantRunnable;
import dev.rowhouse.connection.TenantDataSource;
import dev.rowhouse.isolation.IsolationCheck;
import dev.rowhouse.repository.DuplicateKeyException;
import dev.rowhouse.repository.InvalidCursorException;
import dev.rowhouse.repository.Restriction;
import dev.rowhouse.repository.StaleVersionException;
import dev.rowhouse.repository.TenantRepository;
import dev.rowhouse.testkit.RoundTripProxy;
import dev.rowhouse.testkit.RowhouseDatabase;
import dev.rowhouse.testkit.repository.Pet.Species;
import jakarta.data.Limit;
import jakarta.data.Order;
import jakarta.data.Sort;
import jakarta.data.page.CursoredPage;
import jakarta.data.page.PageRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What every {@link TenantRepository} has to do, whatever it is made of: extend it, and say how the contract's tables are
 * mapped.
 *
 * <pre>{@code
 * class JdbcTenantRepositoryIT extends TenantRepositoryContract<Pet> {
 *     @Override
 *     protected PetStore<Pet> open(DataSource dataSource) { ... }
 * }
 * }</pre>
 *
 * <p>The attributes of the entity are named as the components of {@link Pet}. The suite brings its database and tables. The
 * classes that extend it must not run in parallel to each other.
 *
 * @param <E> the implementation's entity for a pet
 * @since 0.1
 */
public abstract class TenantRepositoryContract<E> {
    /** The suite's database; classes that extend it can use it too. */
    @RegisterExtension
    protected static final RowhouseDatabase DATABASE = RowhouseDatabase.builder()
            .script("/dev/rowhouse/testkit/repository/contract.sql")
            .build();

    private static final String ACTOR = "dana@acme";
    private static final Order<?> BY_NAME = Order.by(Sort.asc("name"));

    private final UUID acme = UUID.randomUUID();
    private final UUID umbrella = UUID.randomUUID();
    private @Nullable PetStore<E> opened;

    /** For suites that extend it. */
    protected TenantRepositoryContract() {}

    /**
     * Maps the contract's tables.
     *
     * @param dataSource what the repositories work on
     * @return the mapping; the suite closes it
     */
    protected abstract PetStore<E> open(DataSource dataSource);

    @BeforeEach
    void openStore() {
        opened = open(DATABASE.dataSource());
    }

    @AfterEach
    void closeStore() {
        PetStore<E> store = opened;
        opened = null;
        if (store != null) {
            store.close();
        }
    }

    // ---- words of the tests

    private PetStore<E> store() {
        PetStore<E> store = opened;
        if (store == null) {
            throw new IllegalStateException("Asked for the store outside a test. Ask in one.");
        }
        return store;
    }

    private TenantRepository<E, UUID> pets() {
        return store().pets();
    }

    private TenantRepository<?, UUID> owners() {
        return store().owners();
    }

    private TenantContext acmeContext() {
        return TenantContext.of(acme).withActor(ACTOR);
    }

    private void asAcme(TenantRunnable<RuntimeException> work) {
        acmeContext().run(work);
    }

    private <V> V callAsAcme(Supplier<V> work) {
        return acmeContext().call(work::get);
    }

    private void asUmbrella(TenantRunnable<RuntimeException> work) {
        TenantContext.of(umbrella).withActor("uma@umbrella").run(work);
    }

    private <V> V callAsUmbrella(Supplier<V> work) {
        return TenantContext.of(umbrella).withActor("uma@umbrella").call(work::get);
    }

    private Pet saved(Pet pet) {
        return callAsAcme(() -> save(pet));
    }

    private Pet save(Pet pet) {
        return store().values(pets().save(store().entity(pet)));
    }

    private List<Pet> saveAll(List<Pet> toSave) {
        return values(pets().saveAll(toSave.stream().map(store()::entity).toList()));
    }

    private List<Pet> values(Iterable<E> entities) {
        List<Pet> values = new ArrayList<>();
        entities.forEach(entity -> values.add(store().values(entity)));
        return values;
    }

    private List<String> names(Iterable<E> entities) {
        return values(entities).stream().map(Pet::name).toList();
    }

    private Optional<Pet> found(Pet pet) {
        return callAsAcme(() -> pets().findById(pet.key()).map(store()::values));
    }

    @SuppressWarnings("unchecked") // an order by name is one of anything that has a name
    private Order<E> byName() {
        return (Order<E>) BY_NAME;
    }

    private static List<Pet> named(String... names) {
        return Stream.of(names).map(Pet::named).toList();
    }

    /** Pets for restrictions and orders: every attribute has ties, and those that may be null are. */
    private static List<Pet> menagerie() {
        return List.of(
                Pet.named("Anton").withSpecies(Species.DOG).withWeight(12_000).withBornOn(LocalDate.of(2020, 1, 1)),
                Pet.named("anton").withSpecies(Species.CAT).withWeight(4_000),
                Pet.named("Berta").withSpecies(Species.DOG).withBornOn(LocalDate.of(2021, 6, 1)),
                Pet.named("Coco").withSpecies(Species.PARROT).withWeight(400).withBornOn(LocalDate.of(2020, 1, 1)),
                Pet.named("Dora").withSpecies(Species.CAT).withWeight(4_000).withBornOn(LocalDate.of(2022, 3, 4)),
                Pet.named("50% off_").withSpecies(Species.CAT));
    }

    // ---- the database, past the repositories

    private static long number(String sql, Object... parameters) {
        try (Connection connection = DATABASE.superuser().getConnection();
                PreparedStatement statement = prepared(connection, sql, parameters);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException("Asking the database: " + e.getMessage(), e);
        }
    }

    private static void change(String sql, Object... parameters) {
        try (Connection connection = DATABASE.superuser().getConnection();
                PreparedStatement statement = prepared(connection, sql, parameters)) {
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("Changing the database: " + e.getMessage(), e);
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    private static UUID insertOwner(UUID tenant, String name) {
        UUID id = UUID.randomUUID();
        change("insert into owner (tenant_id, id, name) values (?, ?, ?)", tenant, id, name);
        return id;
    }

    private static UUID insertPet(UUID tenant, UUID owner, String name) {
        UUID id = UUID.randomUUID();
        change(
                "insert into pet (tenant_id, id, owner_id, name, species, chip) values (?, ?, ?, ?, 'CAT', ?)",
                tenant,
                id,
                owner,
                name,
                "chip of " + name);
        return id;
    }

    private static UUID insertVisit(UUID tenant, UUID pet) {
        UUID id = UUID.randomUUID();
        change("insert into visit (tenant_id, id, pet_id, reason) values (?, ?, ?, 'check')", tenant, id, pet);
        return id;
    }

    private static boolean isLiving(String table, UUID tenant, UUID id) {
        return number(
                        "select count(*) from " + table + " where tenant_id = ? and id = ? and deleted_at is null",
                        tenant,
                        id)
                == 1;
    }

    private static boolean isThere(String table, UUID tenant, UUID id) {
        return number("select count(*) from " + table + " where tenant_id = ? and id = ?", tenant, id) == 1;
    }

    /** Works through a proxy that counts, on one connection, after a first use that is not counted. */
    private <V> V counted(CountedWork<E, V> work) {
        try (RoundTripProxy proxy = RoundTripProxy.start(DATABASE.host(), DATABASE.port());
                HikariDataSource pool = poolOfOne(DATABASE.through(proxy));
                PetStore<E> store = open(TenantDataSource.wrap(pool))) {
            return callAsAcme(() -> {
                store.pets().existsById(UUID.randomUUID());
                store.owners().existsById(UUID.randomUUID());
                return work.run(proxy, store);
            });
        }
    }

    private static HikariDataSource poolOfOne(DataSource dataSource) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(dataSource);
        config.setMaximumPoolSize(1);
        return new HikariDataSource(config);
    }

    @FunctionalInterface
    private interface CountedWork<E, V> {
        V run(RoundTripProxy proxy, PetStore<E> store);
    }

    /** Asserts that a call is refused before the database hears of it. */
    private void assertRefusedBeforeTheDatabase(
            Class<? extends Throwable> type, String message, java.util.function.Consumer<PetStore<E>> call) {
        long trips = counted((proxy, store) -> proxy.count(() ->
                assertThatThrownBy(() -> call.accept(store)).isInstanceOf(type).hasMessageContaining(message)));

        assertThat(trips).isZero();
    }

    // ---- saving

    @Nested
    class Saving {
        @Test
        void a_new_entity_comes_back_as_it_is_stored() {
            Pet pet = Pet.named("Anton")
                    .withSpecies(Species.PARROT)
                    .withWeight(400)
                    .withBornOn(LocalDate.of(2020, 2, 29));

            Pet saved = saved(pet);

            assertThat(saved.tenantId()).isEqualTo(acme);
            assertThat(saved.createdAt()).isNotNull().isEqualTo(saved.updatedAt());
            assertThat(saved.createdBy()).isEqualTo(ACTOR).isEqualTo(saved.updatedBy());
            assertThat(saved.deletedAt()).isNull();
            assertThat(saved.version()).isNotNull();
            assertThat(saved)
                    .usingRecursiveComparison()
                    .comparingOnlyFields("id", "ownerId", "name", "species", "weight", "bornOn", "chip")
                    .isEqualTo(pet);
            assertThat(found(pet)).contains(saved);
        }

        @Test
        void a_changed_entity_is_updated_and_its_version_raised() {
            Pet first = saved(Pet.named("Anton").withWeight(400));

            Pet second = callAsAcme(() -> save(first.withName("Berta").withWeight(null)));

            assertThat(second.name()).isEqualTo("Berta");
            assertThat(second.weight()).isNull();
            assertThat(second.version()).isGreaterThan(first.version());
            assertThat(second.createdAt()).isEqualTo(first.createdAt());
            assertThat(second.updatedAt()).isAfterOrEqualTo(first.updatedAt());
            assertThat(found(first)).contains(second);
        }

        @Test
        void who_changed_it_is_noted_beside_who_created_it() {
            Pet first = saved(Pet.named("Anton"));

            Pet second = TenantContext.of(acme).withActor("emil@acme").call(() -> save(first.withName("Berta")));

            assertThat(second.createdBy()).isEqualTo(ACTOR);
            assertThat(second.updatedBy()).isEqualTo("emil@acme");
        }

        @Test
        void a_forged_creator_is_not_written() {
            Pet first = saved(Pet.named("Anton").withCreatedBy("forger"));

            Pet second = callAsAcme(() -> save(first.withCreatedBy("forger")));

            assertThat(first.createdBy()).isEqualTo(ACTOR);
            assertThat(second.createdBy()).isEqualTo(ACTOR);
            assertThat(found(first).map(Pet::createdBy)).contains(ACTOR);
        }

        @Test
        void a_stale_version_is_refused_and_nothing_written() {
            Pet first = saved(Pet.named("Anton"));
            Pet second = callAsAcme(() -> save(first.withName("Berta")));

            assertThatThrownBy(() -> asAcme(() -> save(first.withName("Coco"))))
                    .isInstanceOf(StaleVersionException.class)
                    .hasMessageContaining("pet")
                    .hasMessageContaining("version")
                    .hasMessageNotContaining("Coco");

            assertThat(found(first)).contains(second);
        }

        @Test
        void a_soft_deleted_entity_is_not_saved() {
            Pet pet = saved(Pet.named("Anton"));
            asAcme(() -> pets().softDelete(pet.key()));
            Pet deleted = callAsAcme(
                    () -> pets().findDeletedById(pet.key()).map(store()::values).orElseThrow());

            for (Pet stale : List.of(pet, pet.withVersion(deleted.version()), deleted)) {
                assertThatThrownBy(() -> asAcme(() -> save(stale.withName("Berta"))))
                        .isInstanceOf(StaleVersionException.class)
                        .hasMessageContaining("soft-deleted")
                        .hasMessageContaining("estore");
            }

            assertThat(number("select count(*) from pet where id = ? and name = 'Anton'", pet.key()))
                    .isEqualTo(1);
        }

        @Test
        void an_entity_that_is_gone_is_not_saved() {
            Pet pet = saved(Pet.named("Anton"));
            change("delete from pet where id = ?", pet.key());

            assertThatThrownBy(() -> asAcme(() -> save(pet)))
                    .isInstanceOf(StaleVersionException.class)
                    .hasMessageContaining("gone");

            assertThat(isThere("pet", acme, pet.key())).isFalse();
        }

        @Test
        void the_tenant_in_the_entity_may_be_the_current_one() {
            Pet saved = saved(Pet.named("Anton").withTenant(acme));

            assertThat(saved.tenantId()).isEqualTo(acme);
        }

        @Test
        void another_tenant_in_the_entity_is_refused_before_the_database() {
            Pet foreign = Pet.named("Anton").withTenant(umbrella);

            assertRefusedBeforeTheDatabase(
                    TenantMismatchException.class,
                    umbrella.toString(),
                    store -> store.pets().save(store.entity(foreign)));
            assertRefusedBeforeTheDatabase(
                    TenantMismatchException.class,
                    umbrella.toString(),
                    store -> store.pets().save(store.entity(foreign.withVersion(0L))));
            assertRefusedBeforeTheDatabase(
                    TenantMismatchException.class,
                    umbrella.toString(),
                    store -> store.pets().saveAll(List.of(store.entity(Pet.named("Berta")), store.entity(foreign))));
        }

        @Test
        void an_entity_without_an_id_is_refused_before_the_database() {
            assertRefusedBeforeTheDatabase(
                    IllegalArgumentException.class,
                    "id",
                    store -> store.pets().save(store.entity(Pet.named("Anton").withId(null))));
            assertRefusedBeforeTheDatabase(
                    IllegalArgumentException.class,
                    "id",
                    store -> store.pets()
                            .saveAll(List.of(
                                    store.entity(Pet.named("Anton")),
                                    store.entity(Pet.named("Berta").withId(null)))));
        }

        @Test
        void the_id_of_a_living_row_is_refused() {
            Pet pet = saved(Pet.named("Anton"));

            assertThatThrownBy(() -> asAcme(() -> save(Pet.named("Berta").withId(pet.key()))))
                    .isInstanceOf(DuplicateKeyException.class)
                    .hasMessageContaining("pet");

            assertThat(found(pet)).contains(pet);
        }

        @Test
        void a_taken_unique_key_is_refused_by_name_without_its_value() {
            saved(Pet.named("Anton").withChip("chip-4711"));
            Pet berta = saved(Pet.named("Berta").withChip("chip-4712"));

            for (Pet pet : List.of(Pet.named("Coco"), berta)) {
                assertThatThrownBy(() -> asAcme(() -> save(pet.withChip("chip-4711"))))
                        .isInstanceOfSatisfying(
                                DuplicateKeyException.class,
                                e -> assertThat(e.constraint()).contains("pet_chip"))
                        .hasMessageContaining("pet_chip")
                        .hasMessageNotContaining("chip-4711");
            }
        }

        @Test
        void tenants_may_use_the_same_ids_and_keys() {
            Pet ours = saved(Pet.named("Anton").withChip("1"));

            Pet theirs = callAsUmbrella(
                    () -> save(Pet.named("Theirs").withId(ours.key()).withChip("1")));

            assertThat(theirs.tenantId()).isEqualTo(umbrella);
            assertThat(found(ours)).contains(ours);
        }

        @Test
        void another_tenants_row_cannot_be_saved() {
            Pet ours = saved(Pet.named("Anton"));

            assertThatThrownBy(() -> asUmbrella(() -> save(ours.withTenant(null).withName("Stolen"))))
                    .isInstanceOf(StaleVersionException.class);

            assertThat(found(ours)).contains(ours);
        }

        @Test
        void null_is_refused() {
            assertThatThrownBy(() -> asAcme(() -> pets().save(nothing()))).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> asAcme(() -> pets().saveAll(nothing()))).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> asAcme(() -> pets().saveAll(Collections.singletonList(nothing()))))
                    .isInstanceOf(NullPointerException.class);
        }

        @Test
        void a_transaction_that_is_rolled_back_leaves_nothing() {
            Pet before = saved(Pet.named("Anton"));
            Pet pet = Pet.named("Berta");

            assertThatThrownBy(() -> asAcme(() -> store().inTransaction(() -> {
                        save(pet);
                        save(before.withName("Coco"));
                        pets().softDelete(before.key());
                        throw new IllegalStateException("changed my mind");
                    })))
                    .isInstanceOf(IllegalStateException.class);

            assertThat(found(pet)).isEmpty();
            assertThat(found(before)).contains(before);
        }

        @Test
        void a_transaction_sees_what_it_has_saved() {
            Pet pet = Pet.named("Anton");

            Pet changed = callAsAcme(() -> store().inTransaction(() -> {
                Pet first = save(pet);
                Pet second = save(first.withName("Berta"));
                assertThat(pets().findById(pet.key()).map(store()::values)).contains(second);
                return second;
            }));

            assertThat(found(pet)).contains(changed);
        }

        @Test
        void new_and_changed_ones_are_saved_together_and_come_back_in_their_order() {
            List<Pet> before = callAsAcme(() -> saveAll(named("a", "b", "c")));
            List<Pet> mixed = List.of(
                    before.get(2).withName("c2"), Pet.named("d"), before.get(0).withName("a2"), Pet.named("e"));

            List<Pet> saved = callAsAcme(() -> saveAll(mixed));

            assertThat(saved).extracting(Pet::name).containsExactly("c2", "d", "a2", "e");
            assertThat(saved)
                    .extracting(Pet::id)
                    .containsExactlyElementsOf(mixed.stream().map(Pet::id).toList());
            assertThat(saved).allSatisfy(pet -> assertThat(found(pet)).contains(pet));
            assertThat(saved.get(0).version()).isGreaterThan(before.get(2).version());
            assertThat(callAsAcme(() -> pets().count())).isEqualTo(5);
        }

        @Test
        void values_of_all_kinds_are_saved_in_batches_as_alone() {
            List<Pet> awkward = List.of(
                    Pet.named("comma, \"quote\" \\ back {brace} 'single' NULL").withWeight(1),
                    Pet.named("null").withChip("NULL"),
                    Pet.named("").withChip(""),
                    Pet.named("Zoë 🐈 \n\t").withBornOn(LocalDate.of(1, 1, 1)));

            List<Pet> saved = callAsAcme(() -> saveAll(awkward));

            assertThat(saved)
                    .extracting(Pet::name, Pet::chip, Pet::weight, Pet::bornOn)
                    .containsExactlyElementsOf(awkward.stream()
                            .map(pet -> tuple(pet.name(), pet.chip(), pet.weight(), pet.bornOn()))
                            .toList());
            assertThat(saved).allSatisfy(pet -> assertThat(found(pet)).contains(pet));
        }

        @Test
        void nothing_to_save_asks_nothing() {
            long trips = counted((proxy, store) -> proxy.count(
                    () -> assertThat(store.pets().saveAll(List.of())).isEmpty()));

            assertThat(trips).isZero();
        }

        @Test
        void round_trips_do_not_grow_with_the_number_of_entities() {
            for (boolean isNew : List.of(true, false)) {
                long few = tripsOfSavingAll(5, isNew);
                long many = tripsOfSavingAll(500, isNew);

                assertThat(many)
                        .isBetween(few, few + (500 - 1) / store().entitiesATrip())
                        .isLessThanOrEqualTo(4);
            }
        }

        private long tripsOfSavingAll(int count, boolean isNew) {
            return counted((proxy, store) -> {
                List<E> entities = IntStream.range(0, count)
                        .mapToObj(i -> store.entity(Pet.named("pet " + i)))
                        .toList();
                List<E> toSave = isNew ? entities : changed(store, store.pets().saveAll(entities));
                return proxy.count(() -> store.pets().saveAll(toSave));
            });
        }

        private List<E> changed(PetStore<E> store, List<E> entities) {
            return entities.stream()
                    .map(store::values)
                    .map(pet -> store.entity(pet.withName(pet.name() + ", changed")))
                    .toList();
        }

        @Test
        void what_is_stored_comes_back_without_a_trip_of_its_own() {
            long trips = counted((proxy, store) -> {
                E first = store.pets().save(store.entity(Pet.named("warm")));
                store.pets().save(first);
                return proxy.count(() -> store.pets().save(store.entity(Pet.named("Anton"))));
            });

            assertThat(trips).isLessThanOrEqualTo(2);
        }

        @Test
        void nothing_of_a_batch_stays_if_one_key_comes_twice() {
            Pet twice = Pet.named("twice");
            Pet before = saved(Pet.named("before").withChip("1"));

            List<List<Pet>> batches = List.of(
                    List.of(Pet.named("a"), twice, twice.withName("again")),
                    List.of(Pet.named("a"), before.withName("x"), before.withName("y")),
                    List.of(Pet.named("a").withChip("2"), Pet.named("b").withChip("2")),
                    List.of(Pet.named("a"), Pet.named("b").withChip("1")),
                    List.of(
                            before.withName("x"),
                            Pet.named("b").withChip("2"),
                            Pet.named("c").withChip("2")));
            for (List<Pet> batch : batches) {
                assertThatThrownBy(() -> asAcme(() -> saveAll(batch)))
                        .isInstanceOf(DuplicateKeyException.class)
                        .hasMessageContaining("pet");
            }

            assertThat(callAsAcme(() -> values(pets().findAll(byName())))).containsExactly(before);
        }

        @Test
        void nothing_of_a_batch_stays_if_one_is_stale() {
            List<Pet> before = callAsAcme(() -> saveAll(named("a", "b")));
            asAcme(() -> save(before.get(1).withName("changed")));

            assertThatThrownBy(() -> asAcme(() -> saveAll(List.of(
                            Pet.named("new"),
                            before.get(0).withName("x"),
                            before.get(1).withName("y")))))
                    .isInstanceOf(StaleVersionException.class);

            assertThat(callAsAcme(() -> names(pets().findAll(byName())))).containsExactly("a", "changed");
        }
    }

    // ---- finding

    @Nested
    class Finding {
        @Test
        void an_id_finds_its_entity_and_nothing_else() {
            Pet pet = saved(Pet.named("Anton"));
            saved(Pet.named("Berta"));

            assertThat(found(pet)).contains(pet);
            assertThat(callAsAcme(() -> pets().existsById(pet.key()))).isTrue();
            assertThat(callAsAcme(() -> pets().findById(UUID.randomUUID()))).isEmpty();
            assertThat(callAsAcme(() -> pets().existsById(UUID.randomUUID()))).isFalse();
        }

        @Test
        void another_tenants_entities_are_not_found() {
            Pet pet = saved(Pet.named("Anton"));

            asUmbrella(() -> {
                assertThat(pets().findById(pet.key())).isEmpty();
                assertThat(pets().findAllById(List.of(pet.key()))).isEmpty();
                assertThat(pets().existsById(pet.key())).isFalse();
                assertThat(pets().findAll(byName())).isEmpty();
                assertThat(pets().findPage(PageRequest.ofSize(5), byName())).isEmpty();
                assertThat(pets().count()).isZero();
                assertThat(pets().exists(Restriction.unrestricted())).isFalse();
            });
        }

        @Test
        void several_ids_find_their_entities_in_the_order_of_ids() {
            List<Pet> saved = callAsAcme(() -> saveAll(named("a", "b", "c")));
            List<UUID> ids = Stream.of(saved.get(2), saved.get(0), saved.get(2))
                    .map(Pet::key)
                    .toList();

            List<Pet> found =
                    callAsAcme(() -> values(pets().findAllById(Stream.concat(ids.stream(), Stream.of(UUID.randomUUID()))
                            .toList())));

            assertThat(found).containsExactlyInAnyOrder(saved.get(0), saved.get(2));
            assertThat(found)
                    .isSortedAccordingTo(Comparator.comparing(pet -> pet.key().toString()));
            assertThat(callAsAcme(() -> pets().findAllById(List.of()))).isEmpty();
        }

        @Test
        void null_is_refused() {
            List<ThrowingCallable> calls = List.of(
                    () -> pets().findById(nothing()),
                    () -> pets().existsById(nothing()),
                    () -> pets().findAllById(nothing()),
                    () -> pets().findAllById(Collections.singletonList(nothing())),
                    () -> pets().findAll(nothing()),
                    () -> pets().findAll(nothing(), byName()),
                    () -> pets().findAll(Restriction.unrestricted(), byName(), nothing()),
                    () -> pets().findPage(nothing(), byName()),
                    () -> pets().findPage(PageRequest.ofSize(1), nothing()),
                    () -> pets().count(nothing()),
                    () -> pets().exists(nothing()),
                    () -> pets().softDelete(nothing()),
                    () -> pets().restore(nothing()),
                    () -> pets().purge(nothing()),
                    () -> pets().findDeletedById(nothing()),
                    () -> pets().findDeleted(Restriction.unrestricted(), byName(), nothing()));

            asAcme(() -> assertThat(calls)
                    .allSatisfy(call -> assertThatThrownBy(call).isInstanceOf(NullPointerException.class)));
        }

        @Test
        void without_a_context_nothing_reaches_the_database() {
            Order<E> byName = byName();
            long trips = counted((proxy, store) -> {
                TenantRepository<E, UUID> pets = store.pets();
                E entity = store.entity(Pet.named("Anton"));
                UUID id = UUID.randomUUID();
                List<ThrowingCallable> calls = List.of(
                        () -> pets.save(entity),
                        () -> pets.saveAll(List.of(entity)),
                        () -> pets.findById(id),
                        () -> pets.findAllById(List.of(id)),
                        () -> pets.existsById(id),
                        () -> pets.findAll(byName),
                        () -> pets.findAll(Restriction.unrestricted(), byName, Limit.of(1)),
                        () -> pets.findPage(PageRequest.ofSize(1), byName),
                        () -> pets.count(),
                        () -> pets.exists(Restriction.unrestricted()),
                        () -> pets.softDelete(id),
                        () -> pets.restore(id),
                        () -> pets.purge(Duration.ZERO),
                        () -> pets.findDeletedById(id),
                        () -> pets.findDeleted(Restriction.unrestricted(), byName, Limit.of(1)));
                return proxy.count(() -> withoutContext(() -> assertThat(calls)
                        .allSatisfy(call -> assertThatThrownBy(call).isInstanceOf(MissingTenantException.class))));
            });

            assertThat(trips).isZero();
        }

        /** Another thread has no context. */
        private void withoutContext(Runnable work) {
            Throwable[] failure = new Throwable[1];
            Thread thread = new Thread(work);
            thread.setUncaughtExceptionHandler((dead, e) -> failure[0] = e);
            thread.start();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            assertThat(failure[0]).isNull();
        }

        @Test
        void soft_deleted_ones_are_hidden() {
            Pet pet = saved(Pet.named("Anton"));
            asAcme(() -> pets().softDelete(pet.key()));

            asAcme(() -> {
                assertThat(pets().findById(pet.key())).isEmpty();
                assertThat(pets().findAllById(List.of(pet.key()))).isEmpty();
                assertThat(pets().existsById(pet.key())).isFalse();
                assertThat(pets().findAll(byName())).isEmpty();
                assertThat(pets().findAll(Restriction.equalTo("name", "Anton"), byName()))
                        .isEmpty();
                assertThat(pets().findAll(Restriction.unrestricted(), byName(), Limit.of(3)))
                        .isEmpty();
                assertThat(pets().findPage(PageRequest.ofSize(5), byName())).isEmpty();
                assertThat(pets().count()).isZero();
                assertThat(pets().count(Restriction.any(
                                Restriction.equalTo("name", "Anton"), Restriction.equalTo("name", "Berta"))))
                        .isZero();
                assertThat(pets().exists(Restriction.not(Restriction.equalTo("name", "Berta"))))
                        .isFalse();
            });
        }

        @TestFactory
        Stream<DynamicTest> restrictions() {
            Map<Restriction<E>, List<String>> expected = new LinkedHashMap<>();
            expected.put(Restriction.unrestricted(), List.of("50% off_", "Anton", "Berta", "Coco", "Dora", "anton"));
            expected.put(Restriction.equalTo("name", "Anton"), List.of("Anton"));
            expected.put(Restriction.equalTo("species", Species.DOG), List.of("Anton", "Berta"));
            expected.put(Restriction.notEqualTo("species", Species.CAT), List.of("Anton", "Berta", "Coco"));
            expected.put(Restriction.notEqualTo("weight", 4_000), List.of("Anton", "Coco"));
            expected.put(Restriction.lessThan("weight", 4_000), List.of("Coco"));
            expected.put(Restriction.lessThanEqual("weight", 4_000), List.of("Coco", "Dora", "anton"));
            expected.put(Restriction.greaterThan("weight", 4_000), List.of("Anton"));
            expected.put(Restriction.greaterThanEqual("weight", 4_000), List.of("Anton", "Dora", "anton"));
            expected.put(Restriction.between("weight", 400, 4_000), List.of("Coco", "Dora", "anton"));
            expected.put(
                    Restriction.between("bornOn", LocalDate.of(2020, 1, 1), LocalDate.of(2021, 6, 1)),
                    List.of("Anton", "Berta", "Coco"));
            expected.put(Restriction.in("name", List.of("Coco", "Dora", "nobody")), List.of("Coco", "Dora"));
            expected.put(
                    Restriction.in("species", List.of(Species.DOG, Species.PARROT)), List.of("Anton", "Berta", "Coco"));
            expected.put(Restriction.in("bornOn", List.of(LocalDate.of(2020, 1, 1))), List.of("Anton", "Coco"));
            expected.put(Restriction.in("name", List.of()), List.of());
            expected.put(Restriction.startsWith("name", "A"), List.of("Anton"));
            expected.put(Restriction.startsWith("name", "50%"), List.of("50% off_"));
            expected.put(Restriction.startsWith("name", "%"), List.of());
            expected.put(Restriction.startsWith("name", "_nton"), List.of());
            expected.put(Restriction.isNull("bornOn"), List.of("50% off_", "anton"));
            expected.put(Restriction.not(Restriction.isNull("weight")), List.of("Anton", "Coco", "Dora", "anton"));
            expected.put(Restriction.not(Restriction.equalTo("weight", 4_000)), List.of("Anton", "Coco"));
            expected.put(
                    Restriction.all(Restriction.equalTo("species", Species.CAT), Restriction.equalTo("weight", 4_000)),
                    List.of("Dora", "anton"));
            expected.put(
                    Restriction.any(Restriction.equalTo("name", "Coco"), Restriction.isNull("weight")),
                    List.of("50% off_", "Berta", "Coco"));
            expected.put(Restriction.any(), List.of());
            expected.put(
                    Restriction.not(Restriction.<E>any()),
                    List.of("50% off_", "Anton", "Berta", "Coco", "Dora", "anton"));
            expected.put(
                    Restriction.all(
                            Restriction.any(
                                    Restriction.equalTo("species", Species.DOG),
                                    Restriction.equalTo("species", Species.PARROT)),
                            Restriction.not(Restriction.startsWith("name", "A"))),
                    List.of("Berta", "Coco"));
            expected.put(Restriction.equalTo("name", "x' or true --"), List.of());
            return expected.entrySet().stream()
                    .map(entry -> DynamicTest.dynamicTest(
                            entry.getKey().toString(), () -> assertSatisfied(entry.getKey(), entry.getValue())));
        }

        private void assertSatisfied(Restriction<E> restriction, List<String> names) {
            asAcme(() -> {
                if (pets().count() == 0) {
                    saveAll(menagerie());
                }
                Order<E> byNumber = Order.by(Sort.asc("name"));
                assertThat(names(pets().findAll(restriction, byNumber))).containsExactlyInAnyOrderElementsOf(names);
                assertThat(pets().count(restriction)).isEqualTo(names.size());
                assertThat(pets().exists(restriction)).isEqualTo(!names.isEmpty());
                CursoredPage<E> page = pets().findPage(restriction, PageRequest.ofSize(10), byNumber);
                assertThat(names(page)).containsExactlyInAnyOrderElementsOf(names);
                assertThat(page.totalElements()).isEqualTo(names.size());
            });
        }

        @Test
        void orders_go_up_and_down_and_ids_decide_what_is_left() {
            asAcme(() -> saveAll(menagerie()));

            List<Pet> byWeight =
                    callAsAcme(() -> values(pets().findAll(Order.by(Sort.desc("species"), Sort.asc("name")))));
            List<Pet> bySpecies = callAsAcme(() -> values(pets().findAll(Order.by(Sort.asc("species")))));
            List<Pet> byNothing = callAsAcme(() -> values(pets().findAll(Order.by(List.of()))));

            assertThat(byWeight)
                    .extracting(Pet::species)
                    .containsExactly(Species.PARROT, Species.DOG, Species.DOG, Species.CAT, Species.CAT, Species.CAT);
            assertThat(byWeight.subList(1, 3)).extracting(Pet::name).containsExactly("Anton", "Berta");
            assertThat(bySpecies)
                    .isSortedAccordingTo(Comparator.comparing(Pet::species)
                            .thenComparing(pet -> pet.key().toString()));
            assertThat(byNothing)
                    .hasSize(6)
                    .isSortedAccordingTo(Comparator.comparing(pet -> pet.key().toString()));
        }

        @Test
        void nulls_are_greatest_as_in_sql() {
            asAcme(() -> saveAll(menagerie()));

            List<Pet> up = callAsAcme(() -> values(pets().findAll(Order.by(Sort.asc("weight")))));
            List<Pet> down = callAsAcme(() -> values(pets().findAll(Order.by(Sort.desc("weight")))));

            assertThat(up).extracting(Pet::weight).containsExactly(400, 4_000, 4_000, 12_000, null, null);
            assertThat(down).extracting(Pet::weight).containsExactly(null, null, 12_000, 4_000, 4_000, 400);
        }

        @Test
        void an_order_can_ignore_case() {
            asAcme(() -> saveAll(named("b", "A", "C", "a")));

            List<String> names = callAsAcme(
                    () -> names(pets().findAll(Order.by(Sort.ascIgnoreCase("name"), Sort.asc("createdAt")))));

            assertThat(names).containsExactlyInAnyOrder("A", "a", "b", "C");
            assertThat(names.subList(2, 4)).containsExactly("b", "C");
        }

        @Test
        void a_limit_takes_the_first_ones_or_a_range() {
            asAcme(() -> saveAll(named("a", "b", "c", "d", "e")));

            assertThat(callAsAcme(() -> names(pets().findAll(Restriction.unrestricted(), byName(), Limit.of(2)))))
                    .containsExactly("a", "b");
            assertThat(callAsAcme(() -> names(pets().findAll(Restriction.unrestricted(), byName(), Limit.range(2, 4)))))
                    .containsExactly("b", "c", "d");
            assertThat(callAsAcme(() -> names(pets().findAll(Restriction.unrestricted(), byName(), Limit.range(5, 9)))))
                    .containsExactly("e");
        }

        @Test
        void an_unknown_attribute_is_refused_before_the_database_with_the_ones_there_are() {
            for (String unknown : List.of("nickname", "created_by;", "name desc; drop table pet --", "", "Name")) {
                Order<E> order = Order.by(Sort.asc(unknown.isEmpty() ? " " : unknown));
                List<java.util.function.Consumer<PetStore<E>>> calls = List.of(
                        store -> store.pets().findAll(order),
                        store -> store.pets().findPage(PageRequest.ofSize(2), order),
                        store -> store.pets().count(Restriction.isNull(unknown)),
                        store -> store.pets().findAll(Restriction.not(Restriction.equalTo(unknown, "x")), byName()),
                        store -> store.pets().findDeleted(Restriction.unrestricted(), order, Limit.of(1)));
                calls.forEach(call -> assertRefusedBeforeTheDatabase(IllegalArgumentException.class, "bornOn", call));
            }
        }

        @Test
        void a_value_of_another_type_is_refused_before_the_database() {
            List<Restriction<E>> wrong = List.of(
                    Restriction.equalTo("weight", "heavy"),
                    Restriction.in("bornOn", List.of(Instant.EPOCH)),
                    Restriction.greaterThan("createdAt", LocalDate.of(2020, 1, 1)),
                    Restriction.startsWith("weight", "4"));
            for (Restriction<E> restriction : wrong) {
                assertRefusedBeforeTheDatabase(
                        IllegalArgumentException.class,
                        "type",
                        store -> store.pets().count(restriction));
            }
        }
    }

    // ---- paging

    @Nested
    class Paging {
        @TestFactory
        Stream<DynamicTest> every_order_leads_through_all_rows_and_back() {
            List<Order<E>> orders = List.of(
                    Order.by(List.of()),
                    Order.by(Sort.asc("name")),
                    Order.by(Sort.desc("name")),
                    Order.by(Sort.desc("createdAt")),
                    Order.by(Sort.asc("id")),
                    Order.by(Sort.desc("id")),
                    Order.by(Sort.asc("species"), Sort.asc("name")),
                    Order.by(Sort.asc("species"), Sort.desc("name")),
                    Order.by(Sort.desc("species"), Sort.asc("id")),
                    Order.by(Sort.asc("weight")),
                    Order.by(Sort.desc("weight")),
                    Order.by(Sort.asc("weight"), Sort.desc("bornOn")),
                    Order.by(Sort.desc("weight"), Sort.asc("bornOn"), Sort.desc("name")),
                    Order.by(Sort.asc("bornOn"), Sort.asc("weight")),
                    Order.by(Sort.ascIgnoreCase("name")),
                    Order.by(Sort.descIgnoreCase("name"), Sort.asc("weight")));
            return orders.stream()
                    .flatMap(order -> Stream.of(1, 2, 4)
                            .map(size -> DynamicTest.dynamicTest(
                                    order + " by " + size, () -> assertLeadsThroughAndBack(order, size))));
        }

        private void assertLeadsThroughAndBack(Order<E> order, int size) {
            asAcme(() -> {
                if (pets().count() == 0) {
                    saveAll(menagerie());
                    saveAll(menagerie());
                }
                List<Pet> all = values(pets().findAll(order));
                assertThat(all).hasSize(12).doesNotHaveDuplicates();

                List<CursoredPage<E>> pages = new ArrayList<>();
                CursoredPage<E> page = pets().findPage(PageRequest.ofSize(size).withoutTotal(), order);
                pages.add(page);
                while (page.hasNext()) {
                    page = pets().findPage(page.nextPageRequest(), order);
                    pages.add(page);
                }
                assertThat(pages.stream().flatMap(one -> values(one).stream())).containsExactlyElementsOf(all);
                assertThat(pages).extracting(CursoredPage::hasPrevious).containsSubsequence(false, true);

                List<Pet> back = new ArrayList<>(values(page));
                while (page.hasPrevious()) {
                    page = pets().findPage(page.previousPageRequest(), order);
                    back.addAll(0, values(page));
                }
                assertThat(back).containsExactlyElementsOf(all);
            });
        }

        @Test
        void rows_that_come_and_go_shift_nothing() {
            List<Pet> saved = callAsAcme(() -> saveAll(named("b", "d", "f", "h", "j", "l")));

            asAcme(() -> {
                CursoredPage<E> first = pets().findPage(PageRequest.ofSize(2), byName());
                save(Pet.named("a"));
                save(Pet.named("e"));
                pets().softDelete(saved.get(1).key());
                CursoredPage<E> second = pets().findPage(first.nextPageRequest(), byName());
                change("delete from pet where id = ?", saved.get(2).key());
                CursoredPage<E> third = pets().findPage(second.nextPageRequest(), byName());
                CursoredPage<E> back = pets().findPage(third.previousPageRequest(), byName());

                assertThat(names(first)).containsExactly("b", "d");
                assertThat(names(second)).containsExactly("e", "f");
                assertThat(names(third)).containsExactly("h", "j");
                assertThat(names(back)).containsExactly("b", "e");
            });
        }

        @Test
        void a_client_can_carry_a_cursor_as_text() {
            asAcme(() -> saveAll(named("a", "b", "c", "d", "e")));

            asAcme(() -> {
                CursoredPage<E> first = pets().findPage(PageRequest.ofSize(2), byName());
                String text = (String) first.cursor(1).get(0);
                PageRequest.Cursor carried = PageRequest.Cursor.forKey(text);

                assertThat(names(pets().findPage(PageRequest.afterCursor(carried, 1, 2, false), byName())))
                        .containsExactly("c", "d");
                assertThat(names(pets().findPage(PageRequest.beforeCursor(carried, 1, 2, false), byName())))
                        .containsExactly("a");
                assertThat(text).doesNotContain("b,");
            });
        }

        @Test
        void cursors_of_texts_with_any_character_and_of_nulls_lead_on() {
            asAcme(() -> saveAll(List.of(Pet.named("ü\"'\\,"), Pet.named(""), Pet.named("\n"), Pet.named("日本"))));

            asAcme(() -> {
                for (String attribute : List.of("name", "weight", "createdAt", "bornOn", "species", "version")) {
                    Order<E> order = Order.by(Sort.asc(attribute));
                    List<Pet> all = values(pets().findAll(order));
                    List<Pet> walked = new ArrayList<>();
                    PageRequest request = PageRequest.ofSize(1).withoutTotal();
                    for (int i = 0; i < 4; i++) {
                        CursoredPage<E> page = pets().findPage(request, order);
                        walked.addAll(values(page));
                        request = PageRequest.afterCursor(
                                PageRequest.Cursor.forKey(page.cursor(0).get(0)), 1, 1, false);
                    }
                    assertThat(walked).containsExactlyElementsOf(all);
                    assertThat(pets().findPage(request, order).hasContent()).isFalse();
                }
            });
        }

        @Test
        void a_page_by_number_is_counted_off_and_goes_on_by_cursor() {
            asAcme(() -> saveAll(named("a", "b", "c", "d", "e")));

            asAcme(() -> {
                CursoredPage<E> second = pets().findPage(PageRequest.ofPage(2, 2, false), byName());

                assertThat(names(second)).containsExactly("c", "d");
                assertThat(second.hasPrevious()).isTrue();
                assertThat(names(pets().findPage(second.nextPageRequest(), byName())))
                        .containsExactly("e");
                assertThat(names(pets().findPage(second.previousPageRequest(), byName())))
                        .containsExactly("a", "b");
                assertThat(pets().findPage(PageRequest.ofPage(9, 2, false), byName())
                                .hasContent())
                        .isFalse();
            });
        }

        @Test
        void totals_are_there_if_they_were_asked_for() {
            asAcme(() -> saveAll(named("a", "b", "c", "d", "e")));

            asAcme(() -> {
                Restriction<E> notA = Restriction.notEqualTo("name", "a");
                CursoredPage<E> with =
                        pets().findPage(notA, PageRequest.ofSize(3).withTotal(), byName());
                CursoredPage<E> without =
                        pets().findPage(notA, PageRequest.ofSize(3).withoutTotal(), byName());
                CursoredPage<E> last = pets().findPage(notA, with.nextPageRequest(), byName());
                CursoredPage<E> whole = pets().findPage(notA, PageRequest.ofSize(9), byName());
                CursoredPage<E> beyond = pets().findPage(notA, PageRequest.ofPage(5, 3, true), byName());

                assertThat(with.totalElements()).isEqualTo(4);
                assertThat(with.totalPages()).isEqualTo(2);
                assertThat(last.totalElements()).isEqualTo(4);
                assertThat(whole.totalElements()).isEqualTo(4);
                assertThat(beyond.totalElements()).isEqualTo(4);
                assertThat(without.hasTotals()).isFalse();
                assertThatThrownBy(without::totalElements).isInstanceOf(IllegalStateException.class);
            });
        }

        @Test
        void another_tenant_cannot_use_a_cursor() {
            asAcme(() -> saveAll(named("a", "b", "c")));
            asUmbrella(() -> saveAll(named("a", "b", "c")));
            PageRequest ours = callAsAcme(
                    () -> pets().findPage(PageRequest.ofSize(1), byName()).nextPageRequest());
            String text = (String) ours.cursor().orElseThrow().get(0);

            asUmbrella(() -> {
                for (PageRequest request :
                        List.of(ours, PageRequest.afterCursor(PageRequest.Cursor.forKey(text), 1, 1, false))) {
                    assertThatThrownBy(() -> pets().findPage(request, byName()))
                            .isInstanceOf(InvalidCursorException.class)
                            .hasMessageContaining("another tenant")
                            .hasMessageContaining("first page");
                }
            });
        }

        @Test
        void forged_and_foreign_cursors_are_refused_before_the_database() {
            saved(Pet.named("a"));
            PageRequest.Cursor byName = callAsAcme(
                    () -> pets().findPage(PageRequest.ofSize(1), byName()).cursor(0));
            String text = (String) byName.get(0);
            List<PageRequest.Cursor> cursors = List.of(
                    PageRequest.Cursor.forKey("a", UUID.randomUUID()),
                    PageRequest.Cursor.forKey("a"),
                    PageRequest.Cursor.forKey(4711),
                    PageRequest.Cursor.forKey(text.substring(1)),
                    PageRequest.Cursor.forKey(flipped(text)));
            for (PageRequest.Cursor cursor : cursors) {
                assertRefusedBeforeTheDatabase(
                        InvalidCursorException.class,
                        "first page",
                        store -> store.pets().findPage(PageRequest.afterCursor(cursor, 1, 1, false), byName()));
            }
            for (Order<E> other : List.<Order<E>>of(
                    Order.by(Sort.desc("name")), Order.by(Sort.asc("species")), Order.by(List.of()))) {
                assertRefusedBeforeTheDatabase(
                        InvalidCursorException.class,
                        "first page",
                        store -> store.pets().findPage(PageRequest.afterCursor(byName, 1, 1, false), other));
            }
        }

        private String flipped(String text) {
            int middle = text.length() / 2;
            return text.substring(0, middle) + (text.charAt(middle) == 'A' ? 'B' : 'A') + text.substring(middle + 1);
        }

        @Test
        void a_page_needs_a_size() {
            for (int size : List.of(0, -1)) {
                assertThatThrownBy(() -> PageRequest.ofSize(size)).isInstanceOf(IllegalArgumentException.class);
                assertRefusedBeforeTheDatabase(
                        IllegalArgumentException.class,
                        "size",
                        store -> store.pets().findPage(new OddRequest(1, size), byName()));
            }
            assertRefusedBeforeTheDatabase(
                    IllegalArgumentException.class,
                    "page",
                    store -> store.pets().findPage(new OddRequest(0, 5), byName()));
        }

        @Test
        void a_deep_page_reads_no_more_than_the_first() {
            change("""
                    insert into pet (tenant_id, id, name, species, created_at)
                    select ?, gen_random_uuid(), 'pet ' || i, 'CAT', timestamptz '2026-01-01' + make_interval(secs => i / 3)
                    from generate_series(1, 100000) as i""", acme);
            change("analyze pet");
            Order<E> newest = Order.by(Sort.desc("createdAt"));
            PageRequest deep = callAsAcme(() -> pets().findPage(PageRequest.ofPage(4_999, 20, false), newest)
                    .nextPageRequest());

            long first = rowsRead(PageRequest.ofSize(20).withoutTotal(), newest);
            long last = rowsRead(deep, newest);

            assertThat(first).isBetween(20L, 60L);
            assertThat(last).isBetween(20L, 60L);
        }

        /** What a page reads: a backend's counters are complete once it has gone. */
        private long rowsRead(PageRequest request, Order<E> order) {
            disconnect();
            long before = rowsReadSoFar();
            try (HikariDataSource pool = poolOfOne(DATABASE.pool());
                    PetStore<E> store = open(TenantDataSource.wrap(pool))) {
                assertThat(callAsAcme(() -> store.pets().findPage(request, order)))
                        .hasSize(20);
            }
            disconnect();
            return rowsReadSoFar() - before;
        }

        private long rowsReadSoFar() {
            return number("""
                    select t.seq_tup_read + (
                      select sum(greatest(i.idx_tup_read, i.idx_tup_fetch)) from pg_stat_user_indexes as i where i.relid = t.relid)
                    from pg_stat_user_tables as t
                    where t.relname = 'pet'""");
        }

        private void disconnect() {
            DATABASE.pool().getHikariPoolMXBean().softEvictConnections();
            long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (number("select count(*) from pg_stat_activity where usename = ?", DATABASE.applicationRole()) > 0) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
        }
    }

    // ---- soft delete

    @Nested
    class SoftDeleting {
        @Test
        void a_soft_deleted_entity_says_when_and_by_whom() {
            Pet pet = saved(Pet.named("Anton"));

            boolean deleted = callAsAcme(() -> pets().softDelete(pet.key()));

            assertThat(deleted).isTrue();
            assertThat(found(pet)).isEmpty();
            Pet hidden = callAsAcme(
                    () -> pets().findDeletedById(pet.key()).map(store()::values).orElseThrow());
            assertThat(hidden.deletedAt()).isAfterOrEqualTo(pet.createdAt());
            assertThat(hidden.deletedBy()).isEqualTo(ACTOR);
            assertThat(hidden.version()).isGreaterThan(pet.version());
            assertThat(hidden.name()).isEqualTo("Anton");
        }

        @Test
        void what_is_hidden_or_not_there_cannot_be_soft_deleted() {
            Pet pet = saved(Pet.named("Anton"));
            asAcme(() -> pets().softDelete(pet.key()));
            Pet hidden = callAsAcme(
                    () -> pets().findDeletedById(pet.key()).map(store()::values).orElseThrow());

            boolean again = callAsAcme(() -> pets().softDelete(pet.key()));
            boolean nobody = callAsAcme(() -> pets().softDelete(UUID.randomUUID()));

            assertThat(again).isFalse();
            assertThat(nobody).isFalse();
            assertThat(callAsAcme(() -> pets().findDeletedById(pet.key()).map(store()::values)))
                    .contains(hidden);
        }

        @Test
        void another_tenants_entity_can_be_neither_hidden_nor_brought_back_nor_seen() {
            Pet living = saved(Pet.named("Anton"));
            Pet hidden = saved(Pet.named("Berta"));
            asAcme(() -> pets().softDelete(hidden.key()));

            asUmbrella(() -> {
                assertThat(pets().softDelete(living.key())).isFalse();
                assertThat(pets().restore(hidden.key())).isFalse();
                assertThat(pets().purge(Duration.ZERO)).isZero();
                assertThat(pets().findDeletedById(hidden.key())).isEmpty();
                assertThat(pets().findDeleted(Restriction.unrestricted(), byName(), Limit.of(9)))
                        .isEmpty();
            });

            assertThat(found(living)).contains(living);
            assertThat(isThere("pet", acme, hidden.key())).isTrue();
            assertThat(found(hidden)).isEmpty();
        }

        @Test
        void a_restored_entity_is_as_before_with_a_higher_version() {
            Pet pet = saved(Pet.named("Anton").withChip("1"));
            asAcme(() -> pets().softDelete(pet.key()));

            boolean restored = callAsAcme(() -> pets().restore(pet.key()));

            assertThat(restored).isTrue();
            Pet back = found(pet).orElseThrow();
            assertThat(back.deletedAt()).isNull();
            assertThat(back.deletedBy()).isNull();
            assertThat(back.version()).isGreaterThan(pet.version());
            assertThat(back)
                    .usingRecursiveComparison()
                    .ignoringFields("version", "updatedAt", "updatedBy")
                    .isEqualTo(pet);
            assertThat(callAsAcme(() -> save(back.withName("Berta"))).name()).isEqualTo("Berta");
        }

        @Test
        void a_living_or_unknown_entity_cannot_be_restored() {
            Pet pet = saved(Pet.named("Anton"));

            boolean living = callAsAcme(() -> pets().restore(pet.key()));
            boolean unknown = callAsAcme(() -> pets().restore(UUID.randomUUID()));

            assertThat(living).isFalse();
            assertThat(unknown).isFalse();
            assertThat(found(pet)).contains(pet);
        }

        @Test
        void a_key_that_was_taken_meanwhile_keeps_an_entity_hidden() {
            Pet first = saved(Pet.named("Anton").withChip("chip-4711"));
            asAcme(() -> pets().softDelete(first.key()));
            Pet second = saved(Pet.named("Berta").withChip("chip-4711"));

            assertThatThrownBy(() -> asAcme(() -> pets().restore(first.key())))
                    .isInstanceOfSatisfying(
                            DuplicateKeyException.class,
                            e -> assertThat(e.constraint()).contains("pet_chip"))
                    .hasMessageContaining("Restoring")
                    .hasMessageContaining("pet_chip")
                    .hasMessageNotContaining("chip-4711");

            assertThat(found(first)).isEmpty();
            asAcme(() -> save(second.withChip("chip-4712")));
            assertThat(callAsAcme(() -> pets().restore(first.key()))).isTrue();
        }

        @Test
        void soft_deleted_ones_are_found_in_any_order_and_within_limits() {
            List<Pet> saved = callAsAcme(() -> saveAll(named("c", "a", "d", "b", "living")));
            asAcme(() -> saved.subList(0, 4).forEach(pet -> pets().softDelete(pet.key())));

            asAcme(() -> {
                assertThat(names(pets().findDeleted(Restriction.unrestricted(), byName(), Limit.of(9))))
                        .containsExactly("a", "b", "c", "d");
                assertThat(names(pets().findDeleted(
                                        Restriction.unrestricted(), Order.by(Sort.desc("deletedAt")), Limit.of(2))))
                        .containsExactly("b", "d");
                assertThat(names(pets().findDeleted(
                                        Restriction.in("name", List.of("a", "d", "living")),
                                        byName(),
                                        Limit.range(2, 3))))
                        .containsExactly("d");
                assertThat(pets().findDeletedById(saved.get(4).key())).isEmpty();
            });
        }

        @Test
        void what_hangs_on_an_entity_is_hidden_and_brought_back_with_it() {
            UUID owner = insertOwner(acme, "Olga");
            UUID pet = insertPet(acme, owner, "Anton");
            UUID visit = insertVisit(acme, pet);

            assertThat(callAsAcme(() -> owners().softDelete(owner))).isTrue();

            assertThat(isLiving("owner", acme, owner)).isFalse();
            assertThat(isLiving("pet", acme, pet)).isFalse();
            assertThat(isLiving("visit", acme, visit)).isFalse();
            assertThat(number("""
                            select count(distinct deleted_at) * 10 + count(distinct deleted_by)
                            from (
                              select deleted_at, deleted_by, id from owner
                              union all select deleted_at, deleted_by, id from pet
                              union all select deleted_at, deleted_by, id from visit) as all_rows
                            where id in (?, ?, ?)""", owner, pet, visit)).isEqualTo(11);

            assertThat(callAsAcme(() -> owners().restore(owner))).isTrue();

            assertThat(isLiving("owner", acme, owner)).isTrue();
            assertThat(isLiving("pet", acme, pet)).isTrue();
            assertThat(isLiving("visit", acme, visit)).isTrue();
        }

        @Test
        void what_was_hidden_on_its_own_before_stays_hidden() {
            UUID owner = insertOwner(acme, "Olga");
            UUID before = insertPet(acme, owner, "Anton");
            UUID together = insertPet(acme, owner, "Berta");
            UUID visitBefore = insertVisit(acme, before);

            asAcme(() -> store().inTransaction(() -> {
                pets().softDelete(before);
                return owners().softDelete(owner);
            }));
            asAcme(() -> owners().restore(owner));

            assertThat(isLiving("pet", acme, before)).isFalse();
            assertThat(isLiving("pet", acme, together)).isTrue();
            assertThat(isLiving("visit", acme, visitBefore)).isTrue();
        }

        @Test
        void only_what_hangs_on_the_entity_is_hidden() {
            UUID owner = insertOwner(acme, "Olga");
            insertPet(acme, owner, "Anton");
            UUID other = insertOwner(acme, "Otto");
            UUID otherPet = insertPet(acme, other, "Berta");
            UUID otherVisit = insertVisit(acme, otherPet);
            change("insert into owner (tenant_id, id, name) values (?, ?, 'Theirs')", umbrella, owner);
            UUID theirs = insertPet(umbrella, owner, "Theirs");

            asAcme(() -> owners().softDelete(owner));

            assertThat(isLiving("owner", acme, other)).isTrue();
            assertThat(isLiving("pet", acme, otherPet)).isTrue();
            assertThat(isLiving("visit", acme, otherVisit)).isTrue();
            assertThat(isLiving("owner", umbrella, owner)).isTrue();
            assertThat(isLiving("pet", umbrella, theirs)).isTrue();
        }

        @Test
        void a_group_is_restored_as_a_whole_or_not_at_all() {
            UUID owner = insertOwner(acme, "Olga");
            UUID pet = insertPet(acme, owner, "Anton");
            asAcme(() -> owners().softDelete(owner));
            saved(Pet.named("Berta").withChip("chip of Anton"));

            assertThatThrownBy(() -> asAcme(() -> owners().restore(owner)))
                    .isInstanceOf(DuplicateKeyException.class)
                    .hasMessageContaining("pet_chip");

            assertThat(isLiving("owner", acme, owner)).isFalse();
            assertThat(isLiving("pet", acme, pet)).isFalse();
        }

        @Test
        void a_repository_that_does_not_cascade_leaves_the_rest() {
            UUID pet = insertPet(acme, insertOwner(acme, "Olga"), "Anton");
            UUID visit = insertVisit(acme, pet);

            asAcme(() -> pets().softDelete(pet));

            assertThat(isLiving("visit", acme, visit)).isTrue();
        }

        @Test
        void purging_deletes_what_was_hidden_long_enough() {
            List<Pet> saved = callAsAcme(() -> saveAll(named("old", "young", "living")));
            asAcme(() -> saved.subList(0, 2).forEach(pet -> pets().softDelete(pet.key())));
            change(
                    "update pet set deleted_at = deleted_at - interval '31 days' where id = ?",
                    saved.get(0).key());

            long purged = callAsAcme(() -> pets().purge(Duration.ofDays(30)));

            assertThat(purged).isEqualTo(1);
            assertThat(isThere("pet", acme, saved.get(0).key())).isFalse();
            assertThat(isThere("pet", acme, saved.get(1).key())).isTrue();
            assertThat(found(saved.get(2))).contains(saved.get(2));
            assertThat(callAsAcme(() -> pets().purge(Duration.ZERO))).isEqualTo(1);
            assertThat(callAsAcme(() -> pets().purge(Duration.ZERO))).isZero();
        }

        @Test
        void purging_works_off_more_than_one_batch_and_only_its_tenant() {
            for (UUID tenant : List.of(acme, umbrella)) {
                change("""
                        insert into pet (tenant_id, id, name, species, deleted_at)
                        select ?, gen_random_uuid(), 'pet', 'CAT', now() - interval '1 day'
                        from generate_series(1, 2500)""", tenant);
            }

            long purged = callAsAcme(() -> pets().purge(Duration.ofHours(1)));

            assertThat(purged).isEqualTo(2500);
            assertThat(number("select count(*) from pet where tenant_id = ?", acme))
                    .isZero();
            assertThat(number("select count(*) from pet where tenant_id = ?", umbrella))
                    .isEqualTo(2500);
        }

        @Test
        void purging_takes_the_group_along() {
            UUID owner = insertOwner(acme, "Olga");
            UUID pet = insertPet(acme, owner, "Anton");
            UUID visit = insertVisit(acme, pet);
            UUID living = insertOwner(acme, "Otto");
            UUID livingPet = insertPet(acme, living, "Berta");
            asAcme(() -> owners().softDelete(owner));

            long purged = callAsAcme(() -> owners().purge(Duration.ZERO));

            assertThat(purged).isEqualTo(3);
            assertThat(isThere("owner", acme, owner)).isFalse();
            assertThat(isThere("pet", acme, pet)).isFalse();
            assertThat(isThere("visit", acme, visit)).isFalse();
            assertThat(isLiving("pet", acme, livingPet)).isTrue();
        }

        @Test
        void purging_into_the_future_is_refused() {
            assertRefusedBeforeTheDatabase(
                    IllegalArgumentException.class,
                    "negative",
                    store -> store.pets().purge(Duration.ofDays(-1)));
        }
    }

    // ---- without row-level security

    /** As a superuser, whom row-level security does not bind, so that only the repository's own condition holds. */
    @Nested
    class NamingTheTenantItself {
        @Test
        void every_method_keeps_to_its_tenant() {
            UUID ourOwner = insertOwner(acme, "Olga");
            UUID theirOwner = insertOwner(umbrella, "Uwe");
            UUID theirOwnersPet = insertPet(umbrella, theirOwner, "Their owner's");
            Pet ours = saved(Pet.named("Ours"));
            Pet theirs = callAsUmbrella(() -> save(Pet.named("Theirs")));
            Pet theirHidden = callAsUmbrella(() -> save(Pet.named("Their hidden")));
            asUmbrella(() -> pets().softDelete(theirHidden.key()));

            TenantDataSource unprotected = TenantDataSource.builder(DATABASE.superuser())
                    .isolationCheck(IsolationCheck.off())
                    .build();
            try (PetStore<E> store = open(unprotected)) {
                TenantRepository<E, UUID> pets = store.pets();
                asAcme(() -> {
                    assertThat(pets.findById(theirs.key())).isEmpty();
                    assertThat(pets.findAllById(List.of(theirs.key(), ours.key())))
                            .hasSize(1);
                    assertThat(pets.existsById(theirs.key())).isFalse();
                    assertThat(pets.findAll(byName())).hasSize(1);
                    assertThat(pets.findAll(
                                    Restriction.any(
                                            Restriction.equalTo("name", "Theirs"),
                                            Restriction.not(Restriction.isNull("name"))),
                                    byName()))
                            .hasSize(1);
                    CursoredPage<E> page = pets.findPage(PageRequest.ofSize(5), byName());
                    assertThat(page).hasSize(1);
                    assertThat(page.totalElements()).isEqualTo(1);
                    assertThat(pets.findPage(PageRequest.beforeCursor(page.cursor(0), 1, 5, true), byName()))
                            .isEmpty();
                    assertThat(pets.findPage(PageRequest.afterCursor(page.cursor(0), 1, 5, true), byName()))
                            .isEmpty();
                    assertThat(pets.count()).isEqualTo(1);
                    assertThat(pets.exists(Restriction.equalTo("name", "Theirs")))
                            .isFalse();
                    assertThat(pets.softDelete(theirs.key())).isFalse();
                    assertThat(pets.restore(theirHidden.key())).isFalse();
                    assertThat(pets.findDeletedById(theirHidden.key())).isEmpty();
                    assertThat(pets.findDeleted(Restriction.unrestricted(), byName(), Limit.of(9)))
                            .isEmpty();
                    assertThat(pets.purge(Duration.ZERO)).isZero();
                    assertThat(store.owners().softDelete(theirOwner)).isFalse();
                    assertThat(store.owners().purge(Duration.ZERO)).isZero();
                    assertThat(store.owners().softDelete(ourOwner)).isTrue();
                    assertThatThrownBy(() -> pets.save(store.entity(theirs.withTenant(null))))
                            .isInstanceOf(StaleVersionException.class);
                    assertThatThrownBy(() -> pets.saveAll(List.of(store.entity(theirs.withTenant(null)))))
                            .isInstanceOf(StaleVersionException.class);
                    assertThat(store.values(pets.save(store.entity(Pet.named("New"))))
                                    .tenantId())
                            .isEqualTo(acme);
                });
            }

            assertThat(callAsUmbrella(() -> pets().findById(theirs.key()).map(store()::values)))
                    .contains(theirs);
            assertThat(isThere("pet", umbrella, theirHidden.key())).isTrue();
            assertThat(isLiving("pet", umbrella, theirOwnersPet)).isTrue();
        }
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what callers without checks may pass
    private static <V> V nothing() {
        return null;
    }

    /** A page request that Jakarta Data would not make. */
    private record OddRequest(long page, int size) implements PageRequest {
        @Override
        public PageRequest afterCursor(Cursor cursor) {
            return this;
        }

        @Override
        public PageRequest beforeCursor(Cursor cursor) {
            return this;
        }

        @Override
        public Optional<Cursor> cursor() {
            return Optional.empty();
        }

        @Override
        public Mode mode() {
            return Mode.OFFSET;
        }

        @Override
        public boolean requestTotal() {
            return false;
        }

        @Override
        public PageRequest size(int newSize) {
            return this;
        }

        @Override
        public PageRequest withoutTotal() {
            return this;
        }

        @Override
        public PageRequest withTotal() {
            return this;
        }
    }
}
