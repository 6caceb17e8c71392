package dev.rowhouse.peers.rowhouse.speed;

import dev.rowhouse.hibernate.TenantEntity;
import dev.rowhouse.peers.speed.VisitRow;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Visits on the convention. */
final class RowhouseVisits {
    private RowhouseVisits() {}

    /** A visit of a tenant. */
    @MappedSuperclass
    abstract static class AnyVisit extends TenantEntity implements VisitRow {
        @Column(name = "starts_at", nullable = false)
        Instant startsAt = Instant.EPOCH;

        @Column(nullable = false)
        String pet = "";

        @Column(nullable = false)
        String note = "";

        @Column(name = "price_cents", nullable = false)
        long priceCents;

        @Override
        public @Nullable UUID id() {
            return getId();
        }

        @Override
        public Instant startsAt() {
            return startsAt;
        }

        @Override
        public void fill(Instant newStartsAt, String newPet, String newNote, long newPriceCents) {
            startsAt = newStartsAt;
            pet = newPet;
            note = newNote;
            priceCents = newPriceCents;
        }

        @Override
        public void raisePrice() {
            priceCents++;
        }
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
