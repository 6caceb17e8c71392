package dev.rowhouse.hibernate;

import static dev.rowhouse.hibernate.Hibernate.ACME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.repository.DuplicateKeyException;
import dev.rowhouse.testkit.RowhouseDatabase;
import jakarta.persistence.OptimisticLockException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.assertj.core.api.ObjectAssert;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Deleting, hiding, restoring and purging. Every test begins with Dana, who has Rex and Max. */
class SoftDeleteIT {
    @RegisterExtension
    static final RowhouseDatabase database = RowhouseDatabase.builder()
            .script("/dev/rowhouse/hibernate/clinic.sql")
            .build();

    private static SessionFactory factory;

    private final TenantContext kim = TenantContext.of(ACME).withActor("kim");
    private final UUID dana = UUID.randomUUID();
    private final UUID rex = UUID.randomUUID();
    private final UUID max = UUID.randomUUID();

    @BeforeAll
    static void start() {
        factory = Hibernate.start(database.dataSource(), Owner.class, Pet.class, Vet.class);
    }

    @AfterAll
    static void stop() {
        factory.close();
    }

    @BeforeEach
    void begin() {
        Hibernate.run(database.superuser(), "truncate owner, pet, pet_tag, vet, owner_vet");
        commit(session -> {
            Owner owner = new Owner(dana, "Dana");
            Pet loud = owner.add(new Pet(rex, "Rex"));
            loud.chip = "chip-1";
            loud.tags.add("loud");
            owner.add(new Pet(max, "Max"));
            Vet vet = new Vet("Dr. Who");
            session.persist(vet);
            owner.vets.add(vet);
            session.persist(owner);
        });
    }

    private void commit(Consumer<Session> work) {
        kim.run(() -> factory.inTransaction(work));
    }

    private <T> T ask(Function<Session, T> work) {
        return kim.call(() -> factory.fromTransaction(work));
    }

    private ObjectAssert<Object> asking(Function<Session, Object> question) {
        return assertThat(ask(question));
    }

    private List<String> rows(String sql) {
        return Hibernate.read(database.superuser(), sql);
    }

    private void delete(Class<?> type, UUID id) {
        commit(session -> session.remove(session.find(type, id)));
    }

    @Test
    void a_removed_entity_keeps_its_row_with_who_and_when_and_a_new_version() {
        delete(Pet.class, rex);

        assertThat(rows(
                        "select format('%s %s %s', deleted_at > now() - interval '1 minute', deleted_by, version) from pet"
                                + " where name = 'Rex'"))
                .containsExactly("t kim 1");
    }

    @Test
    void it_is_hidden_from_find_queries_joins_and_collections() {
        delete(Pet.class, rex);

        asking(session -> session.find(Pet.class, rex)).isNull();
        asking(session -> session.createQuery("select p.name from Pet p", String.class)
                        .getResultList())
                .isEqualTo(List.of("Max"));
        asking(session -> session.createQuery("select p.name from Owner o join o.pets p", String.class)
                        .getResultList())
                .isEqualTo(List.of("Max"));
        asking(session -> {
                    var query = session.getCriteriaBuilder().createQuery(Pet.class);
                    query.from(Pet.class);
                    return session.createQuery(query).getResultList().size();
                })
                .isEqualTo(1);
        asking(session -> session.find(Owner.class, dana).pets.size()).isEqualTo(1);
        asking(session -> session.createQuery("select size(o.pets) from Owner o", Integer.class)
                        .getSingleResult())
                .isEqualTo(1);
    }

    @Test
    void an_inner_join_hides_what_refers_to_it_and_a_left_join_does_not() {
        Hibernate.run(database.superuser(), "update owner set deleted_at = now()");

        asking(session -> session.createQuery("select p.name from Pet p join p.owner o", String.class)
                        .getResultList())
                .isEqualTo(List.of());
        asking(session -> session.createQuery(
                                "select p.name || ' ' || coalesce(o.name, '-') from Pet p left join p.owner o order by 1",
                                String.class)
                        .getResultList())
                .isEqualTo(List.of("Max -", "Rex -"));
    }

    @Test
    void it_is_hidden_from_stateless_sessions_which_soft_delete_too() {
        delete(Pet.class, rex);

        List<String> left = kim.call(() -> factory.fromStatelessTransaction(session -> {
            session.delete(session.get(Pet.class, max));
            assertThat(session.get(Pet.class, rex)).isNull();
            return session.createQuery("select p.name from Pet p", String.class).getResultList();
        }));

        assertThat(left).isEmpty();
        assertThat(rows("select name from pet where deleted_by = 'kim' order by name"))
                .containsExactly("Max", "Rex");
    }

    @Test
    void it_is_hidden_from_the_sessions_that_a_session_opens() {
        delete(Pet.class, rex);

        commit(session -> {
            try (StatelessSession child = session.statelessWithOptions().openStatelessSession();
                    Session second = session.sessionWithOptions().connection().openSession();
                    StatelessSession third = second.statelessWithOptions().openStatelessSession();
                    Session fourth = child.sessionWithOptions().openSession();
                    StatelessSession fifth = fourth.statelessWithOptions().openStatelessSession()) {
                assertThat(child.get(Pet.class, rex)).isNull();
                assertThat(second.find(Pet.class, rex)).isNull();
                assertThat(third.get(Pet.class, rex)).isNull();
                assertThat(fourth.find(Pet.class, rex)).isNull();
                assertThat(fifth.createSelectionQuery("select name from Pet", String.class)
                                .getResultList())
                        .containsExactly("Max");
                child.disableFilter("rowhouse.living");
                assertThat(child.get(Pet.class, rex)).isNotNull();
            }
        });
    }

    @Test
    void tags_stay_with_an_entity_that_a_stateless_session_deletes() {
        kim.run(() -> factory.inStatelessTransaction(session -> {
            Pet pet = session.get(Pet.class, rex);
            session.fetch(pet.tags);
            session.delete(pet);
        }));

        assertThat(rows("select tag from pet_tag")).containsExactly("loud");
        commit(session -> SoftDeletes.in(session).restore(Pet.class, rex));
        asking(session -> Set.copyOf(session.find(Pet.class, rex).tags)).isEqualTo(Set.of("loud"));
    }

    @Test
    void tags_change_with_an_entity_that_a_stateless_session_updates() {
        kim.run(() -> factory.inStatelessTransaction(session -> {
            Pet pet = session.get(Pet.class, rex);
            session.fetch(pet.tags);
            pet.tags.clear();
            pet.tags.add("calm");
            session.update(pet);
        }));

        assertThat(rows("select tag from pet_tag")).containsExactly("calm");
    }

    @Test
    void whoever_holds_a_deleted_entity_cannot_write_it() {
        Pet held = ask(session -> session.find(Pet.class, rex));
        delete(Pet.class, rex);
        held.name = "Tyrannosaurus";

        assertThatThrownBy(() -> commit(session -> session.merge(held))).isInstanceOf(OptimisticLockException.class);
        assertThat(rows("select name from pet where id = '" + rex + "'")).containsExactly("Rex");
    }

    @Test
    void a_removal_without_loading_soft_deletes() {
        commit(session -> session.remove(session.getReference(Pet.class, rex)));

        assertThat(rows("select deleted_by from pet where id = '" + rex + "'")).containsExactly("kim");
    }

    @Test
    void removing_the_owner_cascades_with_one_time() {
        delete(Owner.class, dana);

        assertThat(
                        rows(
                                "select deleted_at::text from (select deleted_at from pet union all select deleted_at from owner) all_rows group by 1 having count(*) = 3"))
                .hasSize(1);
    }

    @Test
    void an_orphan_is_soft_deleted() {
        commit(session -> session.find(Owner.class, dana).pets.removeIf(pet -> pet.name.equals("Rex")));

        assertThat(rows("select name from pet where deleted_at is not null")).containsExactly("Rex");
    }

    @Test
    void tags_and_links_stay_with_a_deleted_owner_and_are_there_after_the_restore() {
        delete(Owner.class, dana);

        assertThat(rows("select tag from pet_tag union all select 'link' from owner_vet"))
                .containsExactly("loud", "link");
        commit(session ->
                assertThat(SoftDeletes.in(session).restore(Owner.class, dana)).isTrue());
        asking(session -> List.copyOf(session.find(Pet.class, rex).tags)).isEqualTo(List.of("loud"));
        asking(session -> session.find(Owner.class, dana).vets.size()).isEqualTo(1);
    }

    @Test
    void the_group_comes_back_together_and_what_went_before_stays_away() {
        delete(Pet.class, max);
        delete(Owner.class, dana);

        commit(session ->
                assertThat(SoftDeletes.in(session).restore(Owner.class, dana)).isTrue());

        assertThat(rows("select name from pet where deleted_at is null")).containsExactly("Rex");
        assertThat(rows("select format('%s %s', version, deleted_by) from owner"))
                .containsExactly("2 ");
    }

    @Test
    void deleted_rows_are_found_on_request() {
        delete(Pet.class, rex);

        List<Pet> deleted = ask(session -> SoftDeletes.in(session).findDeleted(Pet.class));

        assertThat(deleted)
                .singleElement()
                .satisfies(pet -> assertThat(pet.getDeletedBy()).isEqualTo("kim"));
        asking(session -> SoftDeletes.in(session).findDeleted(Pet.class, rex)).isNotEqualTo(Optional.empty());
        asking(session -> SoftDeletes.in(session).findDeleted(Pet.class, max)).isEqualTo(Optional.empty());
        asking(session -> SoftDeletes.in(session)
                        .withDeleted(child -> child.createQuery("select count(*) from Pet", Long.class)
                                .getSingleResult()))
                .isEqualTo(2L);
    }

    @Test
    void a_living_row_is_neither_restored_nor_purged() {
        commit(session -> {
            assertThat(SoftDeletes.in(session).restore(Pet.class, rex)).isFalse();
            assertThat(SoftDeletes.in(session).purge(Pet.class, rex)).isFalse();
            assertThat(SoftDeletes.in(session).restore(Pet.class, UUID.randomUUID()))
                    .isFalse();
        });
        assertThat(rows("select version from pet")).containsExactly("0", "0");
    }

    @Test
    void a_restore_into_a_taken_key_says_so() {
        delete(Pet.class, rex);
        commit(session -> {
            Pet other = new Pet("Other");
            other.chip = "chip-1";
            session.persist(other);
        });

        assertThatThrownBy(() -> commit(session -> SoftDeletes.in(session).restore(Pet.class, rex)))
                .isInstanceOf(DuplicateKeyException.class)
                .hasMessage(
                        "Restoring dev.rowhouse.hibernate.Pet: the unique key pet_chip_key is held by a row that lives."
                                + " Change or delete that row first; this transaction has to be rolled back.");
        assertThat(rows("select deleted_by from pet where id = '" + rex + "'")).containsExactly("kim");
    }

    @Test
    void a_purge_deletes_the_group_for_good() {
        delete(Owner.class, dana);

        commit(session ->
                assertThat(SoftDeletes.in(session).purge(Owner.class, dana)).isTrue());

        assertThat(rows(
                        "select name from owner union all select name from pet union all select tag from pet_tag union all"
                                + " select 'link' from owner_vet"))
                .isEmpty();
    }

    @Test
    void a_purge_by_age_leaves_what_is_younger() {
        delete(Owner.class, dana);

        asking(session -> SoftDeletes.in(session).purge(Owner.class, Duration.ofHours(1)))
                .isEqualTo(0L);
        asking(session -> SoftDeletes.in(session).purge(Owner.class, Duration.ZERO))
                .isEqualTo(3L);
        assertThat(rows("select name from owner")).isEmpty();
    }

    @Test
    void a_purge_of_what_living_rows_refer_to_says_so() {
        delete(Owner.class, dana);
        commit(session -> SoftDeletes.in(session).restore(Pet.class, rex));

        assertThatThrownBy(() -> commit(session -> SoftDeletes.in(session).purge(Owner.class, dana)))
                .isInstanceOf(RowhouseException.class)
                .hasMessageStartingWith(
                        "Purging dev.rowhouse.hibernate.Owner: rows that live still refer to it by pet_")
                .hasMessageEndingWith("this transaction has to be rolled back.");
    }

    @Test
    void the_callers_session_keeps_its_filters() {
        delete(Pet.class, rex);

        asking(session -> {
                    SoftDeletes.in(session).findDeleted(Pet.class);
                    return session.createQuery("from Pet", Pet.class)
                            .getResultList()
                            .size();
                })
                .isEqualTo(1);
    }
}
