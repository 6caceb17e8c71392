package dev.rowhouse.hibernate;

import static dev.rowhouse.hibernate.Hibernate.ACME;
import static dev.rowhouse.hibernate.Hibernate.BOLT;
import static dev.rowhouse.hibernate.Hibernate.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.TenantContext;
import dev.rowhouse.testkit.RowhouseDatabase;
import jakarta.persistence.Entity;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.SharedSessionContract;
import org.hibernate.StatelessSession;
import org.hibernate.annotations.Filter;
import org.hibernate.annotations.FilterDef;
import org.hibernate.annotations.NamedQuery;
import org.hibernate.annotations.ParamDef;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.query.IllegalSelectQueryException;
import org.hibernate.query.QueryTypeMismatchException;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plans of a session's queries and loads are kept while filters are on, and none shows what another session may see. */
class SessionPlansIT {
    @RegisterExtension
    static final RowhouseDatabase database = RowhouseDatabase.builder()
            .script("/dev/rowhouse/hibernate/clinic.sql")
            .build();

    private static final String ALL = "select name from Animal order by name";

    private static SessionFactory factory;

    private final TenantContext acme = TenantContext.of(ACME).withActor("kim");
    private final TenantContext bolt = TenantContext.of(BOLT).withActor("lee");

    /** A pet with filters of the application, one of them with a value. */
    @Entity(name = "Animal")
    @Table(name = "pet")
    @FilterDef(name = "chipped")
    @Filter(name = "chipped", condition = "chip is not null")
    @FilterDef(name = "named", parameters = @ParamDef(name = "name", type = String.class))
    @Filter(name = "named", condition = "name = :name")
    @NamedQuery(name = "animals", query = ALL)
    static class Animal extends TenantEntity {
        String name = "";

        @org.jspecify.annotations.Nullable
        String chip;

        Animal() {}

        Animal(String name) {
            this.name = name;
        }
    }

    @BeforeAll
    static void start() {
        factory = Hibernate.start(database.dataSource(), Map.of("hibernate.generate_statistics", "true"), Animal.class);
    }

    @AfterAll
    static void stop() {
        factory.close();
    }

    @BeforeEach
    void empty() {
        Hibernate.run(database.superuser(), "truncate owner, pet, pet_tag, vet, owner_vet");
    }

    private UUID save(TenantContext context, String name) {
        Animal animal = new Animal(name);
        context.run(() -> factory.inTransaction(session -> session.persist(animal)));
        return id(animal);
    }

    /** Counts what Hibernate found among its kept texts and plans: each query has one of both, a named one has no text. */
    private long kept(Consumer<Session> queries) {
        Runnable run = () -> acme.run(() -> factory.inTransaction(queries));
        run.run(); // makes them
        Statistics statistics = factory.getStatistics();
        statistics.clear();
        run.run();
        return statistics.getQueryPlanCacheHitCount();
    }

    private static List<String> names(SharedSessionContract session) {
        return session.createSelectionQuery(ALL, String.class).getResultList();
    }

    // ---- what is kept

    @Test
    @SuppressWarnings("deprecation") // a selection without a type is kept too
    void the_plans_of_a_sessions_queries_are_kept() {
        assertThat(kept(session -> session.createQuery(ALL, String.class).getResultList()))
                .isEqualTo(2);
        assertThat(kept(session ->
                        session.createSelectionQuery(ALL, String.class).getResultList()))
                .isEqualTo(2);
        assertThat(kept(session -> session.createSelectionQuery(ALL).getResultList()))
                .isEqualTo(2);
        assertThat(kept(session ->
                        session.createNamedQuery("animals", String.class).getResultList()))
                .isEqualTo(2);
    }

    @Test
    void those_of_a_stateless_session_and_of_a_child_are_kept() {
        assertThat(kept(session -> {
                    try (StatelessSession child = session.statelessWithOptions().openStatelessSession()) {
                        child.createQuery(ALL, String.class).getResultList();
                        child.createSelectionQuery(ALL, String.class).getResultList();
                        child.createNamedQuery("animals", String.class).getResultList();
                    }
                }))
                .isEqualTo(6);
        assertThat(kept(session -> {
                    try (Session child =
                            session.sessionWithOptions().connection().openSession()) {
                        names(child);
                    }
                }))
                .isEqualTo(2);
    }

    @Test
    void those_of_criteria_are_kept_where_the_session_keeps_them() {
        Consumer<Session> work = session -> {
            var builder = session.getCriteriaBuilder();
            var criteria = builder.createQuery(String.class);
            criteria.select(criteria.from(Animal.class).get("name"));
            session.createQuery(criteria).getResultList();
        };

        Consumer<Session> likeJakartaPersistence =
                session -> session.unwrap(SessionImplementor.class).setCriteriaCopyTreeEnabled(true);
        assertThat(kept(work)).isEqualTo(1);
        assertThat(kept(likeJakartaPersistence.andThen(work))).isZero();
        assertThat(kept(likeJakartaPersistence
                        .andThen(session ->
                                session.unwrap(SessionImplementor.class).setCriteriaPlanCacheEnabled(true))
                        .andThen(work)))
                .isEqualTo(1);
    }

    @Test
    void a_filter_of_the_application_without_a_value_is_kept_and_one_with_a_value_is_not() {
        assertThat(kept(session -> {
                    session.enableFilter("chipped");
                    names(session);
                }))
                .isEqualTo(2);
        assertThat(kept(session -> {
                    session.enableFilter("named").setParameter("name", "Rex");
                    names(session);
                }))
                .isEqualTo(1); // the text
    }

    // ---- what they show

    @Test
    void a_plan_serves_each_tenant_its_own_rows_without_row_level_security_too() {
        UUID rex = save(acme, "Rex");
        UUID max = save(bolt, "Max");
        Hibernate.run(database.superuser(), "alter table pet disable row level security");
        try {
            for (int i = 0; i < 7; i++) { // past the fifth, pgjdbc and PostgreSQL keep theirs too
                assertThat(acme.<List<String>, RuntimeException>call(
                                () -> factory.fromTransaction(SessionPlansIT::names)))
                        .containsExactly("Rex");
                assertThat(bolt.<List<String>, RuntimeException>call(
                                () -> factory.fromTransaction(SessionPlansIT::names)))
                        .containsExactly("Max");
                assertThat(nameOf(acme, max)).isEqualTo("nobody");
                assertThat(nameOf(bolt, max)).isEqualTo("Max");
                assertThat(nameOf(bolt, rex)).isEqualTo("nobody");
                assertThat(nameOf(acme, rex)).isEqualTo("Rex");
            }
        } finally {
            Hibernate.run(database.superuser(), "alter table pet enable row level security");
        }
    }

    private static String nameOf(TenantContext context, UUID id) {
        return context.call(() -> factory.fromTransaction(session -> {
            Animal found = session.find(Animal.class, id);
            return found == null ? "nobody" : found.name;
        }));
    }

    @Test
    void a_plan_with_a_filter_serves_none_without_it() {
        UUID rex = save(acme, "Rex");
        save(acme, "Max");
        acme.run(() -> factory.inTransaction(session -> session.remove(session.find(Animal.class, rex))));

        for (int i = 0; i < 3; i++) {
            assertThat(with(session -> {})).containsExactly("Max");
            assertThat(with(session -> session.disableFilter("rowhouse.living")))
                    .containsExactly("Max", "Rex");
            assertThat(with(session -> session.enableFilter("chipped"))).isEmpty();
            assertThat(with(session -> session.enableFilter("named").setParameter("name", "Max")))
                    .containsExactly("Max");
            assertThat(with(session -> session.enableFilter("named").setParameter("name", "Tom")))
                    .isEmpty();
            assertThat(acme.<Boolean, RuntimeException>call(
                            () -> factory.fromTransaction(session -> session.find(Animal.class, rex) != null)))
                    .isFalse();
            assertThat(acme.<Boolean, RuntimeException>call(() -> factory.fromTransaction(session -> {
                        session.disableFilter("rowhouse.living");
                        return session.find(Animal.class, rex) != null;
                    })))
                    .isTrue();
        }
    }

    private List<String> with(Consumer<Session> filters) {
        Function<Session, List<String>> work = session -> {
            filters.accept(session);
            return names(session);
        };
        return acme.call(() -> factory.fromTransaction(work));
    }

    // ---- as Hibernate does it

    @ParameterizedTest
    @ValueSource(strings = {"PESSIMISTIC_WRITE", "PESSIMISTIC_FORCE_INCREMENT", "OPTIMISTIC", "NONE"})
    void a_load_takes_the_lock_it_was_asked_for(LockModeType lock) {
        UUID rex = save(acme, "Rex");

        for (int i = 0; i < 2; i++) {
            acme.run(() -> factory.inTransaction(session -> {
                Animal animal = session.find(Animal.class, rex, lock);
                assertThat(session.getLockMode(animal)).isEqualTo(lock);
                assertThat(Hibernate.read(
                                database.superuser(),
                                "select count(*) from (select 1 from pet for update skip locked) free"))
                        .containsExactly(lock.name().startsWith("PESSIMISTIC") ? "0" : "1");
            }));
        }
    }

    @Test
    void a_reference_is_initialized() {
        UUID rex = save(acme, "Rex");

        acme.run(() -> factory.inTransaction(session -> {
            Animal reference = session.getReference(Animal.class, rex);
            assertThat(session.find(Animal.class, rex)).isSameAs(reference);
            assertThat(((Animal) org.hibernate.Hibernate.unproxy(reference)).name)
                    .isEqualTo("Rex");
        }));
    }

    @Test
    void a_text_that_is_none_or_of_another_type_is_refused_as_by_hibernate() {
        acme.run(() -> factory.inSession(session -> {
            assertThatThrownBy(() -> session.createSelectionQuery("delete from Animal", Animal.class))
                    .isInstanceOf(IllegalSelectQueryException.class)
                    .hasMessageContaining("Expecting a selection query, but found 'delete from Animal'");
            assertThatThrownBy(() -> session.createSelectionQuery(ALL, UUID.class))
                    .isInstanceOf(QueryTypeMismatchException.class);
            assertThatThrownBy(() -> session.createQuery("from Nothing", Animal.class))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Nothing");
        }));
    }

    @Test
    void a_closed_session_makes_no_queries() {
        acme.run(() -> {
            Session session = factory.openSession();
            session.close();

            assertThatThrownBy(() -> session.createQuery(ALL, String.class))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
        });
    }
}
