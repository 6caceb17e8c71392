package dev.rowhouse.hibernate.internal.plan;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rowhouse.TenantContext;
import dev.rowhouse.hibernate.TenantEntity;
import dev.rowhouse.testkit.RowhouseDatabase;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.hibernate.LockMode;
import org.hibernate.LockOptions;
import org.hibernate.Session;
import org.hibernate.annotations.BatchSize;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.registry.BootstrapServiceRegistryBuilder;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.cfg.Configuration;
import org.hibernate.engine.spi.LoadQueryInfluencers;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.event.internal.DefaultLoadEventListener;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.EventType;
import org.hibernate.integrator.spi.Integrator;
import org.hibernate.loader.ast.internal.SingleIdLoadPlan;
import org.hibernate.persister.entity.EntityPersister;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which plans of loads by id are kept. What they load is tested with the sessions. */
@SuppressWarnings("removal") // Hibernate asks for a plan by what it is about to remove
class LoadPlansIT {
    @RegisterExtension
    static final RowhouseDatabase database = RowhouseDatabase.builder()
            .script("/dev/rowhouse/hibernate/clinic.sql")
            .build();

    private static SessionFactoryImplementor factory;
    private static KeptPlans plans;

    @Entity(name = "Vet")
    @Table(name = "vet")
    static class Vet extends TenantEntity {}

    @Entity(name = "Owner")
    @Table(name = "owner")
    @BatchSize(size = 10)
    static class Owner extends TenantEntity {}

    /** A listener of the application. */
    private static final class OwnLoads extends DefaultLoadEventListener {}

    @BeforeAll
    static void start() {
        factory = start(new BootstrapServiceRegistryBuilder());
        plans = new KeptPlans(factory);
    }

    private static SessionFactoryImplementor start(BootstrapServiceRegistryBuilder builder) {
        Configuration configuration = new Configuration(builder.build());
        configuration.getProperties().put("jakarta.persistence.nonJtaDataSource", database.dataSource());
        return (SessionFactoryImplementor) configuration
                .addAnnotatedClass(Vet.class)
                .addAnnotatedClass(Owner.class)
                .buildSessionFactory();
    }

    @AfterAll
    static void stop() {
        factory.close();
    }

    private static EntityPersister persister(Class<?> entity) {
        return factory.getMappingMetamodel().getEntityDescriptor(entity);
    }

    private static void inSession(Consumer<Session> work) {
        TenantContext.of(UUID.randomUUID()).run(() -> factory.inSession(work));
    }

    private static LoadQueryInfluencers influencers(Session session) {
        return session.unwrap(SessionImplementor.class).getLoadQueryInfluencers();
    }

    private static SingleIdLoadPlan<?> plan(Session session, LockMode lock) {
        KeptLoader loader = requireNonNull(plans.loader(persister(Vet.class), influencers(session)));
        return loader.resolveLoadPlan(new LockOptions(lock), influencers(session));
    }

    @Test
    void a_plan_is_kept_for_the_sessions_of_all_tenants() {
        List<SingleIdLoadPlan<?>> found = new ArrayList<>();

        inSession(session -> found.add(plan(session, LockMode.NONE)));
        inSession(session -> found.add(plan(session, LockMode.NONE)));

        assertThat(found.get(1)).isSameAs(found.get(0));
    }

    @Test
    void another_lock_has_a_plan_of_its_own() {
        inSession(session -> {
            SingleIdLoadPlan<?> locking = plan(session, LockMode.PESSIMISTIC_WRITE);

            assertThat(locking).isNotSameAs(plan(session, LockMode.NONE));
            assertThat(plan(session, LockMode.PESSIMISTIC_WRITE)).isSameAs(locking);
        });
    }

    @Test
    void other_filters_have_a_plan_of_their_own() {
        inSession(session -> {
            SingleIdLoadPlan<?> living = plan(session, LockMode.NONE);
            session.disableFilter("rowhouse.living");
            SingleIdLoadPlan<?> all = plan(session, LockMode.NONE);

            assertThat(all).isNotSameAs(living);
            assertThat(plan(session, LockMode.NONE)).isSameAs(all);
        });
    }

    @Test
    void what_is_loaded_in_batches_or_by_a_graph_is_left_to_hibernate() {
        inSession(session -> {
            assertThat(plans.loader(persister(Owner.class), influencers(session)))
                    .isNull();
            influencers(session)
                    .getEffectiveEntityGraph()
                    .applyGraph(
                            (org.hibernate.graph.spi.RootGraphImplementor<?>) session.createEntityGraph(Vet.class),
                            org.hibernate.graph.GraphSemantic.LOAD);
            assertThat(plans.loader(persister(Vet.class), influencers(session))).isNull();
        });
    }

    @Test
    void sessions_load_by_kept_plans() {
        assertThat(listeners(factory)).containsExactly(KeptLoads.class);
    }

    @Test
    void a_listener_of_the_application_stays() {
        Integrator own = new Integrator() {
            @Override
            public void integrate(
                    Metadata metadata, BootstrapContext context, SessionFactoryImplementor sessionFactory) {
                sessionFactory
                        .getServiceRegistry()
                        .requireService(EventListenerRegistry.class)
                        .setListeners(EventType.LOAD, new OwnLoads());
            }
        };

        try (SessionFactoryImplementor other = start(new BootstrapServiceRegistryBuilder().applyIntegrator(own))) {
            assertThat(listeners(other)).containsExactly(OwnLoads.class);
        }
    }

    private static List<Class<?>> listeners(SessionFactoryImplementor of) {
        List<Class<?>> classes = new ArrayList<>();
        of.getEventListenerGroups()
                .eventListenerGroup_LOAD
                .fireEventOnEachListener(classes, (listener, found) -> found.add(listener.getClass()));
        return classes;
    }
}
