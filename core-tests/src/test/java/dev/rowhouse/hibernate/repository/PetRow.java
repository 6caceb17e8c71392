package dev.rowhouse.hibernate.repository;

import dev.rowhouse.hibernate.CreatedAt;
import dev.rowhouse.hibernate.CreatedBy;
import dev.rowhouse.hibernate.DeletedAt;
import dev.rowhouse.hibernate.DeletedBy;
import dev.rowhouse.hibernate.UpdatedAt;
import dev.rowhouse.hibernate.UpdatedBy;
import dev.rowhouse.testkit.repository.Pet;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** The contract's pet, which cascades to nothing and gets its id from the application. */
@Entity
@Table(name = "pet")
class PetRow {
    @Id
    @Nullable
    UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false, updatable = false)
    @Nullable
    UUID tenantId;

    @Column(name = "owner_id")
    @Nullable
    UUID ownerId;

    @Column(nullable = false)
    String name = "";

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    Pet.Species species = Pet.Species.CAT;

    @Nullable
    Integer weight;

    @Column(name = "born_on")
    @Nullable
    LocalDate bornOn;

    @Nullable
    String chip;

    @CreatedAt
    @Column(name = "created_at", nullable = false, updatable = false)
    @Nullable
    Instant createdAt;

    @CreatedBy
    @Column(name = "created_by", updatable = false)
    @Nullable
    String createdBy;

    @UpdatedAt
    @Column(name = "updated_at", nullable = false)
    @Nullable
    Instant updatedAt;

    @UpdatedBy
    @Column(name = "updated_by")
    @Nullable
    String updatedBy;

    @DeletedAt
    @Column(name = "deleted_at")
    @Nullable
    Instant deletedAt;

    @DeletedBy
    @Column(name = "deleted_by")
    @Nullable
    String deletedBy;

    @Version
    @Column(nullable = false)
    @Nullable
    Long version;

    PetRow() {}

    static PetRow of(Pet pet) {
        PetRow row = new PetRow();
        row.id = pet.id();
        row.tenantId = pet.tenantId();
        row.ownerId = pet.ownerId();
        row.name = pet.name();
        row.species = pet.species();
        row.weight = pet.weight();
        row.bornOn = pet.bornOn();
        row.chip = pet.chip();
        row.createdAt = pet.createdAt();
        row.createdBy = pet.createdBy();
        row.updatedAt = pet.updatedAt();
        row.updatedBy = pet.updatedBy();
        row.deletedAt = pet.deletedAt();
        row.deletedBy = pet.deletedBy();
        row.version = pet.version();
        return row;
    }

    Pet values() {
        return new Pet(
                id, tenantId, ownerId, name, species, weight, bornOn, chip, createdAt, createdBy, updatedAt, updatedBy,
                deletedAt, deletedBy, version);
    }
}
