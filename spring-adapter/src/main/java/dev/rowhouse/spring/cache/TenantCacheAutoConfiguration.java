package dev.rowhouse.spring.cache;

import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.cache.metrics.CacheMeterBinderProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cache.CacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;

/** Wraps cache managers wherever there are any. */
@AutoConfiguration
@ConditionalOnClass(CacheManager.class)
@ConditionalOnBooleanProperty(name = "rowhouse.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "rowhouse.cache.enabled", matchIfMissing = true)
@EnableConfigurationProperties(TenantCacheProperties.class)
class TenantCacheAutoConfiguration {
    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static CacheWrapping rowhouseCacheWrapping(
            ConfigurableListableBeanFactory beans, ObjectProvider<TenantCacheProperties> properties) {
        return new CacheWrapping(beans, properties);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({CacheMeterBinderProvider.class, MeterBinder.class})
    static class OnMeters {
        @Bean
        static TenantCacheMeters rowhouseCacheMeters(ObjectProvider<CacheMeterBinderProvider<?>> providers) {
            return new TenantCacheMeters(providers);
        }
    }
}
