package dev.rowhouse.peers.ebean;

import io.ebean.config.CurrentTenantProvider;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tenant of the current thread, as Ebean asks for it. */
final class ThreadTenant implements CurrentTenantProvider {
    private static final ThreadLocal<@Nullable UUID> CURRENT = new ThreadLocal<>();

    @Override
    public @Nullable Object currentId() {
        return CURRENT.get();
    }

    static void with(@Nullable UUID tenant, Work work) throws Exception {
        UUID before = CURRENT.get();
        CURRENT.set(tenant);
        try {
            work.run();
        } finally {
            CURRENT.set(before);
        }
    }

    /** What is run for a tenant. */
    interface Work {
        void run() throws Exception;
    }
}
