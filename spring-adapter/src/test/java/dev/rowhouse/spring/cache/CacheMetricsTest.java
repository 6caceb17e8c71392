package dev.rowhouse.spring.cache;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rowhouse.TenantContext;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration;
import org.springframework.boot.cache.metrics.CacheMetricsRegistrar;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.jcache.JCacheCacheManager;
import org.springframework.cache.transaction.TransactionAwareCacheManagerProxy;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** Spring Boot's metrics of caches, with and without Rowhouse. */
class CacheMetricsTest {
    private static final TenantContext ACME = TenantContext.of(UUID.fromString("0a000000-0000-4000-8000-000000000001"));
    private static final TenantContext BOLT = TenantContext.of(UUID.fromString("0b000000-0000-4000-8000-000000000002"));

    @Configuration(proxyBeanMethods = false)
    static class OnCaffeine {
        @Bean
        CacheManager caffeineCacheManager() {
            return caffeine();
        }

        static CaffeineCacheManager caffeine() {
            CaffeineCacheManager caches = new CaffeineCacheManager("names");
            caches.setCaffeine(Caffeine.newBuilder().maximumSize(100).recordStats());
            return caches;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OnTransactions {
        @Bean
        CacheManager caffeineCacheManager() {
            return new TransactionAwareCacheManagerProxy(OnCaffeine.caffeine());
        }
    }

    /** Both are beans, so that there is a wrapper in the wrapper. */
    @Configuration(proxyBeanMethods = false)
    static class OnTwoManagers {
        @Bean
        CacheManager within() {
            return OnCaffeine.caffeine();
        }

        @Bean
        @Primary
        CacheManager caffeineCacheManager(CacheManager within) {
            return new TransactionAwareCacheManagerProxy(within);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OnEhcache {
        @Bean(destroyMethod = "close")
        javax.cache.CacheManager ehcache() {
            javax.cache.CacheManager ehcache = javax.cache.Caching.getCachingProvider(
                            "org.ehcache.jsr107.EhcacheCachingProvider")
                    .getCacheManager();
            ehcache.createCache("names", new MutableConfiguration<>().setStatisticsEnabled(true));
            return ehcache;
        }

        @Bean
        JCacheCacheManager caffeineCacheManager(javax.cache.CacheManager ehcache) {
            return new JCacheCacheManager(ehcache);
        }
    }

    private static ApplicationContextRunner application(Class<?> caches, boolean enabled) {
        return new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(CacheMetricsAutoConfiguration.class, TenantCacheAutoConfiguration.class))
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withUserConfiguration(caches)
                .withPropertyValues("rowhouse.cache.enabled=" + enabled);
    }

    private static Set<Meter.Id> meters(Class<?> caches, boolean enabled, Consumer<ApplicationContext> work) {
        Set<Meter.Id> found = new HashSet<>();
        application(caches, enabled).run(application -> {
            assertThat(application).hasNotFailed();
            work.accept(application);
            application.getBean(MeterRegistry.class).getMeters().forEach(meter -> found.add(meter.getId()));
        });
        return found;
    }

    private static double count(ApplicationContext application, String meter, String... tags) {
        return application
                .getBean(MeterRegistry.class)
                .get(meter)
                .tags("name", "names", "cache.manager", "caffeine")
                .tags(tags)
                .functionCounter()
                .count();
    }

    private static Cache names(ApplicationContext application) {
        return requireNonNull(
                application.getBean("caffeineCacheManager", CacheManager.class).getCache("names"));
    }

    @ParameterizedTest
    @ValueSource(classes = {OnCaffeine.class, OnTransactions.class, OnTwoManagers.class, OnEhcache.class})
    void caches_of_tenants_have_the_meters_that_they_have_without_rowhouse(Class<?> caches) {
        Set<Meter.Id> without = meters(caches, false, application -> {});

        Set<Meter.Id> with = meters(
                caches,
                true,
                application ->
                        assertThat(application.getBean("caffeineCacheManager")).isInstanceOf(TenantCaches.class));

        assertThat(without).hasSizeGreaterThan(4);
        assertThat(with).isEqualTo(without);
    }

    @ParameterizedTest
    @ValueSource(classes = {OnCaffeine.class, OnTransactions.class, OnTwoManagers.class, OnEhcache.class})
    void they_count_what_happens_for_all_tenants(Class<?> caches) {
        application(caches, true).run(application -> {
            Cache names = names(application);

            ACME.run(() -> names.put("1", "Ada"));
            ACME.run(() -> assertThat(names.get("1", String.class)).isEqualTo("Ada"));
            BOLT.run(() -> assertThat(names.get("1")).isNull());

            assertThat(count(application, "cache.gets", "result", "hit")).isEqualTo(1);
            assertThat(count(application, "cache.gets", "result", "miss")).isEqualTo(1);
        });
    }

    @Test
    void caches_that_come_later_are_registered_as_ever() {
        application(OnCaffeine.class, true).run(application -> {
            CacheMetricsRegistrar registrar = application.getBean(CacheMetricsRegistrar.class);

            assertThat(registrar.bindCacheToRegistry(names(application))).isTrue();
            assertThat(registrar.bindCacheToRegistry(new TenantCache(
                            requireNonNull(new ConcurrentMapCacheManager().getCache("nobody knows its statistics")))))
                    .isFalse();
        });
    }
}
