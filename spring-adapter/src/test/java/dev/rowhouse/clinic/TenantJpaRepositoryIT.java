package dev.rowhouse.clinic;

import static dev.rowhouse.spring.PetApplication.ACME;
import static dev.rowhouse.spring.PetApplication.BOLT;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.MissingTenantException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.repository.DuplicateKeyException;
import dev.rowhouse.repository.InvalidCursorException;
import dev.rowhouse.repository.Restriction;
import dev.rowhouse.spring.data.TenantJpaRepository;
import dev.rowhouse.testkit.RowhouseDatabase;
import jakarta.persistence.criteria.JoinType;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.domain.KeysetScrollPosition;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.data.repository.NoRepositoryBean;
import org.springframework.data.support.WindowIterator;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What a repository has that extends Rowhouse's. */
class TenantJpaRepositoryIT {
    @RegisterExtension
    static final RowhouseDatabase database = Clinic.database();

    private static final Restriction<Object> ALL = Restriction.unrestricted();
    private static final Sort BY_NAME = Sort.by("name");
    private static final Limit TWO = Limit.of(2);

    private static ConfigurableApplicationContext application;

    private final TenantContext acme = TenantContext.of(ACME).withActor("ann");
    private final TenantContext bolt = TenantContext.of(BOLT);
    private final Animals animals = application.getBean(Animals.class);
    private final Families families = application.getBean(Families.class);
    private final TransactionTemplate transaction = application.getBean(TransactionTemplate.class);

    /** An application's own base, and a default method beside the methods of Rowhouse. */
    @NoRepositoryBean
    interface ClinicRepository<T> extends TenantJpaRepository<T, UUID> {
        default boolean toggle(UUID id) {
            if (existsById(id)) {
                deleteById(id);
                return false;
            }
            return restore(id);
        }
    }

    interface Families extends ClinicRepository<Owner> {}

    @BeforeAll
    static void start() {
        application = Clinic.start(database, List.of());
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @BeforeEach
    void clear() throws SQLException {
        try (Connection connection = database.superuser().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("truncate owner, animal, invoice, invoice_line");
        }
    }

    private UUID added(String name) {
        return requireNonNull(animals.save(new Animal(name)).getId());
    }

    // ---- soft delete

    @Test
    void what_was_deleted_is_found_and_restored_by_its_own_tenant() {
        UUID rex = acme.call(() -> added("Rex"));
        acme.run(() -> animals.deleteById(rex));

        assertThat(acme.call(() -> animals.findDeletedById(rex)))
                .hasValueSatisfying(found -> assertThat(found.getDeletedBy()).isEqualTo("ann"));
        assertThat(acme.call(() -> animals.findDeleted(ALL, BY_NAME, Limit.unlimited())))
                .extracting(Animal::getName)
                .containsExactly("Rex");
        assertThat(bolt.call(() -> animals.findDeletedById(rex))).isEmpty();
        assertThat(bolt.call(() -> animals.findDeleted(ALL, BY_NAME, TWO))).isEmpty();
        assertThat(bolt.call(() -> animals.restore(rex))).isFalse();
        assertThat(bolt.call(() -> animals.purge(rex))).isFalse();
        assertThat(bolt.call(() -> animals.purge(Duration.ZERO))).isZero();
        assertThat(acme.call(() -> animals.restore(rex))).isTrue();
        assertThat(acme.call(() -> animals.restore(rex))).isFalse();
        assertThat(acme.call(() -> animals.findById(rex))).isPresent();
    }

    @Test
    void what_was_deleted_is_purged() {
        UUID rex = acme.call(() -> added("Rex"));
        UUID tom = acme.call(() -> added("Tom"));
        acme.run(() -> animals.deleteAllById(List.of(rex, tom)));

        assertThat(acme.call(() -> animals.purge(Duration.ofDays(1)))).isZero();
        assertThat(acme.call(() -> animals.purge(rex))).isTrue();
        assertThat(acme.call(() -> animals.purge(Duration.ZERO))).isOne();
        assertThat(acme.call(() -> animals.findDeleted(ALL, BY_NAME, TWO))).isEmpty();
    }

    @Test
    void a_family_is_deleted_and_restored_together() {
        UUID ada = acme.call(() -> {
            Owner owner = new Owner("Ada");
            Animal pet = new Animal("Rex");
            pet.owner = owner;
            owner.animals.add(pet);
            return requireNonNull(families.save(owner).getId());
        });

        assertThat(acme.call(() -> families.toggle(ada))).isFalse();
        assertThat(acme.call(() -> animals.count())).isZero();
        assertThat(acme.call(() -> families.toggle(ada))).isTrue();
        assertThat(acme.call(() -> animals.countByName("Rex"))).isOne();
    }

    @Test
    void a_key_that_was_taken_meanwhile_stops_a_restore() {
        Owner first = new Owner("Ada");
        first.email = "ada@example.org";
        UUID ada = acme.call(() -> requireNonNull(families.save(first).getId()));
        acme.run(() -> families.deleteById(ada));
        Owner second = new Owner("Ada");
        second.email = "ada@example.org";
        acme.run(() -> families.save(second));

        assertThatThrownBy(() -> acme.call(() -> families.restore(ada)))
                .isInstanceOf(DuplicateKeyException.class)
                .hasMessageContaining("owner_email");
    }

    @Test
    void methods_join_the_transaction_at_hand() {
        UUID rex = acme.call(() -> added("Rex"));
        acme.run(() -> animals.deleteById(rex));

        acme.run(() -> transaction.executeWithoutResult(status -> {
            assertThat(animals.restore(rex)).isTrue();
            assertThat(animals.findById(rex)).isPresent();
            status.setRollbackOnly();
        }));

        assertThat(acme.call(() -> animals.findById(rex))).isEmpty();
    }

    @Test
    void a_missing_tenant_is_an_error() {
        assertThatThrownBy(() -> animals.scroll(ALL, BY_NAME, TWO, ScrollPosition.keyset()))
                .isInstanceOf(MissingTenantException.class);
        assertThatThrownBy(() -> animals.restore(UUID.randomUUID())).isInstanceOf(MissingTenantException.class);
        assertThatThrownBy(() -> animals.purge(UUID.randomUUID())).isInstanceOf(MissingTenantException.class);
    }

    // ---- windows

    private static List<String> names(Iterable<Animal> animals) {
        List<String> names = new ArrayList<>();
        animals.forEach(animal -> names.add(animal.name));
        return names;
    }

    private void addFive(TenantContext tenant, String prefix) {
        tenant.run(() -> animals.saveAll(List.of(
                new Animal(prefix + 1),
                new Animal(prefix + 2),
                new Animal(prefix + 3),
                new Animal(prefix + 4),
                new Animal(prefix + 5))));
    }

    @Test
    void windows_lead_through_all_rows_and_back() {
        addFive(acme, "a");
        addFive(bolt, "b");

        acme.run(() -> {
            Window<Animal> first = animals.scroll(ALL, BY_NAME, TWO, ScrollPosition.keyset());
            Window<Animal> second = animals.scroll(ALL, BY_NAME, TWO, first.positionAt(1));
            Window<Animal> third = animals.scroll(ALL, BY_NAME, TWO, second.positionAt(1));
            KeysetScrollPosition beforeThird = ((KeysetScrollPosition) third.positionAt(0)).backward();
            Window<Animal> back = animals.scroll(ALL, BY_NAME, TWO, beforeThird);
            Window<Animal> backToTheFirst = animals.scroll(ALL, BY_NAME, TWO, back.positionAt(0));

            assertThat(names(first)).containsExactly("a1", "a2");
            assertThat(names(second)).containsExactly("a3", "a4");
            assertThat(second.hasNext()).isTrue();
            assertThat(names(third)).containsExactly("a5");
            assertThat(third.hasNext()).isFalse();
            assertThat(names(back)).containsExactly("a3", "a4");
            assertThat(back.hasNext()).isTrue();
            assertThat(names(backToTheFirst)).containsExactly("a1", "a2");
            assertThat(backToTheFirst.hasNext()).isFalse();
        });
    }

    @Test
    void spring_datas_iterator_goes_through_windows() {
        addFive(acme, "a");

        List<Animal> all = new ArrayList<>();
        acme.run(() -> WindowIterator.of(
                        position -> animals.scroll(ALL, Sort.by("name").descending(), TWO, position))
                .startingAt(ScrollPosition.keyset())
                .forEachRemaining(all::add));

        assertThat(names(all)).containsExactly("a5", "a4", "a3", "a2", "a1");
    }

    @Test
    void restrictions_and_mixed_orders_are_kept() {
        addFive(acme, "a");
        Sort mixed =
                Sort.by(Sort.Order.desc("createdAt"), Sort.Order.asc("name").ignoreCase());
        Restriction<Animal> some = Restriction.greaterThan("name", "a2");

        acme.run(() -> {
            Window<Animal> first = animals.scroll(some, mixed, TWO, ScrollPosition.keyset());
            Window<Animal> second = animals.scroll(some, mixed, TWO, first.positionAt(1));

            assertThat(names(first)).containsExactly("a3", "a4");
            assertThat(names(second)).containsExactly("a5");
        });
    }

    @Test
    void specifications_say_which_rows_windows_have() {
        Specification<Animal> ofAda = (root, query, builder) ->
                builder.equal(root.join("owner", JoinType.LEFT).get("name"), "Ada");
        Specification<Animal> notTheFirst = (root, query, builder) -> builder.notEqual(root.get("name"), "a1");
        for (TenantContext tenant : List.of(acme, bolt)) {
            addFive(tenant, "other");
            tenant.run(() -> {
                Owner ada = families.save(new Owner("Ada"));
                for (String name : List.of("a1", "a2", "a3", "a4", "a5", "a6")) {
                    Animal pet = new Animal(name);
                    pet.owner = ada;
                    animals.save(pet);
                }
            });
        }
        acme.run(() -> animals.delete(animals.findByName("a3").get(0)));

        acme.run(() -> {
            Specification<Animal> both = ofAda.and(notTheFirst);
            Window<Animal> first = animals.scroll(both, BY_NAME, TWO, ScrollPosition.keyset());
            Window<Animal> second = animals.scroll(both, BY_NAME, TWO, first.positionAt(1));
            Window<Animal> back =
                    animals.scroll(both, BY_NAME, TWO, ((KeysetScrollPosition) second.positionAt(0)).backward());
            Window<Animal> descending =
                    animals.scroll(both, BY_NAME.descending(), Limit.of(9), ScrollPosition.keyset());

            assertThat(names(first)).containsExactly("a2", "a4");
            assertThat(first.hasNext()).isTrue();
            assertThat(names(second)).containsExactly("a5", "a6");
            assertThat(second.hasNext()).isFalse();
            assertThat(names(back)).containsExactly("a2", "a4");
            assertThat(names(descending)).containsExactly("a6", "a5", "a4", "a2");
            assertThat(descending)
                    .allSatisfy(pet -> assertThat(pet.getTenantId()).isEqualTo(ACME));
        });
    }

    @Test
    void a_specification_may_say_nothing_but_not_the_order() {
        addFive(acme, "a");
        addFive(bolt, "b");
        Specification<Animal> ordering = (root, query, builder) -> {
            requireNonNull(query).orderBy(builder.desc(root.get("name")));
            return null;
        };

        assertThat(names(acme.call(
                        () -> animals.scroll(Specification.unrestricted(), BY_NAME, TWO, ScrollPosition.keyset()))))
                .containsExactly("a1", "a2");
        assertThatThrownBy(() -> acme.call(() -> animals.scroll(ordering, BY_NAME, TWO, ScrollPosition.keyset())))
                .isInstanceOf(InvalidDataAccessApiUsageException.class)
                .hasMessageContaining("the restriction orders the query. Leave that to the page's own order");
        assertThatThrownBy(() -> animals.scroll(Specification.unrestricted(), BY_NAME, TWO, ScrollPosition.keyset()))
                .isInstanceOf(MissingTenantException.class);
    }

    @Test
    void a_position_is_a_text_that_is_good_for_one_tenant_and_order() {
        addFive(acme, "a");
        addFive(bolt, "b");

        Window<Animal> first = acme.call(() -> animals.scroll(ALL, BY_NAME, TWO, ScrollPosition.keyset()));
        String cursor = TenantJpaRepository.cursor(first.positionAt(1));
        KeysetScrollPosition carriedBack = TenantJpaRepository.position(cursor);

        assertThat(cursor).matches("[A-Za-z0-9_-]+");
        assertThat(names(acme.call(() -> animals.scroll(ALL, BY_NAME, TWO, carriedBack))))
                .containsExactly("a3", "a4");
        assertThat(names(acme.call(() -> animals.scroll(
                        ALL,
                        BY_NAME,
                        TWO,
                        TenantJpaRepository.position(TenantJpaRepository.cursor(first.positionAt(1)))
                                .backward()))))
                .containsExactly("a1");
        for (Supplier<?> misuse : List.<Supplier<?>>of(
                () -> bolt.call(() -> animals.scroll(ALL, BY_NAME, TWO, carriedBack)),
                () -> bolt.call(() -> animals.scroll(ALL, BY_NAME, TWO, first.positionAt(1))),
                () -> acme.call(() -> animals.scroll(ALL, Sort.by("createdAt"), TWO, carriedBack)),
                () -> acme.call(() -> families.scroll(ALL, BY_NAME, TWO, carriedBack)),
                () -> acme.call(
                        () -> animals.scroll(ALL, BY_NAME, TWO, TenantJpaRepository.position(cursor.substring(1)))),
                () -> acme.call(
                        () -> animals.scroll(ALL, BY_NAME, TWO, ScrollPosition.forward(Map.of("name", "a1")))))) {
            assertThatThrownBy(misuse::get).isInstanceOf(InvalidCursorException.class);
        }
    }

    @Test
    void what_no_window_can_be_made_of_is_refused() {
        acme.run(() -> {
            assertThatThrownBy(() -> animals.scroll(ALL, BY_NAME, Limit.unlimited(), ScrollPosition.keyset()))
                    .isInstanceOf(InvalidDataAccessApiUsageException.class)
                    .hasMessageContaining("Limit.of(20)");
            assertThatThrownBy(() -> animals.scroll(ALL, BY_NAME, TWO, ScrollPosition.offset()))
                    .isInstanceOf(InvalidDataAccessApiUsageException.class)
                    .hasMessageContaining("ScrollPosition.keyset()");
            assertThatThrownBy(() -> animals.scroll(
                            ALL, BY_NAME, TWO, ScrollPosition.keyset().backward()))
                    .isInstanceOf(InvalidDataAccessApiUsageException.class)
                    .hasMessageContaining("Reverse the sort");
            assertThatThrownBy(() -> animals.scroll(ALL, Sort.by("nothing"), TWO, ScrollPosition.keyset()))
                    .isInstanceOf(InvalidDataAccessApiUsageException.class)
                    .hasMessageContaining("no such attribute");
            assertThatThrownBy(() -> animals.scroll(
                            ALL, Sort.by(Sort.Order.asc("name").nullsFirst()), TWO, ScrollPosition.keyset()))
                    .isInstanceOf(InvalidDataAccessApiUsageException.class)
                    .hasMessageContaining("nulls");
        });
    }

    @Test
    void cursors_of_other_instances_are_read_with_the_same_secret() {
        String secret = "rowhouse.data.cursor-secrets=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
        addFive(acme, "a");
        String cursor;
        try (ConfigurableApplicationContext one = Clinic.start(database, List.of(), secret)) {
            cursor = acme.call(() -> TenantJpaRepository.cursor(one.getBean(Animals.class)
                    .scroll(ALL, BY_NAME, TWO, ScrollPosition.keyset())
                    .positionAt(1)));
        }
        try (ConfigurableApplicationContext another = Clinic.start(
                database,
                List.of(),
                secret.replace("=A", "=Z").replace("cursor-secrets=", "cursor-secrets[0]="),
                secret.replace("cursor-secrets=", "cursor-secrets[1]="))) {
            assertThat(names(acme.call(() -> another.getBean(Animals.class)
                            .scroll(ALL, BY_NAME, TWO, TenantJpaRepository.position(cursor)))))
                    .containsExactly("a3", "a4");
        }
    }

    /** Spring Data's comparison is made of ORs, so the rows before the position are read and thrown away. */
    @Test
    void a_deep_window_reads_its_own_rows_and_no_others() throws SQLException {
        acme.run(() -> application.getBean(JdbcClient.class).sql("""
                        insert into animal (id, name, created_at)
                        select gen_random_uuid(), 'a' || n, timestamptz '2026-01-01' + n * interval '1 second'
                        from generate_series(1, 5000) as n""").update());
        try (Connection connection = database.superuser().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("analyze animal");
        }
        Sort newest = Sort.by("createdAt").descending();

        ScrollPosition ours = deep(position -> animals.scroll(ALL, newest, Limit.of(2000), position));
        ScrollPosition springs = deep(
                position -> animals.findByOrderByCreatedAtDescIdDesc((KeysetScrollPosition) position, Limit.of(2000)));

        assertThat(rowsRead(() -> animals.scroll(ALL, newest, Limit.of(20), ours)))
                .isLessThanOrEqualTo(21);
        assertThat(rowsRead(
                        () -> animals.findByOrderByCreatedAtDescIdDesc((KeysetScrollPosition) springs, Limit.of(20))))
                .isGreaterThan(4000);
    }

    private ScrollPosition deep(Function<ScrollPosition, Window<Animal>> scroll) {
        return acme.call(() -> {
            Window<Animal> first = scroll.apply(ScrollPosition.keyset());
            return scroll.apply(first.positionAt(1999)).positionAt(1999);
        });
    }

    private long rowsRead(Supplier<Window<Animal>> window) {
        return requireNonNull(acme.call(() -> transaction.execute(status -> {
            long before = rowsReadSoFar();
            assertThat(window.get().size()).isEqualTo(20);
            return rowsReadSoFar() - before;
        })));
    }

    private static long rowsReadSoFar() {
        return application
                .getBean(JdbcClient.class)
                .sql("select seq_tup_read + idx_tup_fetch from pg_stat_xact_user_tables where relname = 'animal'")
                .query(Long.class)
                .single();
    }
}
