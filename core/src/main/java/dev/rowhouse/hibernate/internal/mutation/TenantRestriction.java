package dev.rowhouse.hibernate.internal.mutation;

import org.hibernate.engine.jdbc.mutation.JdbcValueBindings;
import org.hibernate.engine.jdbc.mutation.ParameterUsage;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.generator.internal.TenantIdGeneration;
import org.hibernate.metamodel.mapping.AttributeMapping;
import org.hibernate.metamodel.mapping.SelectableMapping;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.persister.entity.mutation.EntityTableMapping;
import org.hibernate.sql.model.ast.builder.RestrictedTableMutationBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Names the session's tenant in statements that write a row by its key, beside row-level security: a database that is distributed
 * by tenant sends them to one node then. In tables that have no tenant column in the mapping (those of joined subclasses, secondary
 * and collection tables), and in SQL written by hand, nothing is added.
 *
 * @param table the table that the mapping has the tenant column in
 * @param column the tenant column, or null if the entity has none
 */
public record TenantRestriction(String table, @Nullable SelectableMapping column) {
    /**
     * Finds out what is named in the statements of an entity.
     *
     * @param entity the entity
     * @return nothing for an entity without a tenant, or with a {@code @PartitionKey}, which Hibernate names itself
     */
    public static TenantRestriction of(EntityPersister entity) {
        if (entity.hasPartitionedSelectionMapping()) {
            return new TenantRestriction(entity.getIdentifierTableName(), null);
        }
        for (int i = 0; i < entity.getAttributeMappings().size(); i++) {
            AttributeMapping attribute = entity.getAttributeMapping(i);
            if (attribute.getGenerator() instanceof TenantIdGeneration) {
                SelectableMapping column = attribute.getSelectable(0);
                return new TenantRestriction(entity.physicalTableNameForMutation(column), column);
            }
        }
        return new TenantRestriction(entity.getIdentifierTableName(), null);
    }

    /**
     * Adds the restriction; the one to the key goes behind it.
     *
     * @param statement what is being built
     * @param written the table that it writes
     */
    public void addTo(RestrictedTableMutationBuilder<?, ?> statement, EntityTableMapping written) {
        if (column != null && table.equals(written.getTableName())) {
            statement.addKeyRestrictionBinding(column);
        }
    }

    /**
     * Binds the session's tenant to what was added.
     *
     * @param session the session
     * @param values the values of the statements
     * @param written the table that one of them writes
     */
    public void bind(SharedSessionContractImplementor session, JdbcValueBindings values, EntityTableMapping written) {
        if (column != null && table.equals(written.getTableName())) {
            values.bindValue(
                    session.getTenantIdentifierValue(),
                    table,
                    column.getSelectionExpression(),
                    ParameterUsage.RESTRICT);
        }
    }
}
