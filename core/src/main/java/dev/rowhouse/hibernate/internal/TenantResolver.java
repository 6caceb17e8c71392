package dev.rowhouse.hibernate.internal;

import dev.rowhouse.TenantContext;
import java.util.UUID;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;

/**
 * Tells Hibernate the tenant of the current context. Without one it is the nil UUID, because Hibernate cannot open a session
 * for null: no row has that tenant, and the connection is one without a tenant, which row-level security refuses. There is no
 * root tenant, so that no session is without the tenant filter.
 */
final class TenantResolver implements CurrentTenantIdentifierResolver<UUID> {
    static final UUID NOBODY = new UUID(0, 0);

    @Override
    public UUID resolveCurrentTenantIdentifier() {
        return TenantContext.current().map(TenantContext::tenantId).orElse(NOBODY);
    }

    /** Lets Hibernate refuse a current session that was opened for another tenant. */
    @Override
    public boolean validateExistingCurrentSessions() {
        return true;
    }
}
