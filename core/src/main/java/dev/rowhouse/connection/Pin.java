package dev.rowhouse.connection;

import dev.rowhouse.TenantContext;
import dev.rowhouse.TenantMismatchException;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whom a connection may serve for as long as it is open.
 *
 * @param bound whether it serves one tenant only, or only work without one
 * @param tenantId the tenant, or null for work without one
 * @param tenantless whether it is for work without a tenant on purpose, also where the data source requires one
 */
record Pin(boolean bound, @Nullable UUID tenantId, boolean tenantless) {
    /** Everybody, one transaction after the other. */
    static final Pin NONE = new Pin(false, null, false);

    /** Work without a tenant on purpose. */
    static final Pin TENANTLESS = new Pin(true, null, true);

    static Pin to(@Nullable UUID tenantId) {
        return new Pin(true, tenantId, false);
    }

    void require(@Nullable TenantContext current) {
        if (!bound) {
            return;
        }
        UUID currentId = current == null ? null : current.tenantId();
        if (!Objects.equals(tenantId, currentId)) {
            throw new TenantMismatchException("Using a connection or session of " + name(tenantId)
                    + ": the current context is " + name(currentId)
                    + ". Close it before the tenant changes, and open another inside TenantContext.run.");
        }
    }

    private static String name(@Nullable UUID tenantId) {
        return tenantId == null ? "no tenant" : "tenant " + tenantId;
    }
}
