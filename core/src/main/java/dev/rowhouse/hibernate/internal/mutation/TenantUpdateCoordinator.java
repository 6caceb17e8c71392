package dev.rowhouse.hibernate.internal.mutation;

import org.hibernate.engine.jdbc.mutation.JdbcValueBindings;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.generator.values.GeneratedValues;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.persister.entity.mutation.EntityTableMapping;
import org.hibernate.persister.entity.mutation.UpdateCoordinatorStandard;
import org.hibernate.sql.model.MutationOperation;
import org.hibernate.sql.model.ast.builder.AbstractTableUpdateBuilder;
import org.jspecify.annotations.Nullable;

/** Updates an entity as Hibernate does, by a statement that names the tenant. */
final class TenantUpdateCoordinator extends UpdateCoordinatorStandard {
    /** Stands for the loaded state, which is not needed, where only the version is raised. */
    private static final Object[] VERSION_ALONE = {};

    private final TenantRestriction tenant;

    TenantUpdateCoordinator(EntityPersister entity) {
        super(entity, entity.getFactory());
        this.tenant = TenantRestriction.of(entity);
    }

    /** Called by the constructor of the superclass too. */
    @Override
    protected <O extends MutationOperation> AbstractTableUpdateBuilder<O> newTableUpdateBuilder(
            EntityTableMapping table) {
        AbstractTableUpdateBuilder<O> update = super.newTableUpdateBuilder(table);
        if (isNamedIn(table)) {
            TenantRestriction.of(entityPersister()).addTo(update, table);
        }
        return update;
    }

    private static boolean isNamedIn(EntityTableMapping table) {
        return table.getUpdateDetails().getCustomSql() == null;
    }

    @Override
    protected void breakDownKeyJdbcValues(
            Object id,
            @Nullable Object rowId,
            SharedSessionContractImplementor session,
            JdbcValueBindings values,
            EntityTableMapping table) {
        super.breakDownKeyJdbcValues(id, rowId, session, values, table);
        // what the database generates on update is read back by a statement of Hibernate's own making
        boolean readsBack = table.isIdentifierTable() && entityPersister().getUpdateDelegate() != null;
        if (isNamedIn(table) && !readsBack) {
            tenant.bind(session, values, table);
        }
    }

    @Override
    protected @Nullable GeneratedValues doVersionUpdate(
            @Nullable Object entity,
            Object id,
            Object version,
            Object oldVersion,
            boolean batching,
            Object @Nullable [] loadedState,
            SharedSessionContractImplementor session) {
        return super.doVersionUpdate(entity, id, version, oldVersion, batching, VERSION_ALONE, session);
    }

    @Override
    protected void bindPartitionColumnValueBindings(
            Object @Nullable [] loadedState, SharedSessionContractImplementor session, JdbcValueBindings values) {
        EntityTableMapping table = entityPersister().getIdentifierTableMapping();
        if (loadedState == VERSION_ALONE && isNamedIn(table)) {
            tenant.bind(session, values, table);
        }
    }
}
