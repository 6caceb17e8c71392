package dev.rowhouse.peers.hibernate.speed;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Table;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Visits with a tenant column like any other. */
final class ByHandVisits {
    private ByHandVisits() {}

    /** A visit of a tenant. */
    @MappedSuperclass
    abstract static class AnyVisit extends AuditedVisit {
        @Column(name = "tenant_id", nullable = false, updatable = false)
        @Nullable
        UUID tenantId;
    }

    /** A visit to read. */
    @Entity(name = "Visit")
    @Table(name = "visit")
    static class Visit extends AnyVisit {}

    /** A visit that is new. */
    @Entity(name = "NewVisit")
    @Table(name = "new_visit")
    static class NewVisit extends AnyVisit {}

    /** A visit to change. */
    @Entity(name = "ChangedVisit")
    @Table(name = "changed_visit")
    static class ChangedVisit extends AnyVisit {}
}
