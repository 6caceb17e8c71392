package dev.rowhouse.spring.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.CacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;

/** Caffeine and JCache are not asked for where an application does not have them. */
class OptionalCachesTest {
    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(TenantCacheAutoConfiguration.class))
            .withBean(ConcurrentMapCacheManager.class);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.github.benmanes.caffeine",
                "javax.cache",
                "org.springframework.cache.caffeine",
                "org.springframework.cache.jcache",
                "org.springframework.cache.transaction",
                "org.springframework.boot.cache",
                "io.micrometer"
            })
    void what_is_missing_takes_only_its_own_part_away(String library) {
        application
                .withClassLoader(new FilteredClassLoader(library))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .getBean(CacheManager.class)
                        .isInstanceOf(TenantCaches.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rowhouse.enabled=false", "rowhouse.cache.enabled=false"})
    void what_is_switched_off_is_left_alone(String property) {
        application
                .withPropertyValues(property)
                .run(context ->
                        assertThat(context).getBean(CacheManager.class).isInstanceOf(ConcurrentMapCacheManager.class));
    }

    @Test
    void keys_of_different_tenants_differ() {
        UUID acme = UUID.randomUUID();
        UUID bolt = UUID.randomUUID();

        assertThat(TenantKey.of(acme, 1)).isEqualTo(TenantKey.of(acme, 1)).isNotEqualTo(TenantKey.of(bolt, 1));
        assertThat(TenantKey.of(acme, "1")).isEqualTo(acme + ":1").isNotEqualTo(TenantKey.of(acme, 1));
        assertThat(TenantKey.of(acme, 1)).hasToString(acme + ":1");
        assertThat(TenantKey.isOf(acme, TenantKey.of(acme, "1"))).isTrue();
        assertThat(TenantKey.isOf(bolt, TenantKey.of(acme, "1"))).isFalse();
        assertThat(TenantKey.isOf(acme, TenantKey.of(acme, 1))).isTrue();
        assertThat(TenantKey.isOf(bolt, TenantKey.of(acme, 1))).isFalse();
        assertThat(TenantKey.isOf(acme, 1)).isFalse();
    }
}
