package dev.rowhouse.hibernate;

import static dev.rowhouse.hibernate.Hibernate.ACME;
import static dev.rowhouse.hibernate.Hibernate.BOLT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rowhouse.TenantContext;
import dev.rowhouse.hibernate.Animals.Cage;
import dev.rowhouse.hibernate.Animals.JoinedAnimal;
import dev.rowhouse.hibernate.Animals.JoinedBird;
import dev.rowhouse.hibernate.Animals.Keeper;
import dev.rowhouse.hibernate.Animals.Shift;
import dev.rowhouse.hibernate.Animals.ShiftId;
import dev.rowhouse.hibernate.Animals.SingleAnimal;
import dev.rowhouse.hibernate.Animals.SingleBird;
import dev.rowhouse.hibernate.Animals.Ticket;
import dev.rowhouse.hibernate.Animals.UnionAnimal;
import dev.rowhouse.hibernate.Animals.UnionBird;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
                Ticket.class);
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
                        + " ticket");
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
