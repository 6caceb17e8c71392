package dev.rowhouse.peers.hibernate;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How an application says which tenant it serves. */
public interface TenantBinding {
    /** Runs work for a tenant, or for none. */
    void with(@Nullable UUID tenant, Work work) throws Exception;

    /** What is run for a tenant. */
    interface Work {
        /** Runs. */
        void run() throws Exception;
    }
}
