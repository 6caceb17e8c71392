package dev.rowhouse.hibernate.internal.mutation;

import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.persister.entity.mutation.DeleteCoordinator;
import org.hibernate.persister.entity.mutation.UpdateCoordinator;
import org.hibernate.persister.state.internal.AbstractStateManagement;
import org.hibernate.persister.state.spi.StateManagement;

/**
 * How entities of tenants are written: as others, but by statements that name the tenant. One with a {@code @PartitionKey} has them
 * name that, as Hibernate does. Hibernate reads {@link #INSTANCE}.
 */
public final class TenantStateManagement extends AbstractStateManagement {
    /** The only instance. */
    public static final StateManagement INSTANCE = new TenantStateManagement();

    private TenantStateManagement() {}

    @Override
    public UpdateCoordinator createUpdateCoordinator(EntityPersister persister) {
        return persister.hasPartitionedSelectionMapping()
                ? super.createUpdateCoordinator(persister)
                : new TenantUpdateCoordinator(persister);
    }

    @Override
    public DeleteCoordinator createDeleteCoordinator(EntityPersister persister) {
        return persister.hasPartitionedSelectionMapping()
                ? super.createDeleteCoordinator(persister)
                : new TenantDeleteCoordinator(persister);
    }
}
