package dev.rowhouse.spring.observation;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.TenantContext;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.ObservationHandler;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.MDC;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.filter.ServerHttpObservationFilter;

/** Metrics and observations where Micrometer is, and the logger's diagnostic context by choice. */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "rowhouse.enabled", matchIfMissing = true)
@EnableConfigurationProperties(TenantObservationProperties.class)
class TenantObservationAutoConfiguration {
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({MeterRegistry.class, MeterBinder.class})
    static class OnMeters {
        @Bean
        static TenantMetrics rowhouseMetrics(TenantObservationProperties properties) {
            TenantObservationProperties.Metrics metrics = properties.metrics();
            return new TenantMetrics(metrics.tenantTag() ? new CappedTenants(metrics.maxTenants()) : null);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ObservationHandler.class)
    static class OnObservations {
        @Bean
        static ObservedTenant rowhouseObservedTenant(TenantObservationProperties properties) {
            return new ObservedTenant(
                    properties.observations(),
                    new CappedTenants(properties.metrics().maxTenants()));
        }
    }

    /** The observation of a request begins long before its tenant is known. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({ObservationHandler.class, ServerHttpObservationFilter.class, Filter.class})
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    static class OnRequests {
        @Bean
        static FilterRegistrationBean<Filter> rowhouseRequestObservationFilter(ObservedTenant observedTenant) {
            FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
                TenantContext.current()
                        .ifPresent(context -> ServerHttpObservationFilter.findObservationContext(
                                        (HttpServletRequest) request)
                                .ifPresent(observed -> observedTenant.name(observed, context)));
                chain.doFilter(request, response);
            });
            registration.setOrder(Ordered.LOWEST_PRECEDENCE - 10);
            registration.setDispatcherTypes(DispatcherType.REQUEST);
            return registration;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty("rowhouse.logging.mdc")
    static class OnLogging {
        @Bean
        static DisposableBean rowhouseMdc(TenantObservationProperties properties) {
            String tenantKey = properties.logging().tenantKey();
            if (tenantKey.isBlank() || tenantKey.equals(properties.actorKey())) {
                throw new RowhouseException(
                        "Keeping tenant and actor in the logger's diagnostic context: the keys are \""
                                + tenantKey + "\" and \"" + properties.actorKey()
                                + "\". Set rowhouse.logging.tenant-key, and"
                                + " another rowhouse.logging.actor-key or none.");
            }
            TenantMdc.Keys keys = new TenantMdc.Keys(MDC.getMDCAdapter(), tenantKey, properties.actorKey());
            TenantMdc.use(keys);
            return () -> TenantMdc.stopUsing(keys);
        }
    }
}
