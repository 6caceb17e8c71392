package dev.rowhouse.hibernate;

import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.Length;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.TenantId;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * A base class of entities with all columns of the convention: id, tenant, audit columns, soft delete and version.
 *
 * <p>Everything but the id is filled by Rowhouse; before it is, getters return null. Columns of other names are given with
 * {@link jakarta.persistence.AttributeOverride}. Entities with a base class of their own or other keys take the parts:
 * {@link AuditColumns} and {@link SoftDeletion}, or, for only some of the columns, the annotations on fields of their own.
 *
 * @since 0.1
 */
@MappedSuperclass
public abstract class TenantEntity {
    @Id
    @GeneratedUuidV7
    @Column(name = "id", nullable = false, updatable = false)
    private @Nullable UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false, updatable = false)
    private @Nullable UUID tenantId;

    @CreatedAt
    @JdbcTypeCode(SqlTypes.TIMESTAMP_WITH_TIMEZONE)
    @Column(name = "created_at", nullable = false, updatable = false)
    private @Nullable Instant createdAt;

    @CreatedBy
    @Column(name = "created_by", updatable = false, length = Length.LONG32)
    private @Nullable String createdBy;

    @UpdatedAt
    @JdbcTypeCode(SqlTypes.TIMESTAMP_WITH_TIMEZONE)
    @Column(name = "updated_at", nullable = false)
    private @Nullable Instant updatedAt;

    @UpdatedBy
    @Column(name = "updated_by", length = Length.LONG32)
    private @Nullable String updatedBy;

    @DeletedAt
    @JdbcTypeCode(SqlTypes.TIMESTAMP_WITH_TIMEZONE)
    @Column(name = "deleted_at", insertable = false, updatable = false)
    private @Nullable Instant deletedAt;

    @DeletedBy
    @Column(name = "deleted_by", length = Length.LONG32, insertable = false, updatable = false)
    private @Nullable String deletedBy;

    @Version
    @Column(name = "version", nullable = false)
    private @Nullable Long version;

    /** Creates an entity; its id is generated when it is persisted. */
    protected TenantEntity() {}

    /**
     * Creates an entity of a given id.
     *
     * @param id the id
     */
    protected TenantEntity(UUID id) {
        this.id = id;
    }

    /**
     * Returns the id.
     *
     * @return the id, or null before the entity is persisted
     */
    public @Nullable UUID getId() {
        return id;
    }

    /**
     * Returns the tenant.
     *
     * @return the tenant's id, or null before the entity is written
     */
    public @Nullable UUID getTenantId() {
        return tenantId;
    }

    /**
     * Returns when the row was created.
     *
     * @return the time in microseconds, or null before the entity is written
     */
    public @Nullable Instant getCreatedAt() {
        return createdAt;
    }

    /**
     * Returns who created the row.
     *
     * @return the actor, or null if none was named
     */
    public @Nullable String getCreatedBy() {
        return createdBy;
    }

    /**
     * Returns when the row was last changed.
     *
     * @return the time in microseconds, or null before the entity is written
     */
    public @Nullable Instant getUpdatedAt() {
        return updatedAt;
    }

    /**
     * Returns who last changed the row.
     *
     * @return the actor, or null if none was named
     */
    public @Nullable String getUpdatedBy() {
        return updatedBy;
    }

    /**
     * Returns when the row was soft-deleted.
     *
     * @return the time in microseconds, or null while it lives
     */
    public @Nullable Instant getDeletedAt() {
        return deletedAt;
    }

    /**
     * Returns who soft-deleted the row.
     *
     * @return the actor, or null if none was named or the row lives
     */
    public @Nullable String getDeletedBy() {
        return deletedBy;
    }

    /**
     * Returns the version, which each change raises.
     *
     * @return the version, or null before the entity is persisted
     */
    public @Nullable Long getVersion() {
        return version;
    }
}
