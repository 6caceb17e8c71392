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
 * The two columns of the soft delete, to be embedded in an entity that is no {@link TenantEntity}, and makes it soft-deletable.
 * The entity wants a version ({@link jakarta.persistence.Version}).
 *
 * <p>While the row lives, both columns are null, and so is the attribute of an entity that was loaded: declare it as
 * {@code @Embedded @Nullable SoftDeletion deletion}. Columns of other names are given with
 * {@link jakarta.persistence.AttributeOverride} on it. An entity that has only one of the columns uses {@link DeletedAt} on a
 * field of its own.
 *
 * @since 0.1
 */
@Embeddable
@Access(AccessType.FIELD)
public final class SoftDeletion {
    @DeletedAt
    @JdbcTypeCode(SqlTypes.TIMESTAMP_WITH_TIMEZONE)
    @Column(name = "deleted_at", insertable = false, updatable = false)
    private @Nullable Instant deletedAt;

    @DeletedBy
    @Column(name = "deleted_by", length = Length.LONG32, insertable = false, updatable = false)
    private @Nullable String deletedBy;

    /** Creates columns without values. */
    public SoftDeletion() {}

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
}
