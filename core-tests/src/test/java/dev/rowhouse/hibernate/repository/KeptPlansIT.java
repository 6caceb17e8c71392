package dev.rowhouse.hibernate.repository;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.TenantContext;
import dev.rowhouse.hibernate.TenantEntity;
import dev.rowhouse.repository.Restriction;
import dev.rowhouse.testkit.RowhouseDatabase;
import jakarta.data.Limit;
import jakarta.data.Order;
import jakarta.data.Sort;
import jakarta.data.page.PageRequest;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.EntityFilterException;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.stat.Statistics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The plans of a repository's queries are kept, and it sees what its session has done. */
class KeptPlansIT {
    @RegisterExtension
    static final RowhouseDatabase database = RowhouseDatabase.builder()
            .script("/dev/rowhouse/testkit/repository/contract.sql")
            .build();

    private static final Order<PetRow> BY_NAME = Order.by(Sort.asc("name"));

    private static SessionFactory factory;
    private static HibernateTenantRepository<PetRow, UUID> pets;
    private static HibernateTenantRepository<EagerVisit, UUID> visits;

    private final TenantContext acme = TenantContext.of(UUID.randomUUID()).withActor("kim");
    private final TenantContext bolt = TenantContext.of(UUID.randomUUID()).withActor("lee");

    /** A visit that is loaded with its pet. */
    @Entity
    @Table(name = "visit")
    static class EagerVisit extends TenantEntity {
        @ManyToOne(fetch = FetchType.EAGER)
        @JoinColumn(name = "pet_id")
        @Nullable
        PetRow pet;

        @Column(nullable = false)
        String reason = "";
    }

    @BeforeAll
    static void start() {
        Configuration configuration = new Configuration();
        configuration.getProperties().put("jakarta.persistence.nonJtaDataSource", database.dataSource());
        configuration.getProperties().put("hibernate.generate_statistics", "true");
        factory = configuration
                .addAnnotatedClass(PetRow.class)
                .addAnnotatedClass(EagerVisit.class)
                .buildSessionFactory();
        pets = HibernateTenantRepository.of(factory, PetRow.class, UUID.class);
        visits = HibernateTenantRepository.of(factory, EagerVisit.class, UUID.class);
    }

    @AfterAll
    static void stop() {
        factory.close();
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

    /** Counts what Hibernate found among its kept texts and plans: each query has one of both. */
    private static long kept(Runnable queries) {
        queries.run(); // makes them
        Statistics statistics = factory.getStatistics();
        statistics.clear();
        queries.run();
        return statistics.getQueryPlanCacheHitCount();
    }

    @Test
    void hibernate_keeps_the_plans_of_a_repositorys_queries() {
        PetRow rex = acme.call(() -> pets.save(pet("Rex")));

        long kept = kept(() -> acme.run(() -> {
            pets.findById(id(rex));
            pets.findAll(BY_NAME);
            pets.findAll(Restriction.equalTo("name", "Rex"), BY_NAME, Limit.of(1));
            pets.findPage(PageRequest.ofSize(1).withoutTotal(), BY_NAME);
            pets.count();
            pets.exists(Restriction.equalTo("name", "Rex"));
        }));

        assertThat(kept).isEqualTo(10); // the texts and plans of all but the load by id
    }

    @Test
    void a_kept_plan_serves_each_tenant_its_own_rows() {
        PetRow ours = acme.call(() -> pets.save(pet("Rex")));
        PetRow theirs = bolt.call(() -> pets.save(pet("Max")));

        for (int i = 0; i < 3; i++) {
            assertThat(acme.call(() -> pets.findAll(BY_NAME)))
                    .extracting(pet -> pet.name)
                    .containsExactly("Rex");
            assertThat(bolt.call(() -> pets.findAll(BY_NAME)))
                    .extracting(pet -> pet.name)
                    .containsExactly("Max");
            assertThat(acme.call(() -> pets.findById(id(theirs)))).isEmpty();
            assertThat(bolt.call(() -> pets.findById(id(ours)))).isEmpty();
        }
    }

    @Test
    void what_the_session_has_changed_is_seen() {
        PetRow rex = acme.call(() -> pets.save(pet("Rex")));

        acme.run(() -> factory.inTransaction(session -> {
            PetRow found = pets.in(session).findById(id(rex)).orElseThrow();
            found.name = "Max";
            assertThat(pets.in(session).count(Restriction.equalTo("name", "Max")))
                    .isEqualTo(1);
            assertThat(pets.in(session).findById(id(rex))).containsSame(found);
            session.remove(found);
            assertThat(pets.in(session).findById(id(rex))).isEmpty();
            assertThat(pets.in(session).findAll(BY_NAME)).isEmpty();
        }));
    }

    @Test
    void a_reference_that_was_taken_before_is_found_as_it_is() {
        PetRow rex = acme.call(() -> pets.save(pet("Rex")));
        PetRow max = acme.call(() -> pets.save(pet("Max")));

        acme.run(() -> factory.inTransaction(session -> {
            PetRow reference = session.getReference(PetRow.class, id(rex));
            PetRow found = pets.in(session).findById(id(rex)).orElseThrow();
            assertThat(found.values().name()).isEqualTo("Rex");
            assertThat(session.contains(reference)).isTrue();
            session.remove(session.getReference(PetRow.class, id(max)));
            assertThat(pets.in(session).findById(id(max))).isEmpty();
        }));
    }

    @Test
    void what_is_loaded_along_is_loaded_under_the_filters() {
        PetRow rex = acme.call(() -> pets.save(pet("Rex")));
        EagerVisit visit = new EagerVisit();
        visit.reason = "check-up";
        visit.pet = rex;
        acme.run(() -> visits.save(visit));
        acme.run(() -> pets.softDelete(id(rex)));

        assertThatThrownBy(() -> acme.call(() -> visits.findAll(Order.by(Sort.asc("reason")))))
                .isInstanceOf(EntityFilterException.class);
        assertThatThrownBy(() -> acme.call(() -> visits.findById(requireNonNull(visit.getId()))))
                .isInstanceOf(EntityFilterException.class);
        assertThat(acme.call(() -> pets.count())).isZero();
    }
}
