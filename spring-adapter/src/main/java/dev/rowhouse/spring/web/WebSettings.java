package dev.rowhouse.spring.web;

import dev.rowhouse.RowhouseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether the properties fit each other and the application, before the first request comes.
 *
 * @param signInOrder order of Spring Security's filter
 */
record WebSettings(TenantWebProperties properties, Users users, int signInOrder) {
    void check(boolean hasMembership, boolean hasActorResolver) {
        boolean security = users != Users.OF_SERVLETS;
        TenantWebProperties.Membership membership = properties.membership();
        for (TenantWebProperties.Source source : properties.resolvers()) {
            if (source.isOfUser() && security && properties.filterOrder() <= signInOrder) {
                throw new RowhouseException("Resolving tenants by "
                        + source.name().toLowerCase(Locale.ROOT) + ": the filter that does has order "
                        + properties.filterOrder() + ", and Spring Security's, which signs users in, comes later with "
                        + signInOrder + ". Set rowhouse.web.filter-order to " + (signInOrder + 10) + ".");
            }
        }
        if (properties.resolvers().contains(TenantWebProperties.Source.CLAIM)) {
            requireTokens("rowhouse.web.resolvers has claim", security);
        }
        requireText("rowhouse.web.claim.name", properties.claim().name());
        requireText("rowhouse.web.principal.property", properties.principal().property());
        requireText("rowhouse.web.membership.authority-prefix", membership.authorityPrefix());
        requireText("rowhouse.web.membership.claim", membership.claim());
        requireText("rowhouse.web.actor.claim", properties.actor().claim());
        if (membership.claim() != null) {
            requireTokens("rowhouse.web.membership.claim is set", security);
        }
        if (properties.actor().claim() != null) {
            requireTokens("rowhouse.web.actor.claim is set", security);
        }
        if (membership.authorityPrefix() != null && !security) {
            throw new RowhouseException(
                    "Reading authorities of users: rowhouse.web.membership.authority-prefix is set, and"
                            + " Spring Security is not there. Add spring-boot-starter-security, or remove the property.");
        }
        boolean configured = membership.claim() != null || membership.authorityPrefix() != null;
        if (hasMembership && configured) {
            throw new RowhouseException("Deciding who works for which tenant: there is a bean of type TenantMembership,"
                    + " and rowhouse.web.membership.claim or .authority-prefix is set. Keep one of them.");
        }
        if (configured && Boolean.FALSE.equals(membership.required())) {
            throw new RowhouseException(
                    "Deciding who works for which tenant: rowhouse.web.membership.required is false,"
                            + " and rowhouse.web.membership.claim or .authority-prefix is set. Keep one of them.");
        }
        if (hasActorResolver && properties.actor().claim() != null) {
            throw new RowhouseException("Naming the actor: there is a bean of type ActorResolver, and"
                    + " rowhouse.web.actor.claim is set. Keep one of them.");
        }
    }

    private static void requireTokens(String why, boolean security) {
        if (!security || !SecurityUsers.knowTokens()) {
            throw new RowhouseException(
                    "Reading claims of tokens: " + why + ", and Spring Security's OAuth 2.0 is not"
                            + " there. Add spring-boot-starter-security-oauth2-resource-server or -client, or do without claims.");
        }
    }

    private static void requireText(String property, @Nullable String value) {
        if (value != null && value.isBlank()) {
            throw new RowhouseException(
                    "Reading the properties of requests: " + property + " is blank. Set it, or remove it.");
        }
    }
}
