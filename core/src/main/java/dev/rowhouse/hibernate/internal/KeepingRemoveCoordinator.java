package dev.rowhouse.hibernate.internal;

import org.hibernate.engine.spi.EntityEntry;
import org.hibernate.engine.spi.PersistenceContext;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.persister.collection.mutation.CollectionMutationTarget;
import org.hibernate.persister.collection.mutation.RemoveCoordinator;
import org.jspecify.annotations.Nullable;

/**
 * Leaves the rows of a collection table, and the foreign keys of a unidirectional one-to-many, as they are when their owner is
 * soft-deleted: a restore would not find them again. When the collection is replaced or cleared they go as usual.
 */
final class KeepingRemoveCoordinator implements RemoveCoordinator {
    private final RemoveCoordinator standard;
    private final CollectionPersister collection;

    KeepingRemoveCoordinator(RemoveCoordinator standard, CollectionPersister collection) {
        this.standard = standard;
        this.collection = collection;
    }

    @Override
    public void deleteAllRows(Object key, SharedSessionContractImplementor session) {
        if (!isOwnerDeleted(key, session)) {
            standard.deleteAllRows(key, session);
        }
    }

    private boolean isOwnerDeleted(Object key, SharedSessionContractImplementor session) {
        if (session instanceof TenantStatelessSession stateless) {
            return stateless.isDeleting();
        }
        PersistenceContext context = session.getPersistenceContextInternal();
        Object owner = context.getCollectionOwner(key, collection);
        EntityEntry entry = owner == null ? null : context.getEntry(owner);
        if (entry != null) {
            return entry.getStatus().isDeletedOrGone();
        }
        return context.containsDeletedUnloadedEntityKey(
                session.generateEntityKey(key, collection.getOwnerEntityPersister()));
    }

    @Override
    public CollectionMutationTarget getMutationTarget() {
        return standard.getMutationTarget();
    }

    @Override
    public @Nullable String getSqlString() {
        return standard.getSqlString();
    }
}
