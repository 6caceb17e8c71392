package dev.rowhouse.spring.web;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties {@code rowhouse.web.*}.
 *
 * @param resolvers What of a request names the tenant, in the order in which it is looked at.
 * @param withoutTenant Patterns of paths, within the application, that work without a tenant.
 * @param filterOrder Order of the filter that binds the tenant. Spring Security's filters have -100.
 * @param header The resolver "header".
 * @param subdomain The resolver "subdomain".
 * @param path The resolver "path".
 * @param session The resolver "session".
 */
@ConfigurationProperties("rowhouse.web")
record TenantWebProperties(
        @DefaultValue List<Source> resolvers,
        @DefaultValue("/actuator/**") List<String> withoutTenant,
        @DefaultValue("-90") int filterOrder,
        @DefaultValue Header header,
        @DefaultValue Subdomain subdomain,
        @DefaultValue Path path,
        @DefaultValue Session session) {
    enum Source {
        HEADER,
        SUBDOMAIN,
        PATH,
        HOST,
        SESSION
    }

    /**
     * The resolver "header".
     *
     * @param name Header that holds the tenant's id or name.
     */
    record Header(@DefaultValue("X-Tenant-ID") String name) {}

    /**
     * The resolver "subdomain".
     *
     * @param baseDomains Domains whose subdomains are the tenants' names.
     * @param ignored Subdomains that name no tenant.
     */
    record Subdomain(
            @DefaultValue List<String> baseDomains,
            @DefaultValue("www") List<String> ignored) {}

    /**
     * The resolver "path".
     *
     * @param pattern Pattern of paths, within the application, with a variable tenant.
     */
    record Path(@DefaultValue("/{tenant}/**") String pattern) {}

    /**
     * The resolver "session".
     *
     * @param attribute Attribute that holds the tenant's id or name.
     */
    record Session(@DefaultValue("tenant") String attribute) {}
}
