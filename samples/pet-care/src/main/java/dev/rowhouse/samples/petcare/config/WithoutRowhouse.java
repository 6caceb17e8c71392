package dev.rowhouse.samples.petcare.config;

import dev.rowhouse.TenantContext;
import dev.rowhouse.samples.petcare.business.Business;
import dev.rowhouse.samples.petcare.business.BusinessRepository;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.cfg.MultiTenancySettings;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.web.filter.OncePerRequestFilter;

/** What teams write for themselves: a filter that finds the tenant, and Hibernate's own {@code @TenantId}. For the comparison. */
@Configuration(proxyBeanMethods = false)
@Profile("unprotected")
class WithoutRowhouse {
    private static final UUID NOBODY = new UUID(0, 0);

    @Bean
    static HibernatePropertiesCustomizer tenantOfSessions() {
        CurrentTenantIdentifierResolver<UUID> resolver = new CurrentTenantIdentifierResolver<>() {
            @Override
            public UUID resolveCurrentTenantIdentifier() {
                return TenantContext.current().map(TenantContext::tenantId).orElse(NOBODY);
            }

            @Override
            public boolean validateExistingCurrentSessions() {
                return false;
            }
        };
        return properties -> properties.put(MultiTenancySettings.MULTI_TENANT_IDENTIFIER_RESOLVER, resolver);
    }

    @Bean
    TenantOfRequest tenantOfRequest(ObjectProvider<BusinessRepository> businesses) {
        return new TenantOfRequest(businesses);
    }

    /** The header wins, because the mobile application needed that once. */
    @Order(-90)
    static final class TenantOfRequest extends OncePerRequestFilter {
        private final ObjectProvider<BusinessRepository> businesses;

        TenantOfRequest(ObjectProvider<BusinessRepository> businesses) {
            this.businesses = businesses;
        }

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            Optional<Business> business = Optional.ofNullable(request.getHeader("X-Tenant-ID"))
                    .or(() -> subdomain(request.getServerName()))
                    .flatMap(slug -> businesses.getObject().findBySlug(slug));
            if (business.isEmpty()) {
                chain.doFilter(request, response);
                return;
            }
            TenantContext context = TenantContext.of(business.get().getId());
            Principal user = request.getUserPrincipal();
            try {
                (user == null ? context : context.withActor(user.getName()))
                        .<Exception>run(() -> chain.doFilter(request, response));
            } catch (IOException | ServletException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new ServletException(e);
            }
        }

        private static Optional<String> subdomain(String host) {
            return host.endsWith(".localhost") ? Optional.of(host.substring(0, host.indexOf('.'))) : Optional.empty();
        }
    }
}
