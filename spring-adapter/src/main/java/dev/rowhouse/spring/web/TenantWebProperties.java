package dev.rowhouse.spring.web;

import java.util.List;
import org.jspecify.annotations.Nullable;
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
 * @param claim The resolver "claim".
 * @param principal The resolver "principal".
 * @param membership Whether users who are signed in belong to the tenant.
 * @param actor Under which name users stand in the audit columns.
 */
@ConfigurationProperties("rowhouse.web")
record TenantWebProperties(
        @DefaultValue List<Source> resolvers,
        @DefaultValue("/actuator/**") List<String> withoutTenant,
        @DefaultValue("-90") int filterOrder,
        @DefaultValue Header header,
        @DefaultValue Subdomain subdomain,
        @DefaultValue Path path,
        @DefaultValue Session session,
        @DefaultValue Claim claim,
        @DefaultValue PrincipalProperty principal,
        @DefaultValue Membership membership,
        @DefaultValue Actor actor) {
    enum Source {
        HEADER,
        SUBDOMAIN,
        PATH,
        HOST,
        SESSION,
        CLAIM,
        PRINCIPAL;

        /** Whether it looks at who is signed in. */
        boolean isOfUser() {
            return this == CLAIM || this == PRINCIPAL;
        }
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

    /**
     * The resolver "claim".
     *
     * @param name Claim of the user's token that holds the tenant's id or name. A user with several, as a list, works for any of
     *     them, and something else says for which.
     */
    record Claim(@DefaultValue("tenant") String name) {}

    /**
     * The resolver "principal".
     *
     * @param property Property of the principal that holds the tenant's id or name, such as tenantId or business.id. Default: the
     *     principal implements TenantUser.
     */
    record PrincipalProperty(@Nullable String property) {}

    /**
     * Whether users who are signed in belong to the tenant. A bean of type TenantMembership decides alone.
     *
     * @param required Whether users are refused as long as nothing says to which tenants they belong. Default: those whom Spring
     *     Security has signed in are.
     * @param claim Claim of the user's token that lists the tenants he belongs to, by id or name.
     * @param authorityPrefix Prefix of authorities that name the tenants a user belongs to: TENANT_ for TENANT_acme.
     */
    record Membership(
            @Nullable Boolean required,
            @Nullable String claim,
            @Nullable String authorityPrefix) {}

    /**
     * Under which name users stand in the audit columns. A bean of type ActorResolver decides alone.
     *
     * @param claim Claim of the user's token that holds the name. Default, and where the token has none: the name of the user.
     */
    record Actor(@Nullable String claim) {}
}
