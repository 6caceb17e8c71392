package dev.rowhouse.hibernate.internal;

import dev.rowhouse.hibernate.internal.mutation.TenantStateManagement;
import org.hibernate.mapping.Collection;
import org.hibernate.mapping.RootClass;
import org.hibernate.metamodel.mapping.AuxiliaryMapping;
import org.hibernate.metamodel.mapping.PluralAttributeMapping;
import org.hibernate.metamodel.mapping.internal.MappingModelCreationProcess;
import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.persister.collection.mutation.DeleteRowsCoordinator;
import org.hibernate.persister.collection.mutation.InsertRowsCoordinator;
import org.hibernate.persister.collection.mutation.RemoveCoordinator;
import org.hibernate.persister.collection.mutation.UpdateRowsCoordinator;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.persister.entity.mutation.DeleteCoordinator;
import org.hibernate.persister.entity.mutation.InsertCoordinator;
import org.hibernate.persister.entity.mutation.UpdateCoordinator;
import org.hibernate.persister.state.spi.StateManagement;
import org.jspecify.annotations.Nullable;

/**
 * How soft-deletable entities and the collections they own are written: as others, but for their deletion. Hibernate reads
 * {@link #INSTANCE}.
 */
public final class SoftDeleteManagement implements StateManagement {
    /** The only instance. */
    public static final StateManagement INSTANCE = new SoftDeleteManagement();

    private final StateManagement standard = TenantStateManagement.INSTANCE;

    private SoftDeleteManagement() {}

    @Override
    public DeleteCoordinator createDeleteCoordinator(EntityPersister persister) {
        return new SoftDeleteCoordinator(persister);
    }

    @Override
    public RemoveCoordinator createRemoveCoordinator(CollectionPersister persister) {
        return new KeepingRemoveCoordinator(standard.createRemoveCoordinator(persister), persister);
    }

    @Override
    public InsertCoordinator createInsertCoordinator(EntityPersister persister) {
        return standard.createInsertCoordinator(persister);
    }

    @Override
    public UpdateCoordinator createUpdateCoordinator(EntityPersister persister) {
        return standard.createUpdateCoordinator(persister);
    }

    @Override
    public UpdateCoordinator createMergeCoordinator(EntityPersister persister) {
        return standard.createMergeCoordinator(persister);
    }

    @Override
    public InsertRowsCoordinator createInsertRowsCoordinator(CollectionPersister persister) {
        return standard.createInsertRowsCoordinator(persister);
    }

    @Override
    public UpdateRowsCoordinator createUpdateRowsCoordinator(CollectionPersister persister) {
        return standard.createUpdateRowsCoordinator(persister);
    }

    @Override
    public DeleteRowsCoordinator createDeleteRowsCoordinator(CollectionPersister persister) {
        return standard.createDeleteRowsCoordinator(persister);
    }

    @Override
    public @Nullable AuxiliaryMapping createAuxiliaryMapping(
            EntityPersister persister, RootClass bootDescriptor, MappingModelCreationProcess creationProcess) {
        return standard.createAuxiliaryMapping(persister, bootDescriptor, creationProcess);
    }

    @Override
    public @Nullable AuxiliaryMapping createAuxiliaryMapping(
            PluralAttributeMapping attribute, Collection bootDescriptor, MappingModelCreationProcess creationProcess) {
        return standard.createAuxiliaryMapping(attribute, bootDescriptor, creationProcess);
    }
}
