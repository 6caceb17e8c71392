package dev.rowhouse.hibernate;

import static dev.rowhouse.hibernate.Hibernate.ACME;
import static dev.rowhouse.hibernate.Hibernate.BOLT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.MissingTenantException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.testkit.RowhouseDatabase;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The second-level and the query cache, on Caffeine, keep tenants and deleted rows apart as the database does. */
class SecondLevelCacheIT {
    @RegisterExtension
    static final RowhouseDatabase database = RowhouseDatabase.builder()
            .script("/dev/rowhouse/hibernate/clinic.sql")
            .build();

    private static final Map<String, String> SETTINGS = Map.of(
            "hibernate.cache.use_second_level_cache", "true",
            "hibernate.cache.use_query_cache", "true",
            "hibernate.cache.region.factory_class", "jcache",
            "hibernate.javax.cache.provider", "com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider",
            "hibernate.javax.cache.missing_cache_strategy", "create",
            "hibernate.generate_statistics", "true");

    private static SessionFactory factory;

    /** Shares the caches' manager, and so ends with the other. */
    private static SessionFactory unaware;

    private final TenantContext acme = TenantContext.of(ACME).withActor("kim");
    private final TenantContext bolt = TenantContext.of(BOLT);
    private final UUID ada = UUID.randomUUID();

    @Entity(name = "CachedVet")
    @Table(name = "vet")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    static class CachedVet extends TenantEntity {
        String name = "";

        CachedVet() {}

        CachedVet(UUID id, String name) {
            super(id);
            this.name = name;
        }
    }

    /** The same rows, as an application maps them that leaves tenants to the database alone. */
    @Entity(name = "VetOfNoTenant")
    @Table(name = "vet")
    @Cacheable
    static class VetOfNoTenant {
        @Id
        private @Nullable UUID id;

        String name = "";
    }

    /** A data source under row-level security that Hibernate does not recognize as one of tenants. */
    private static DataSource unrecognized() {
        return (DataSource) Proxy.newProxyInstance(
                SecondLevelCacheIT.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> method.getName().equals("isWrapperFor")
                        ? false
                        : method.invoke(database.dataSource(), arguments));
    }

    @BeforeAll
    static void start() {
        factory = Hibernate.start(database.dataSource(), SETTINGS, CachedVet.class);
        unaware = Hibernate.start(unrecognized(), SETTINGS, VetOfNoTenant.class);
    }

    @AfterAll
    static void stop() {
        factory.close();
        unaware.close();
    }

    @BeforeEach
    void begin() {
        Hibernate.run(database.superuser(), "truncate vet cascade");
        acme.run(() -> factory.inTransaction(session -> session.persist(new CachedVet(ada, "Ada"))));
        acme.run(() -> factory.inTransaction(session -> session.find(CachedVet.class, ada)));
        factory.getStatistics().clear();
    }

    private static List<String> cachedNames(Session session) {
        return session.createQuery("select name from CachedVet", String.class)
                .setCacheable(true)
                .getResultList();
    }

    @Test
    void an_entry_is_hit_by_its_tenant_and_no_other() {
        CachedVet own = acme.call(() -> factory.fromTransaction(session -> session.find(CachedVet.class, ada)));
        long hits = factory.getStatistics().getSecondLevelCacheHitCount();
        bolt.run(() -> factory.inTransaction(
                session -> assertThat(session.find(CachedVet.class, ada)).isNull()));

        assertThat(own.name).isEqualTo("Ada");
        assertThat(hits).isEqualTo(1);
        assertThat(factory.getStatistics().getSecondLevelCacheHitCount()).isEqualTo(1);
    }

    @Test
    void a_cached_query_is_hit_by_its_tenant_and_no_other() {
        acme.run(() -> factory.inTransaction(
                session -> assertThat(cachedNames(session)).containsExactly("Ada")));
        acme.run(() -> factory.inTransaction(
                session -> assertThat(cachedNames(session)).containsExactly("Ada")));
        bolt.run(() -> factory.inTransaction(
                session -> assertThat(cachedNames(session)).isEmpty()));

        assertThat(factory.getStatistics().getQueryCacheHitCount()).isEqualTo(1);
    }

    @Test
    void what_was_deleted_is_in_no_cache_and_does_not_get_into_one_by_being_found() {
        acme.run(() -> {
            factory.inTransaction(session -> assertThat(cachedNames(session)).containsExactly("Ada"));
            factory.inTransaction(session -> session.remove(session.find(CachedVet.class, ada)));
            factory.inTransaction(session -> assertThat(SoftDeletes.in(session).findDeleted(CachedVet.class, ada))
                    .isPresent());

            factory.inTransaction(session -> {
                assertThat(session.find(CachedVet.class, ada)).isNull();
                assertThat(cachedNames(session)).isEmpty();
            });

            factory.inTransaction(session -> SoftDeletes.in(session).restore(CachedVet.class, ada));
            factory.inTransaction(session -> {
                assertThat(session.find(CachedVet.class, ada)).isNotNull();
                assertThat(cachedNames(session)).containsExactly("Ada");
            });
        });
    }

    @Test
    void a_cached_entity_is_not_read_without_a_tenant() {
        assertThatThrownBy(() -> factory.inTransaction(session -> session.find(CachedVet.class, ada)))
                .isInstanceOf(MissingTenantException.class);
    }

    @Test
    void without_the_tenant_in_its_keys_an_entry_would_be_hit_by_anybody() {
        acme.run(() -> unaware.inTransaction(session -> session.find(VetOfNoTenant.class, ada)));

        VetOfNoTenant leaked =
                bolt.call(() -> unaware.fromTransaction(session -> session.find(VetOfNoTenant.class, ada)));
        List<VetOfNoTenant> read = bolt.call(() -> unaware.fromTransaction(session ->
                session.createQuery("from VetOfNoTenant", VetOfNoTenant.class).getResultList()));

        assertThat(leaked.name).isEqualTo("Ada");
        assertThat(read).isEmpty();
    }
}
