package dev.rowhouse.hibernate.internal;

import static java.util.Objects.requireNonNull;

import dev.rowhouse.hibernate.internal.mutation.TenantRestriction;
import java.util.List;
import org.hibernate.engine.jdbc.mutation.JdbcValueBindings;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.metamodel.mapping.SelectableMapping;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.persister.entity.mutation.AbstractDeleteCoordinator;
import org.hibernate.persister.entity.mutation.EntityTableMapping;
import org.hibernate.sql.ast.tree.expression.ColumnReference;
import org.hibernate.sql.model.MutationOperation;
import org.hibernate.sql.model.MutationOperationGroup;
import org.hibernate.sql.model.MutationType;
import org.hibernate.sql.model.ast.ColumnValueBinding;
import org.hibernate.sql.model.ast.ColumnWriteFragment;
import org.hibernate.sql.model.ast.MutatingTableReference;
import org.hibernate.sql.model.ast.RestrictedTableMutation;
import org.hibernate.sql.model.ast.builder.TableUpdateBuilderStandard;
import org.hibernate.sql.model.internal.MutationGroupSingle;
import org.hibernate.sql.model.internal.MutationOperationGroupFactory;
import org.jspecify.annotations.Nullable;

/**
 * Deletes an entity by one update of the table that holds its key and {@code deleted_at}: other tables of a joined hierarchy and
 * secondary tables keep their rows. The version is raised, so that whoever still holds the entity cannot write it.
 */
final class SoftDeleteCoordinator extends AbstractDeleteCoordinator {
    private final TenantRestriction tenant;

    SoftDeleteCoordinator(EntityPersister persister) {
        super(persister, persister.getFactory());
        this.tenant = TenantRestriction.of(persister);
    }

    /** Called by the constructor of the superclass. */
    @Override
    protected MutationOperationGroup generateOperationGroup(
            @Nullable Object rowId,
            Object @Nullable [] loadedState,
            boolean applyVersion,
            @Nullable SharedSessionContractImplementor session) {
        EntityPersister entity = entityPersister();
        SoftDeleted softDeleted = SoftDeletedEntities.of(entity.getFactory()).require(entity);
        EntityTableMapping table = entity.getIdentifierTableMapping();
        MutatingTableReference reference = new MutatingTableReference(table);
        SelectableMapping deletedAt = column(entity, softDeleted.deletedAt());
        TableUpdateBuilderStandard<MutationOperation> update = new TableUpdateBuilderStandard<>(
                entity, reference, factory(), deletedAt.getSelectionExpression() + " is null");
        TenantRestriction.of(entity).addTo(update, table);
        applyKeyRestriction(rowId, entity, update, table);
        set(update, reference, deletedAt, "now()");
        String deletedBy = softDeleted.deletedBy();
        if (deletedBy != null) {
            set(update, reference, column(entity, deletedBy), "rowhouse.current_actor()");
        }
        SelectableMapping version = entity.getVersionMapping();
        set(update, reference, version, version.getSelectionExpression() + "+1");
        if (applyVersion) {
            applyOptimisticLocking(
                    entity.optimisticLockStyle(), tableMutationBuilderResolver(update), loadedState, session);
        }
        applyPartitionKeyRestriction(name -> update);
        RestrictedTableMutation<MutationOperation> mutation = update.buildMutation();
        return MutationOperationGroupFactory.singleOperation(
                new MutationGroupSingle(MutationType.DELETE, entity, mutation),
                mutation.createMutationOperation(null, factory()));
    }

    @Override
    protected void breakDownKeyJdbcValues(
            Object id,
            @Nullable Object rowId,
            SharedSessionContractImplementor session,
            JdbcValueBindings values,
            EntityTableMapping table) {
        super.breakDownKeyJdbcValues(id, rowId, session, values, table);
        tenant.bind(session, values, table);
    }

    private static void set(
            TableUpdateBuilderStandard<MutationOperation> update,
            MutatingTableReference table,
            SelectableMapping column,
            String value) {
        update.addValueColumn(new ColumnValueBinding(
                new ColumnReference(table, column), new ColumnWriteFragment(value, List.of(), column)));
    }

    private static SelectableMapping column(EntityPersister entity, String attribute) {
        return requireNonNull(
                requireNonNull(entity.findByPath(attribute), attribute).asBasicValuedModelPart(), attribute);
    }
}
