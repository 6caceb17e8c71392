package dev.rowhouse.hibernate;

import jakarta.data.metamodel.SortableAttribute;
import jakarta.data.metamodel.StaticMetamodel;
import jakarta.data.metamodel.TextAttribute;
import jakarta.data.metamodel.impl.SortableAttributeRecord;
import jakarta.data.metamodel.impl.TextAttributeRecord;

/**
 * The static metamodel of {@link TenantEntity}, for Jakarta Data. Those that Hibernate's processor generates for entities extend
 * it.
 *
 * @since 0.1
 */
@StaticMetamodel(TenantEntity.class)
public interface _TenantEntity {
    /** The name of {@link #id}. */
    String ID = "id";

    /** The name of {@link #tenantId}. */
    String TENANT_ID = "tenantId";

    /** The name of {@link #createdAt}. */
    String CREATED_AT = "createdAt";

    /** The name of {@link #createdBy}. */
    String CREATED_BY = "createdBy";

    /** The name of {@link #updatedAt}. */
    String UPDATED_AT = "updatedAt";

    /** The name of {@link #updatedBy}. */
    String UPDATED_BY = "updatedBy";

    /** The name of {@link #deletedAt}. */
    String DELETED_AT = "deletedAt";

    /** The name of {@link #deletedBy}. */
    String DELETED_BY = "deletedBy";

    /** The name of {@link #version}. */
    String VERSION = "version";

    /** The id. */
    SortableAttribute<TenantEntity> id = new SortableAttributeRecord<>(ID);

    /** The tenant. */
    SortableAttribute<TenantEntity> tenantId = new SortableAttributeRecord<>(TENANT_ID);

    /** When the row was created. */
    SortableAttribute<TenantEntity> createdAt = new SortableAttributeRecord<>(CREATED_AT);

    /** Who created the row. */
    TextAttribute<TenantEntity> createdBy = new TextAttributeRecord<>(CREATED_BY);

    /** When the row was last changed. */
    SortableAttribute<TenantEntity> updatedAt = new SortableAttributeRecord<>(UPDATED_AT);

    /** Who last changed the row. */
    TextAttribute<TenantEntity> updatedBy = new TextAttributeRecord<>(UPDATED_BY);

    /** When the row was soft-deleted. */
    SortableAttribute<TenantEntity> deletedAt = new SortableAttributeRecord<>(DELETED_AT);

    /** Who soft-deleted the row. */
    TextAttribute<TenantEntity> deletedBy = new TextAttributeRecord<>(DELETED_BY);

    /** The version. */
    SortableAttribute<TenantEntity> version = new SortableAttributeRecord<>(VERSION);
}
