package dev.rowhouse.hibernate;

import static dev.rowhouse.hibernate.Hibernate.ACME;
import static dev.rowhouse.hibernate.Hibernate.BOLT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.TenantContext;
import dev.rowhouse.hibernate.Animals.Cage;
import dev.rowhouse.hibernate.Animals.JoinedAnimal;
import dev.rowhouse.hibernate.Animals.JoinedBird;
import dev.rowhouse.hibernate.Animals.Keeper;
import dev.rowhouse.hibernate.Animals.Leaflet;
import dev.rowhouse.hibernate.Animals.Shift;
import dev.rowhouse.hibernate.Animals.ShiftId;
import dev.rowhouse.hibernate.Animals.SingleAnimal;
import dev.rowhouse.hibernate.Animals.SingleBird;
import dev.rowhouse.hibernate.Animals.Ticket;
import dev.rowhouse.hibernate.Animals.UnionAnimal;
import dev.rowhouse.hibernate.Animals.UnionBird;
import dev.rowhouse.testkit.RowhouseDatabase;
import jakarta.persistence.OptimisticLockException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.hibernate.StaleStateException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Soft delete in every way of mapping. */
class MappingsIT {
    @RegisterExtension
    static final RowhouseDatabase database = RowhouseDatabase.builder()
            .script("/dev/rowhouse/hibernate/animals.sql")
            .build();

    private static SessionFactory factory;

    private final TenantContext kim = TenantContext.of(ACME).withActor("kim");

    @BeforeAll
    static void start() {
        factory = Hibernate.start(
                database.dataSource(),
                Keeper.class,
                JoinedAnimal.class,
                JoinedBird.class,
                SingleAnimal.class,
                SingleBird.class,
                UnionAnimal.class,
                UnionBird.class,
                Cage.class,
                Shift.class,
                Ticket.class,
                Leaflet.class);
    }

    @AfterAll
    static void stop() {
        factory.close();
    }

    @BeforeEach
    void begin() {
        Hibernate.run(
                database.superuser(),
                "truncate keeper, joined_animal, joined_bird, single_animal, union_animal, union_bird, cage, cage_place, shift,"
                        + " ticket, leaflet");
    }

    /** An entity, the type it is asked for by, and where its rows are. */
    private record Mapping(Class<?> root, Supplier<Object> entity, String rows) {
        @Override
        public String toString() {
            return entity.get().getClass().getSimpleName() + " as " + root.getSimpleName();
        }
    }

    static Stream<Mapping> mappings() {
        String joined = "select version, deleted_at from joined_animal join joined_bird using (id)";
        String single = "select version, deleted_at from single_animal";
        String union = "select version, deleted_at from union_bird";
        return Stream.of(
                new Mapping(JoinedAnimal.class, JoinedBird::new, joined),
                new Mapping(JoinedBird.class, JoinedBird::new, joined),
                new Mapping(JoinedAnimal.class, JoinedAnimal::new, "select version, deleted_at from joined_animal"),
                new Mapping(SingleAnimal.class, SingleBird::new, single),
                new Mapping(SingleBird.class, SingleBird::new, single),
                new Mapping(UnionAnimal.class, UnionBird::new, union),
                new Mapping(UnionBird.class, UnionBird::new, union),
                new Mapping(
                        Cage.class, Cage::new, "select version, deleted_at from cage join cage_place on id = cage_id"),
                new Mapping(Shift.class, Shift::new, "select revision, removed_on from shift"),
                new Mapping(Ticket.class, Ticket::new, "select version, deleted_at from ticket"));
    }

    private List<String> states(Mapping mapping) {
        return Hibernate.read(
                database.superuser(),
                "select format('%s %s', version, case when deleted_at is null then 'lives' else 'deleted' end) from ("
                        + mapping.rows() + ") as found (version, deleted_at)");
    }

    private long visible(Mapping mapping) {
        return factory.fromTransaction(
                session -> (long) session.createQuery("from " + mapping.root().getName(), mapping.root())
                        .getResultList()
                        .size());
    }

    @ParameterizedTest
    @MethodSource("mappings")
    void is_deleted_hidden_restored_and_purged(Mapping mapping) {
        kim.run(() -> {
            Object entity = mapping.entity().get();
            factory.inTransaction(session -> session.persist(entity));
            Object id = factory.getPersistenceUnitUtil().getIdentifier(entity);
            assertThat(states(mapping)).containsExactly("0 lives");

            factory.inTransaction(session -> session.remove(session.find(mapping.root(), id)));

            assertThat(states(mapping)).containsExactly("1 deleted");
            assertThat(visible(mapping)).isZero();
            factory.inTransaction(session ->
                    assertThat((Object) session.find(mapping.root(), id)).isNull());
            factory.inTransaction(session -> {
                assertThat(SoftDeletes.in(session).findDeleted(mapping.root())).hasSize(1);
                assertThat(SoftDeletes.in(session).restore(mapping.root(), id)).isTrue();
            });
            assertThat(states(mapping)).containsExactly("2 lives");
            assertThat(visible(mapping)).isEqualTo(1);

            factory.inTransaction(session -> session.remove(session.find(mapping.root(), id)));
            factory.inTransaction(session -> assertThat(SoftDeletes.in(session).purge(mapping.root(), Duration.ZERO))
                    .isEqualTo(1));
            assertThat(states(mapping)).isEmpty();
        });
    }

    @ParameterizedTest
    @MethodSource("mappings")
    void is_not_reached_by_another_tenant(Mapping mapping) {
        Object entity = mapping.entity().get();
        kim.run(() -> factory.inTransaction(session -> session.persist(entity)));
        Object id = factory.getPersistenceUnitUtil().getIdentifier(entity);
        kim.run(() -> factory.inTransaction(session -> session.remove(session.find(mapping.root(), id))));

        TenantContext.of(BOLT)
                .run(() -> factory.inTransaction(session -> {
                    assertThat(SoftDeletes.in(session).findDeleted(mapping.root()))
                            .isEmpty();
                    assertThat(SoftDeletes.in(session).restore(mapping.root(), id))
                            .isFalse();
                    assertThat(SoftDeletes.in(session).purge(mapping.root(), id))
                            .isFalse();
                    assertThat(SoftDeletes.in(session).purge(mapping.root(), Duration.ZERO))
                            .isZero();
                }));

        assertThat(states(mapping)).containsExactly("1 deleted");
    }

    @Test
    void a_collection_of_a_joined_hierarchy_hides_the_deleted_and_foreign_and_cascades() {
        Keeper keeper = new Keeper();
        JoinedBird bird = new JoinedBird();
        JoinedAnimal animal = new JoinedAnimal();
        kim.run(() -> {
            factory.inTransaction(session -> {
                bird.keeper = keeper;
                animal.keeper = keeper;
                keeper.animals.add(bird);
                keeper.animals.add(animal);
                session.persist(keeper);
            });
            factory.inTransaction(session -> session.remove(session.find(JoinedBird.class, Hibernate.id(bird))));

            int left = factory.fromTransaction(session ->
                    session.find(Keeper.class, Hibernate.id(keeper)).animals.size());
            int joined = factory.fromTransaction(
                    session -> session.createQuery("select a from Keeper k join k.animals a", JoinedAnimal.class)
                            .getResultList()
                            .size());
            factory.inTransaction(session -> session.remove(session.find(Keeper.class, Hibernate.id(keeper))));
            factory.inTransaction(session -> SoftDeletes.in(session).restore(Keeper.class, Hibernate.id(keeper)));

            assertThat(left).isEqualTo(1);
            assertThat(joined).isEqualTo(1);
            assertThat(Hibernate.read(
                            database.superuser(), "select coalesce(deleted_by, 'lives') from joined_animal order by 1"))
                    .containsExactly("kim", "lives");
        });
    }

    @Test
    void an_entity_without_a_version_is_deleted_for_good_and_only_by_its_tenant() {
        Leaflet leaflet = new Leaflet();
        kim.run(() -> factory.inTransaction(session -> session.persist(leaflet)));

        TenantContext.of(BOLT)
                .run(() -> factory.inTransaction(session ->
                        assertThat(session.find(Leaflet.class, leaflet.id)).isNull()));
        assertThatThrownBy(() -> TenantContext.of(BOLT)
                        .run(() -> factory.inStatelessTransaction(session -> session.update(leaflet))))
                .isInstanceOf(StaleStateException.class);
        assertThatThrownBy(() -> TenantContext.of(BOLT)
                        .run(() -> factory.inTransaction(
                                session -> session.remove(session.getReference(Leaflet.class, leaflet.id)))))
                .isInstanceOf(OptimisticLockException.class);
        assertThat(Hibernate.read(database.superuser(), "select text from leaflet"))
                .containsExactly("free");
        kim.run(() -> factory.inTransaction(session -> session.remove(session.find(Leaflet.class, leaflet.id))));
        assertThat(Hibernate.read(database.superuser(), "select text from leaflet"))
                .isEmpty();
    }

    /** Hibernate goes by the version whatever the annotation says, where there is one, and a soft delete wants one. */
    @ParameterizedTest
    @ValueSource(classes = {Animals.AllLocked.class, Animals.DirtyLocked.class, Animals.Unlocked.class})
    void whoever_holds_a_deleted_entity_cannot_write_it_however_it_is_locked(Class<? extends Animals.Locked> type) {
        try (SessionFactory locked = Hibernate.start(database.dataSource(), Animals.Locked.class, type)) {
            kim.run(() -> {
                long id = locked.fromTransaction(session -> {
                    Animals.Locked entity = newInstance(type);
                    session.persist(entity);
                    return Objects.requireNonNull(entity.id);
                });
                Animals.Locked held = locked.fromTransaction(session -> session.find(type, id));
                locked.inTransaction(session -> session.remove(session.find(type, id)));

                held.title = "still here";

                assertThatThrownBy(() -> locked.inTransaction(session -> session.merge(held)))
                        .isInstanceOf(OptimisticLockException.class);
                assertThatThrownBy(() -> locked.inStatelessTransaction(session -> session.update(held)))
                        .isInstanceOf(StaleStateException.class);
            });
        }
        assertThat(Hibernate.read(database.superuser(), "select format('%s %s', title, version) from ticket"))
                .containsExactly("new 1");
    }

    private static <T> T newInstance(Class<T> type) {
        try {
            return type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void columns_of_other_names_are_written() {
        kim.run(() -> {
            factory.inTransaction(session -> session.persist(new Shift()));
            factory.inTransaction(
                    session -> session.remove(session.find(Shift.class, new ShiftId(LocalDate.EPOCH, 1))));
        });

        assertThat(Hibernate.read(database.superuser(), "select format('%s %s', business, removed_from) from shift"))
                .containsExactly(ACME + " kim");
    }
}
