package dev.rowhouse.spring;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/**
 * A tenant as a {@link TenantDirectory} knows it.
 *
 * @param id the tenant's id, as in {@link dev.rowhouse.TenantContext}
 * @param status whether it may work now
 * @since 0.1
 */
public record Tenant(UUID id, Status status) {
    /**
     * Creates an entry.
     *
     * @param id the tenant's id
     * @param status whether it may work now
     */
    public Tenant {
        requireNonNull(id, "id");
        requireNonNull(status, "status");
    }

    /**
     * Whether a tenant may work now.
     *
     * @since 0.1
     */
    public enum Status {
        /** It may. */
        ACTIVE,
        /** It may not: what it asks for is refused. */
        SUSPENDED
    }
}
