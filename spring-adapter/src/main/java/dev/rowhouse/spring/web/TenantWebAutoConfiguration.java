package dev.rowhouse.spring.web;

import dev.rowhouse.spring.TenantDirectory;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** Binds the tenant of requests wherever a resolver is named or is a bean. */
@AutoConfiguration
@ConditionalOnClass({Filter.class, ErrorResponseException.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBooleanProperty(name = "rowhouse.enabled", matchIfMissing = true)
@EnableConfigurationProperties(TenantWebProperties.class)
class TenantWebAutoConfiguration {
    /** Filters are created before most beans: what this one needs of the application is asked for with the first request. */
    @Bean
    static FilterRegistrationBean<TenantFilter> rowhouseTenantFilter(
            TenantWebProperties properties,
            ListableBeanFactory beans,
            ObjectProvider<TenantResolver> resolvers,
            ObjectProvider<TenantDirectory> directory,
            ObjectProvider<TenantMembership> memberships,
            ObjectProvider<Exemption> exemptions) {
        List<RequestPart> configured = properties.resolvers().stream()
                .map(source -> RequestPart.of(source, properties))
                .toList();
        List<PathPattern> patterns = properties.withoutTenant().stream()
                .map(PathPatternParser.defaultInstance::parse)
                .toList();
        Supplier<TenantLookup> lookup = SingletonSupplier.of(() -> new TenantLookup(
                Stream.concat(
                                configured.stream(),
                                resolvers
                                        .orderedStream()
                                        .map(own -> new RequestPart("a resolver of the application", own)))
                        .toList(),
                directory.getIfAvailable(),
                memberships.orderedStream().toList()));
        Supplier<Exemption> exemption = SingletonSupplier.of(
                () -> exemption(patterns, exemptions.orderedStream().toList()));

        FilterRegistrationBean<TenantFilter> registration =
                new FilterRegistrationBean<>(new TenantFilter(lookup, exemption));
        registration.setEnabled(
                !configured.isEmpty() || beans.getBeanNamesForType(TenantResolver.class, true, false).length > 0);
        registration.setOrder(properties.filterOrder());
        registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
        return registration;
    }

    /** Browsers send preflight requests without what names a tenant. */
    private static Exemption exemption(List<PathPattern> patterns, List<Exemption> others) {
        return request -> CorsUtils.isPreFlightRequest(request)
                || patterns.stream().anyMatch(pattern -> pattern.matches(RequestPart.pathOf(request)))
                || others.stream().anyMatch(other -> other.isWithoutTenant(request));
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(RequestMappingHandlerMapping.class)
    static class Mvc {
        @Bean
        static AnnotatedHandlers rowhouseAnnotatedHandlers(ObjectProvider<RequestMappingHandlerMapping> mappings) {
            return new AnnotatedHandlers(mappings::orderedStream);
        }
    }
}
