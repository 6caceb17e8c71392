package dev.rowhouse.testkit.repository;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of the contract's table {@code pet}, with all of its columns. Where an implementation can map a record, this can
 * be its entity.
 *
 * @param id the id, given by the application
 * @param tenantId the tenant
 * @param ownerId whose pet it is
 * @param name its name
 * @param species what it is
 * @param weight its weight in grams
 * @param bornOn when it was born
 * @param chip the number of its chip, unique in the tenant
 * @param createdAt when the row was inserted
 * @param createdBy by whom
 * @param updatedAt when it was changed
 * @param updatedBy by whom
 * @param deletedAt when it was soft-deleted
 * @param deletedBy by whom
 * @param version the version, null for a new one
 * @since 0.1
 */
public record Pet(
        @Nullable UUID id,
        @Nullable UUID tenantId,
        @Nullable UUID ownerId,
        String name,
        Species species,
        @Nullable Integer weight,
        @Nullable LocalDate bornOn,
        @Nullable String chip,
        @Nullable Instant createdAt,
        @Nullable String createdBy,
        @Nullable Instant updatedAt,
        @Nullable String updatedBy,
        @Nullable Instant deletedAt,
        @Nullable String deletedBy,
        @Nullable Long version) {

    /**
     * What a pet is.
     *
     * @since 0.1
     */
    public enum Species {
        /** A cat. */
        CAT,
        /** A dog. */
        DOG,
        /** A parrot. */
        PARROT
    }

    static Pet named(String name) {
        return new Pet(
                UUID.randomUUID(),
                null,
                null,
                name,
                Species.CAT,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** The id of a pet that has one. */
    UUID key() {
        if (id == null) {
            throw new IllegalStateException("Asked pet " + name + " for its id: it has none. Save it first.");
        }
        return id;
    }

    Pet withId(@Nullable UUID newId) {
        return copy(newId, tenantId, ownerId, name, species, weight, bornOn, chip, createdBy, version);
    }

    Pet withTenant(@Nullable UUID newTenant) {
        return copy(id, newTenant, ownerId, name, species, weight, bornOn, chip, createdBy, version);
    }

    Pet withName(String newName) {
        return copy(id, tenantId, ownerId, newName, species, weight, bornOn, chip, createdBy, version);
    }

    Pet withSpecies(Species newSpecies) {
        return copy(id, tenantId, ownerId, name, newSpecies, weight, bornOn, chip, createdBy, version);
    }

    Pet withWeight(@Nullable Integer newWeight) {
        return copy(id, tenantId, ownerId, name, species, newWeight, bornOn, chip, createdBy, version);
    }

    Pet withBornOn(@Nullable LocalDate newDay) {
        return copy(id, tenantId, ownerId, name, species, weight, newDay, chip, createdBy, version);
    }

    Pet withChip(@Nullable String newChip) {
        return copy(id, tenantId, ownerId, name, species, weight, bornOn, newChip, createdBy, version);
    }

    Pet withCreatedBy(@Nullable String creator) {
        return copy(id, tenantId, ownerId, name, species, weight, bornOn, chip, creator, version);
    }

    Pet withVersion(@Nullable Long newVersion) {
        return copy(id, tenantId, ownerId, name, species, weight, bornOn, chip, createdBy, newVersion);
    }

    private Pet copy(
            @Nullable UUID newId,
            @Nullable UUID newTenant,
            @Nullable UUID newOwner,
            String newName,
            Species newSpecies,
            @Nullable Integer newWeight,
            @Nullable LocalDate newDay,
            @Nullable String newChip,
            @Nullable String creator,
            @Nullable Long newVersion) {
        return new Pet(
                newId,
                newTenant,
                newOwner,
                newName,
                newSpecies,
                newWeight,
                newDay,
                newChip,
                createdAt,
                creator,
                updatedAt,
                updatedBy,
                deletedAt,
                deletedBy,
                newVersion);
    }
}
