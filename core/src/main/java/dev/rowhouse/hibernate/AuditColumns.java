package dev.rowhouse.hibernate;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Instant;
import org.hibernate.Length;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * The four audit columns of the convention, to be embedded in an entity that is no {@link TenantEntity}. Rowhouse fills them;
 * before it has, getters return null.
 *
 * <p>The attribute is given an instance where it is declared: {@code @Embedded AuditColumns audit = new AuditColumns();}.
 * Columns of other names are given with {@link jakarta.persistence.AttributeOverride} on it. An entity that has only some of the
 * columns uses {@link CreatedAt}, {@link CreatedBy}, {@link UpdatedAt} and {@link UpdatedBy} on fields of its own.
 *
 * @since 0.1
 */
@Embeddable
@Access(AccessType.FIELD)
public final class AuditColumns {
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

    /** Creates columns without values. */
    public AuditColumns() {}

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
}
