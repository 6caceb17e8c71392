package dev.rowhouse.spring.web;

import static java.util.Objects.requireNonNull;

import dev.rowhouse.spring.TenantDirectory;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
import org.springframework.core.env.Environment;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
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
            Environment environment,
            ObjectProvider<Users> knownUsers,
            ObjectProvider<TenantResolver> resolvers,
            ObjectProvider<TenantDirectory> directory,
            ObjectProvider<TenantMembership> memberships,
            ObjectProvider<ActorResolver> actors,
            ObjectProvider<Exemption> exemptions) {
        Users users = knownUsers.getIfAvailable(() -> Users.OF_SERVLETS);
        new WebSettings(properties, users, signInOrder(environment))
                .check(isAny(beans, TenantMembership.class), isAny(beans, ActorResolver.class));
        List<RequestPart> configured = properties.resolvers().stream()
                .map(source -> RequestPart.of(source, properties, users))
                .toList();
        Stream<Exemption> paths = properties.withoutTenant().stream()
                .map(PathPatternParser.defaultInstance::parse)
                .map(Exemption::of);
        Exemption preflight = CorsUtils::isPreFlightRequest; // which browsers send without what names a tenant
        List<Exemption> known = Stream.concat(Stream.of(preflight), paths).toList();
        Supplier<TenantNames> names = SingletonSupplier.of(() -> new TenantNames(directory.getIfAvailable()));
        Supplier<TenantLookup> lookup = SingletonSupplier.of(() -> new TenantLookup(
                Stream.concat(
                                configured.stream(),
                                resolvers
                                        .orderedStream()
                                        .map(own -> new RequestPart("a resolver of the application", own)))
                        .toList(),
                names.get()));
        Supplier<Admission> admission = SingletonSupplier.of(() -> new Admission(
                users,
                names.get(),
                memberships.orderedStream().toList(),
                UserTenants.of(properties, users),
                properties.membership().required(),
                actors.getIfAvailable(() -> actor(users, properties.actor().claim()))));
        Supplier<Exemption> exemption = SingletonSupplier.of(() -> Exemption.anyOf(
                Stream.concat(known.stream(), exemptions.orderedStream()).toList()));

        FilterRegistrationBean<TenantFilter> registration =
                new FilterRegistrationBean<>(new TenantFilter(lookup, admission, exemption));
        registration.setEnabled(!configured.isEmpty() || isAny(beans, TenantResolver.class));
        registration.setOrder(properties.filterOrder());
        registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
        return registration;
    }

    /** Does nothing where the other stands behind Spring Security already. */
    @Bean
    static FilterRegistrationBean<Filter> rowhouseAdmissionFilter(
            FilterRegistrationBean<TenantFilter> rowhouseTenantFilter,
            TenantWebProperties properties,
            Environment environment) {
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(
                requireNonNull(rowhouseTenantFilter.getFilter()).afterSignIn());
        int signIn = signInOrder(environment);
        registration.setEnabled(rowhouseTenantFilter.isEnabled() && properties.filterOrder() <= signIn);
        registration.setOrder(signIn + 10);
        registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
        return registration;
    }

    /** The order of Spring Security's filter. */
    private static int signInOrder(Environment environment) {
        return environment.getProperty("spring.security.filter.order", Integer.class, -100);
    }

    private static boolean isAny(ListableBeanFactory beans, Class<?> type) {
        return beans.getBeanNamesForType(type, true, false).length > 0;
    }

    private static ActorResolver actor(Users users, @Nullable String claim) {
        return user -> Optional.ofNullable(claim)
                .map(name -> users.claim(user, name))
                .map(Object::toString)
                .filter(name -> !name.isBlank())
                .or(() -> Optional.ofNullable(user.getName()));
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(RequestMappingHandlerMapping.class)
    static class Mvc {
        @Bean
        static AnnotatedHandlers rowhouseAnnotatedHandlers(ObjectProvider<RequestMappingHandlerMapping> mappings) {
            return new AnnotatedHandlers(mappings::orderedStream);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({AuthenticationTrustResolverImpl.class, SecurityContextHolder.class})
    static class OnSecurity {
        @Bean
        static Users rowhouseUsers(ObjectProvider<SecurityContextHolderStrategy> strategy) {
            return new SecurityUsers(SingletonSupplier.ofNullable(strategy::getIfUnique));
        }
    }
}
