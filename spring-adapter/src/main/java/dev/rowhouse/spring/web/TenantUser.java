package dev.rowhouse.spring.web;

import java.util.Collection;
import java.util.UUID;

/**
 * A user who knows the tenants he belongs to: implemented by the principal that the application signs in, such as its
 * {@code UserDetails} or {@code OAuth2User}. Such a user works for these tenants and no other, and where he has exactly one the
 * resolver {@code principal} takes it.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface TenantUser {
    /**
     * The tenants he belongs to.
     *
     * @return their ids; with none he works for no tenant
     */
    Collection<UUID> tenantIds();
}
