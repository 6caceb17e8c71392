package dev.rowhouse.cached;

import static dev.rowhouse.spring.PetApplication.ACME;
import static dev.rowhouse.spring.PetApplication.BOLT;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rowhouse.TenantContext;
import dev.rowhouse.hibernate.TenantEntity;
import dev.rowhouse.spring.PetApplication;
import dev.rowhouse.testkit.RowhouseDatabase;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.QueryHint;
import jakarta.persistence.Table;
import java.util.List;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.QueryHints;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;

/** Hibernate's second-level and query cache under Spring Data, on Ehcache. */
class SecondLevelCacheIT {
    @RegisterExtension
    static final RowhouseDatabase database =
            RowhouseDatabase.builder().script("/clinic.sql").build();

    private final TenantContext acme = TenantContext.of(ACME);
    private final TenantContext bolt = TenantContext.of(BOLT);

    @Entity
    @Table(name = "owner")
    @Cacheable
    static class CachedOwner extends TenantEntity {
        String name = "";
    }

    interface CachedOwners extends JpaRepository<CachedOwner, UUID> {
        @QueryHints(@QueryHint(name = "org.hibernate.cacheable", value = "true"))
        List<CachedOwner> findByNameStartingWith(String prefix);
    }

    @Configuration(proxyBeanMethods = false)
    @EntityScan(basePackageClasses = SecondLevelCacheIT.class)
    @EnableJpaRepositories(basePackageClasses = SecondLevelCacheIT.class, considerNestedRepositories = true)
    static class OnJpa {}

    private static ConfigurableApplicationContext start() {
        return PetApplication.start(
                database,
                List.of(OnJpa.class),
                "spring.autoconfigure.exclude=",
                "spring.jpa.properties.hibernate.cache.region.factory_class=jcache",
                "spring.jpa.properties.hibernate.javax.cache.provider=org.ehcache.jsr107.EhcacheCachingProvider",
                "spring.jpa.properties.hibernate.javax.cache.missing_cache_strategy=create",
                "spring.jpa.properties.hibernate.cache.use_query_cache=true",
                "spring.jpa.properties.hibernate.generate_statistics=true",
                "spring.jpa.properties.jakarta.persistence.sharedCache.mode=ENABLE_SELECTIVE");
    }

    private static Statistics statistics(ConfigurableApplicationContext application) {
        return application
                .getBean(EntityManagerFactory.class)
                .unwrap(SessionFactory.class)
                .getStatistics();
    }

    @Test
    void entities_and_queries_are_cached_for_each_tenant() {
        try (ConfigurableApplicationContext application = start()) {
            CachedOwners owners = application.getBean(CachedOwners.class);
            UUID ada = acme.call(() -> added(owners, "Ada"));
            bolt.run(() -> added(owners, "Bill"));
            acme.run(() -> owners.findById(ada));
            statistics(application).clear();

            assertThat(acme.call(() -> owners.findById(ada))).isPresent();
            assertThat(statistics(application).getSecondLevelCacheHitCount()).isOne();
            assertThat(bolt.call(() -> owners.findById(ada))).isEmpty();
            assertThat(statistics(application).getSecondLevelCacheHitCount()).isOne();

            for (int i = 0; i < 2; i++) {
                assertThat(acme.call(() -> owners.findByNameStartingWith("")))
                        .extracting(owner -> owner.name)
                        .containsExactly("Ada");
                assertThat(bolt.call(() -> owners.findByNameStartingWith("")))
                        .extracting(owner -> owner.name)
                        .containsExactly("Bill");
            }
            assertThat(statistics(application).getQueryCacheHitCount()).isEqualTo(2);
        }
    }

    private static UUID added(CachedOwners owners, String name) {
        CachedOwner owner = new CachedOwner();
        owner.name = name;
        return requireNonNull(owners.save(owner).getId());
    }

    @Test
    void a_soft_delete_takes_the_entry_away() {
        try (ConfigurableApplicationContext application = start()) {
            CachedOwners owners = application.getBean(CachedOwners.class);
            UUID ada = acme.call(() -> added(owners, "Ada"));
            acme.run(() -> owners.findById(ada));

            acme.run(() -> owners.deleteById(ada));

            assertThat(acme.call(() -> owners.findById(ada))).isEmpty();
        }
    }
}
