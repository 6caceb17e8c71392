package dev.rowhouse.spring;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Who the tenants are. An application that names tenants by something other than their ids, or does work for all of them, has
 * a bean of this type.
 *
 * <p>It is asked while no tenant is known, so it reads what row-level security does not cover, and it is asked often: it should
 * remember what it has read for a while. Used by many threads.
 *
 * @since 0.1
 */
public interface TenantDirectory {
    /**
     * Finds a tenant by name: a slug such as {@code acme}, or a domain such as {@code acme.example.com}.
     *
     * @param name as it was sent, in lower case
     * @return the tenant, or empty if there is none of that name
     */
    Optional<Tenant> findByName(String name);

    /**
     * Finds a tenant by its id.
     *
     * @param id the id
     * @return the tenant, or empty if there is none
     */
    Optional<Tenant> findById(UUID id);

    /**
     * Lists the tenants that may work now.
     *
     * @return their ids, in the order in which work for all of them begins
     */
    List<UUID> activeTenants();
}
