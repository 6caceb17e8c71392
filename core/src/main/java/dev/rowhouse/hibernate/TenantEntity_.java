package dev.rowhouse.hibernate;

import jakarta.persistence.metamodel.MappedSuperclassType;
import jakarta.persistence.metamodel.SingularAttribute;
import jakarta.persistence.metamodel.StaticMetamodel;
import java.time.Instant;
import java.util.UUID;

/**
 * The static metamodel of {@link TenantEntity}, for Jakarta Persistence. Those that Hibernate's processor generates for entities
 * extend it; Hibernate fills it when it starts.
 *
 * @since 0.1
 */
@StaticMetamodel(TenantEntity.class)
@SuppressWarnings({"NullAway.Init", "NonFinalStaticField"}) // Jakarta Persistence wants it so
public abstract class TenantEntity_ {
    /** The entity. */
    public static volatile MappedSuperclassType<TenantEntity> class_;

    /** The id. */
    public static volatile SingularAttribute<TenantEntity, UUID> id;

    /** The tenant. */
    public static volatile SingularAttribute<TenantEntity, UUID> tenantId;

    /** When the row was created. */
    public static volatile SingularAttribute<TenantEntity, Instant> createdAt;

    /** Who created the row. */
    public static volatile SingularAttribute<TenantEntity, String> createdBy;

    /** When the row was last changed. */
    public static volatile SingularAttribute<TenantEntity, Instant> updatedAt;

    /** Who last changed the row. */
    public static volatile SingularAttribute<TenantEntity, String> updatedBy;

    /** When the row was soft-deleted. */
    public static volatile SingularAttribute<TenantEntity, Instant> deletedAt;

    /** Who soft-deleted the row. */
    public static volatile SingularAttribute<TenantEntity, String> deletedBy;

    /** The version. */
    public static volatile SingularAttribute<TenantEntity, Long> version;

    /** The name of {@link #id}. */
    public static final String ID = "id";

    /** The name of {@link #tenantId}. */
    public static final String TENANT_ID = "tenantId";

    /** The name of {@link #createdAt}. */
    public static final String CREATED_AT = "createdAt";

    /** The name of {@link #createdBy}. */
    public static final String CREATED_BY = "createdBy";

    /** The name of {@link #updatedAt}. */
    public static final String UPDATED_AT = "updatedAt";

    /** The name of {@link #updatedBy}. */
    public static final String UPDATED_BY = "updatedBy";

    /** The name of {@link #deletedAt}. */
    public static final String DELETED_AT = "deletedAt";

    /** The name of {@link #deletedBy}. */
    public static final String DELETED_BY = "deletedBy";

    /** The name of {@link #version}. */
    public static final String VERSION = "version";

    /** For the metamodels that extend it. */
    protected TenantEntity_() {}
}
