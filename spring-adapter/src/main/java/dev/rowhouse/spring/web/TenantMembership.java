package dev.rowhouse.spring.web;

import dev.rowhouse.spring.Tenant;
import java.security.Principal;

/**
 * Says whether a user may work for a tenant. Where there is a bean of this type it is asked for each request with a signed-in
 * user, and a user who is no member gets 403. Without one, {@link TenantUser} or the properties {@code rowhouse.web.membership.*} say
 * so; where nothing does, users of Spring Security are refused, and others work for whichever tenant the request names. Used by many
 * threads.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface TenantMembership {
    /**
     * Whether the user belongs to the tenant. No tenant is bound yet.
     *
     * @param user as the request knows it; with Spring Security its {@code Authentication}
     * @param tenant what the request names; active
     * @return whether the request may go on
     */
    boolean isMember(Principal user, Tenant tenant);
}
