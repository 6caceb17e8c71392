package dev.rowhouse.hibernate.internal;

import dev.rowhouse.RowhouseException;
import java.util.Map;
import java.util.Optional;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.persister.entity.EntityPersister;

/**
 * The soft-deletable entities of a session factory.
 *
 * @param byRoot by the name of the root entity
 */
record SoftDeletedEntities(Map<String, SoftDeleted> byRoot) {
    SoftDeletedEntities {
        byRoot = Map.copyOf(byRoot);
    }

    /** Finds those of a session factory; {@link TenantSessionFactories} has put them there. */
    static SoftDeletedEntities of(SessionFactoryImplementor factory) {
        return StatementGuard.of(factory)
                .map(StatementGuard::entities)
                .orElseGet(() -> new SoftDeletedEntities(Map.of()));
    }

    Optional<SoftDeleted> find(EntityPersister entity) {
        return Optional.ofNullable(byRoot.get(entity.getRootEntityName()));
    }

    SoftDeleted require(EntityPersister entity) {
        return find(entity)
                .orElseThrow(() -> new RowhouseException("Working with soft-deleted rows of " + entity.getEntityName()
                        + ": the entity has no @DeletedAt. Add it, or delete the entity for good."));
    }
}
