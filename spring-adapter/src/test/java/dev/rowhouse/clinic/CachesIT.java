package dev.rowhouse.clinic;

import static dev.rowhouse.spring.PetApplication.ACME;
import static dev.rowhouse.spring.PetApplication.BOLT;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rowhouse.MissingTenantException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.spring.PetApplication;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCache;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.jcache.JCacheCacheManager;
import org.springframework.cache.support.SimpleCacheManager;
import org.springframework.cache.transaction.TransactionAwareCacheManagerProxy;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Spring's caches, in which one tenant's entry must not answer another tenant's question. */
class CachesIT {
    @RegisterExtension
    static final RowhouseDatabase database = Clinic.database();

    private final TenantContext acme = TenantContext.of(ACME);
    private final TenantContext bolt = TenantContext.of(BOLT);

    static class Names {
        private final JdbcClient client;
        private final AtomicInteger calls = new AtomicInteger();

        Names(JdbcClient client) {
            this.client = client;
        }

        AtomicInteger calls() {
            return calls;
        }

        private List<String> read() {
            calls.incrementAndGet();
            return List.copyOf(client.sql("select name from owner order by name")
                    .query(String.class)
                    .list());
        }

        @Cacheable("names")
        public List<String> all() {
            return read();
        }

        @Cacheable(cacheNames = "names", key = "'all'")
        public List<String> underAnExpression() {
            return read();
        }

        @Cacheable(cacheNames = "names", sync = true)
        public List<String> inSync() {
            return read();
        }

        @Cacheable("names")
        public CompletableFuture<List<String>> later() {
            return CompletableFuture.completedFuture(read());
        }

        @CachePut("names")
        public List<String> refreshed() {
            return read();
        }

        @CacheEvict("names")
        public void evictOne() {}

        @CacheEvict(cacheNames = "names", allEntries = true)
        public void evictAll() {}

        @CacheEvict(cacheNames = "names", allEntries = true, beforeInvocation = true)
        public void invalidate() {}

        @Cacheable("countries")
        public List<String> countries() {
            calls.incrementAndGet();
            return List.copyOf(
                    client.sql("select code from country").query(String.class).list());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class Caching {
        @Bean
        Names names(JdbcClient client) {
            return new Names(client);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OnMap {
        @Bean
        CacheManager caches() {
            return new ConcurrentMapCacheManager();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OnCaffeine {
        @Bean
        CaffeineCacheManager caches() {
            CaffeineCacheManager caches = new CaffeineCacheManager();
            caches.setCaffeine(Caffeine.newBuilder().maximumSize(100).recordStats());
            return caches;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OnEhcache {
        @Bean(destroyMethod = "close")
        javax.cache.CacheManager ehcache() {
            javax.cache.CacheManager ehcache = javax.cache.Caching.getCachingProvider(
                            "org.ehcache.jsr107.EhcacheCachingProvider")
                    .getCacheManager();
            for (String name : List.of("names", "countries")) {
                ehcache.createCache(name, new MutableConfiguration<>()); // by value: keys are written
            }
            return ehcache;
        }

        @Bean
        JCacheCacheManager caches(javax.cache.CacheManager ehcache) {
            return new JCacheCacheManager(ehcache);
        }
    }

    /** A cache of which nothing is known but the interface, as those of other servers. */
    @Configuration(proxyBeanMethods = false)
    static class OnOpaque {
        @Bean
        CacheManager caches() {
            SimpleCacheManager caches = new SimpleCacheManager();
            caches.setCaches(List.of(new Opaque(new ConcurrentMapCache("names")), new ConcurrentMapCache("countries")));
            return caches;
        }
    }

    private record Opaque(Cache target) implements Cache {
        @Override
        public String getName() {
            return target.getName();
        }

        @Override
        public Object getNativeCache() {
            return this;
        }

        @Override
        public ValueWrapper get(Object key) {
            return target.get(key);
        }

        @Override
        public <T> T get(Object key, Class<T> type) {
            return target.get(key, type);
        }

        @Override
        public <T> T get(Object key, Callable<T> valueLoader) {
            return target.get(key, valueLoader);
        }

        @Override
        public void put(Object key, Object value) {
            target.put(key, value);
        }

        @Override
        public void evict(Object key) {
            target.evict(key);
        }

        @Override
        public void clear() {
            target.clear();
        }
    }

    private static ConfigurableApplicationContext start(Class<?> caches, String... properties) {
        return PetApplication.start(database, List.of(Caching.class, caches), properties);
    }

    @BeforeEach
    void add() {
        for (var pet : List.of(List.of(acme, "Ada"), List.of(bolt, "Bill"))) {
            ((TenantContext) pet.get(0)).run(() -> {
                JdbcClient client = JdbcClient.create(database.dataSource());
                client.sql("delete from owner").update();
                client.sql("insert into owner (name) values (?)")
                        .param(pet.get(1))
                        .update();
            });
        }
    }

    static Stream<Class<?>> caches() {
        return Stream.of(OnMap.class, OnCaffeine.class, OnEhcache.class, OnOpaque.class);
    }

    @ParameterizedTest
    @MethodSource("caches")
    void tenants_do_not_share_entries(Class<?> caches) {
        try (ConfigurableApplicationContext application = start(caches)) {
            Names names = application.getBean(Names.class);

            for (int i = 0; i < 2; i++) {
                assertThat(acme.call(names::all)).containsExactly("Ada");
                assertThat(bolt.call(names::all)).containsExactly("Bill");
                assertThat(acme.call(names::underAnExpression)).containsExactly("Ada");
                assertThat(bolt.call(names::underAnExpression)).containsExactly("Bill");
            }
            assertThat(names.calls().getAndSet(0)).isEqualTo(4);

            acme.run(names::evictOne);
            assertThat(acme.call(names::inSync)).containsExactly("Ada");
            assertThat(bolt.call(names::inSync)).containsExactly("Bill");
            assertThat(acme.call(names::inSync)).containsExactly("Ada");
            assertThat(names.calls().getAndSet(0)).isOne();

            assertThat(bolt.call(names::refreshed)).containsExactly("Bill");
            assertThat(acme.call(names::all)).containsExactly("Ada");
        }
    }

    /** What happens without the prefix, so that the tests above are known to see it. */
    @ParameterizedTest
    @MethodSource("caches")
    void without_the_prefix_they_do(Class<?> caches) {
        try (ConfigurableApplicationContext application = start(caches, "rowhouse.cache.enabled=false")) {
            Names names = application.getBean(Names.class);

            assertThat(acme.call(names::all)).containsExactly("Ada");
            assertThat(bolt.call(names::all)).containsExactly("Ada"); // a leak
        }
    }

    @ParameterizedTest
    @MethodSource("caches")
    void clearing_clears_ones_own_entries_where_the_cache_can_be_looked_into(Class<?> caches) {
        try (ConfigurableApplicationContext application = start(caches)) {
            Names names = application.getBean(Names.class);
            int othersRead = caches == OnOpaque.class ? 2 : 0;
            bolt.run(names::all);
            bolt.run(names::underAnExpression);
            acme.run(names::all);
            acme.run(names::underAnExpression);
            names.calls().set(0);

            acme.run(names::evictAll);
            bolt.run(names::all);
            bolt.run(names::underAnExpression);
            assertThat(names.calls().getAndSet(0)).isEqualTo(othersRead);
            acme.run(names::all);
            acme.run(names::underAnExpression);
            assertThat(names.calls().getAndSet(0)).isEqualTo(2);

            acme.run(names::invalidate);
            bolt.run(names::all);
            bolt.run(names::underAnExpression);
            assertThat(names.calls().getAndSet(0)).isEqualTo(othersRead);
            acme.run(names::all);
            assertThat(names.calls().getAndSet(0)).isOne();

            names.evictAll(); // nobody's: all
            acme.run(names::all);
            bolt.run(names::all);
            assertThat(names.calls().get()).isEqualTo(2);
        }
    }

    @Test
    void futures_are_kept_apart() {
        try (ConfigurableApplicationContext application = start(OnCaffeineFutures.class)) {
            Names names = application.getBean(Names.class);

            assertThat(acme.call(names::later).join()).containsExactly("Ada");
            assertThat(bolt.call(names::later).join()).containsExactly("Bill");
            assertThat(acme.call(names::later).join()).containsExactly("Ada");
            assertThat(names.calls()).hasValue(2);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OnCaffeineFutures {
        @Bean
        CaffeineCacheManager caches() {
            CaffeineCacheManager caches = new CaffeineCacheManager();
            caches.setAsyncCacheMode(true);
            return caches;
        }
    }

    @Test
    void without_a_tenant_there_is_no_entry() {
        try (ConfigurableApplicationContext application = start(OnMap.class)) {
            Names names = application.getBean(Names.class);

            assertThatThrownBy(names::countries)
                    .isInstanceOf(MissingTenantException.class)
                    .hasMessage(
                            "Using cache \"countries\": no tenant is bound, so that nobody knows whose entry is meant."
                                    + " Put the work inside TenantContext.of(tenantId).run(...), or, if its entries are the same for"
                                    + " all tenants, name the cache in rowhouse.cache.shared.");
        }
    }

    @Test
    void shared_caches_are_for_all() {
        try (ConfigurableApplicationContext application = start(OnMap.class, "rowhouse.cache.shared=countries")) {
            Names names = application.getBean(Names.class);

            assertThat(names.countries()).containsExactly("de", "fr");
            assertThat(acme.call(names::countries)).containsExactly("de", "fr");
            assertThat(bolt.call(names::countries)).containsExactly("de", "fr");
            assertThat(names.calls()).hasValue(1);
            assertThat(acme.call(names::all)).containsExactly("Ada");
            assertThat(bolt.call(names::all)).containsExactly("Bill");
        }
    }

    @Test
    void caches_that_are_used_by_hand_are_kept_apart_too() {
        try (ConfigurableApplicationContext application = start(OnMap.class)) {
            Cache cache = requireNonNull(application.getBean(CacheManager.class).getCache("drafts"));

            acme.run(() -> cache.put("1", "Ada's"));
            acme.run(() -> cache.put(1, "Ada's one"));

            assertThat(bolt.call(() -> cache.get("1"))).isNull();
            assertThat(bolt.call(() -> cache.get("1", String.class))).isNull();
            assertThat(bolt.call(() -> cache.get("1", () -> "Bill's"))).isEqualTo("Bill's");
            assertThat(bolt.call(() -> cache.putIfAbsent(1, "Bill's one"))).isNull();
            assertThat(bolt.call(() -> cache.evictIfPresent("1"))).isTrue();
            assertThat(bolt.call(() -> cache.evictIfPresent("1"))).isFalse();
            assertThat(acme.call(() -> cache.get("1", String.class))).isEqualTo("Ada's");
            assertThat(acme.call(() -> cache.get(1, String.class))).isEqualTo("Ada's one");
            assertThat(acme.call(cache::invalidate)).isTrue();
            assertThat(acme.call(cache::invalidate)).isFalse();
            assertThat(bolt.call(() -> cache.get(1, String.class))).isEqualTo("Bill's one");
        }
    }

    /** A key that looks like another tenant's entry is a key of one's own. */
    @Test
    void a_key_cannot_name_another_tenant() {
        try (ConfigurableApplicationContext application = start(OnMap.class)) {
            Cache cache = requireNonNull(application.getBean(CacheManager.class).getCache("drafts"));
            acme.run(() -> cache.put("1", "Ada's"));

            assertThat(bolt.call(() -> cache.get(ACME + ":1"))).isNull();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OnTransactions {
        @Bean
        CacheManager caches() {
            return new TransactionAwareCacheManagerProxy(new ConcurrentMapCacheManager());
        }
    }

    @Test
    void caches_that_follow_transactions_are_kept_apart() {
        try (ConfigurableApplicationContext application = start(OnTransactions.class)) {
            Names names = application.getBean(Names.class);

            assertThat(acme.call(names::all)).containsExactly("Ada");
            assertThat(bolt.call(names::all)).containsExactly("Bill");
            acme.run(names::evictAll);
            assertThat(acme.call(names::all)).containsExactly("Ada");
            assertThat(names.calls()).hasValue(3);
        }
    }

    @Test
    void excluded_managers_are_left_as_they_are() {
        try (ConfigurableApplicationContext application = start(OnCaffeine.class, "rowhouse.cache.exclude=caches")) {
            assertThat(application.getBean(CaffeineCacheManager.class)).isNotNull();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Early {
        @Bean
        static BeanFactoryPostProcessor early() {
            return beans -> beans.getBean(CacheManager.class);
        }
    }

    @Test
    void a_manager_that_escaped_stops_the_application() {
        assertThatThrownBy(() -> PetApplication.start(database, List.of(Caching.class, OnMap.class, Early.class)))
                .hasMessageContaining(
                        "Starting with cache manager caches: it was created before Rowhouse could wrap it")
                .hasMessageContaining("rowhouse.cache.exclude");
    }
}
