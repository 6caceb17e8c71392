package dev.rowhouse.peers.hibernate;

import java.util.UUID;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.jspecify.annotations.Nullable;

/** The tenant of the current thread, as Hibernate asks for it. */
final class ThreadTenant implements CurrentTenantIdentifierResolver<UUID>, TenantBinding {
    private static final ThreadLocal<@Nullable UUID> CURRENT = new ThreadLocal<>();

    @Override
    @SuppressWarnings("NullAway") // Hibernate takes a missing tenant as null, and has a word to say about it
    public UUID resolveCurrentTenantIdentifier() {
        return CURRENT.get();
    }

    @Override
    public boolean validateExistingCurrentSessions() {
        return true;
    }

    @Override
    public void with(@Nullable UUID tenant, Work work) throws Exception {
        UUID before = CURRENT.get();
        CURRENT.set(tenant);
        try {
            work.run();
        } finally {
            CURRENT.set(before);
        }
    }
}
