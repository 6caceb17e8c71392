package dev.rowhouse.peers.hibernate.speed;

import dev.rowhouse.peers.speed.VisitRow;
import dev.rowhouse.peers.speed.Visits;
import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.CreationTimestamp;
import org.hibernate.annotations.UpdateTimestamp;
import org.hibernate.annotations.UuidGenerator;
import org.jspecify.annotations.Nullable;

/** A visit without its tenant. Who wrote and deleted it is noted by hand. */
@MappedSuperclass
abstract class AuditedVisit implements VisitRow {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    @Nullable
    UUID id;

    @Column(name = "starts_at", nullable = false)
    Instant startsAt = Instant.EPOCH;

    @Column(nullable = false, columnDefinition = "text")
    String pet = "";

    @Column(nullable = false, columnDefinition = "text")
    String note = "";

    @Column(name = "price_cents", nullable = false)
    long priceCents;

    @CreationTimestamp
    @Column(name = "created_at", nullable = false, updatable = false)
    @Nullable
    Instant createdAt;

    @Column(name = "created_by", columnDefinition = "text", updatable = false)
    @Nullable
    String createdBy;

    @UpdateTimestamp
    @Column(name = "updated_at", nullable = false)
    @Nullable
    Instant updatedAt;

    @Column(name = "updated_by", columnDefinition = "text")
    @Nullable
    String updatedBy;

    @Column(name = "deleted_at")
    @Nullable
    Instant deletedAt;

    @Column(name = "deleted_by", columnDefinition = "text")
    @Nullable
    String deletedBy;

    @Version
    @Column(nullable = false)
    @Nullable
    Long version;

    @Override
    public @Nullable UUID id() {
        return id;
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
        createdBy = Visits.ACTOR;
        updatedBy = Visits.ACTOR;
    }

    @Override
    public void raisePrice() {
        priceCents++;
        updatedBy = Visits.ACTOR;
    }

    void softDelete(Instant now) {
        deletedAt = now;
        deletedBy = Visits.ACTOR;
        updatedBy = Visits.ACTOR;
    }
}
