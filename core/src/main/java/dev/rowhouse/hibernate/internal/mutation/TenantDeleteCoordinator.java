package dev.rowhouse.hibernate.internal.mutation;

import org.hibernate.engine.jdbc.mutation.JdbcValueBindings;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.persister.entity.mutation.AbstractDeleteCoordinator;
import org.hibernate.persister.entity.mutation.EntityTableMapping;
import org.hibernate.sql.model.MutationOperationGroup;
import org.hibernate.sql.model.MutationType;
import org.hibernate.sql.model.ast.builder.MutationGroupBuilder;
import org.hibernate.sql.model.ast.builder.TableDeleteBuilder;
import org.hibernate.sql.model.ast.builder.TableDeleteBuilderSkipped;
import org.hibernate.sql.model.ast.builder.TableDeleteBuilderStandard;
import org.jspecify.annotations.Nullable;

/** Deletes an entity for good by statements that name the tenant. */
final class TenantDeleteCoordinator extends AbstractDeleteCoordinator {
    private final TenantRestriction tenant;

    TenantDeleteCoordinator(EntityPersister entity) {
        super(entity, entity.getFactory());
        this.tenant = TenantRestriction.of(entity);
    }

    /** Called by the constructor of the superclass too. */
    @Override
    protected MutationOperationGroup generateOperationGroup(
            @Nullable Object rowId,
            Object @Nullable [] loadedState,
            boolean applyVersion,
            @Nullable SharedSessionContractImplementor session) {
        EntityPersister entity = entityPersister();
        TenantRestriction restriction = TenantRestriction.of(entity);
        MutationGroupBuilder deletes = new MutationGroupBuilder(MutationType.DELETE, entity);
        entity.forEachMutableTableReverse(table -> {
            if (table.isCascadeDeleteEnabled()) {
                deletes.addTableDetailsBuilder(new TableDeleteBuilderSkipped(table));
            } else {
                TableDeleteBuilder delete = new TableDeleteBuilderStandard(entity, table, factory());
                if (isNamedIn(table)) {
                    restriction.addTo(delete, table);
                }
                applyKeyRestriction(rowId, entity, delete, table);
                deletes.addTableDetailsBuilder(delete);
            }
        });
        if (applyVersion) {
            applyOptimisticLocking(
                    entity.optimisticLockStyle(), deletes::findTableDetailsBuilder, loadedState, session);
        }
        return createOperationGroup(null, deletes.buildMutationGroup());
    }

    private static boolean isNamedIn(EntityTableMapping table) {
        return table.getDeleteDetails().getCustomSql() == null;
    }

    @Override
    protected void breakDownKeyJdbcValues(
            Object id,
            @Nullable Object rowId,
            SharedSessionContractImplementor session,
            JdbcValueBindings values,
            EntityTableMapping table) {
        super.breakDownKeyJdbcValues(id, rowId, session, values, table);
        if (isNamedIn(table)) {
            tenant.bind(session, values, table);
        }
    }
}
