package dev.rowhouse.spring.web;

import java.security.Principal;
import java.util.Optional;

/**
 * Says under which name a signed-in user stands in the audit columns. Where there is a bean of this type it is asked for each
 * request with a user; without one it is the user's name, or the claim that {@code rowhouse.web.actor.claim} names. Used by many
 * threads.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ActorResolver {
    /**
     * Names the actor. No tenant is bound yet.
     *
     * @param user as the request knows it; with Spring Security its {@code Authentication}
     * @return as {@link dev.rowhouse.TenantContext#withActor} takes it, or empty for none
     */
    Optional<String> resolve(Principal user);
}
