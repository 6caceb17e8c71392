package dev.rowhouse.peers.ebean.speed;

import dev.rowhouse.peers.speed.VisitRow;
import dev.rowhouse.peers.speed.Visits;
import io.ebean.annotation.TenantId;
import io.ebean.annotation.WhenCreated;
import io.ebean.annotation.WhenModified;
import io.ebean.annotation.WhoCreated;
import io.ebean.annotation.WhoModified;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A visit. Only who deleted it is noted by hand: Ebean's soft delete knows no time and nobody. */
@MappedSuperclass
public abstract class AnyVisit implements VisitRow {
    @Id
    @Nullable
    UUID id;

    @TenantId
    @Nullable
    UUID tenantId;

    Instant startsAt = Instant.EPOCH;

    String pet = "";

    String note = "";

    long priceCents;

    @WhenCreated
    @Nullable
    Instant createdAt;

    @WhoCreated
    @Nullable
    String createdBy;

    @WhenModified
    @Nullable
    Instant updatedAt;

    @WhoModified
    @Nullable
    String updatedBy;

    @Nullable
    Instant deletedAt;

    @Nullable
    String deletedBy;

    @Version
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
    }

    @Override
    public void raisePrice() {
        priceCents++;
    }

    void softDelete(Instant now) {
        deletedAt = now;
        deletedBy = Visits.ACTOR;
    }
}
