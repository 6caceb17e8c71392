package dev.rowhouse.peers.hibernate.speed;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** Visits with Hibernate's own tenant discriminator. */
final class TenantIdVisits {
    private TenantIdVisits() {}

    /** A visit of a tenant. */
    @MappedSuperclass
    abstract static class AnyVisit extends AuditedVisit {
        @TenantId
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
