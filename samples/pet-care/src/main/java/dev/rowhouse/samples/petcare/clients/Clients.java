package dev.rowhouse.samples.petcare.clients;

import dev.rowhouse.samples.petcare.api.Cursor;
import dev.rowhouse.samples.petcare.api.Problems;
import dev.rowhouse.samples.petcare.api.Records;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;

/** Owners, pets and vaccinations. */
@Service
public class Clients {
    private final OwnerRepository owners;
    private final PetRepository pets;
    private final VaccinationRepository vaccinations;
    private final EntityManager entities;
    private final TransactionOperations transactions;
    private final Clock clock;

    Clients(
            OwnerRepository owners,
            PetRepository pets,
            VaccinationRepository vaccinations,
            EntityManager entities,
            TransactionOperations transactions,
            Clock clock) {
        this.owners = owners;
        this.pets = pets;
        this.vaccinations = vaccinations;
        this.entities = entities;
        this.transactions = transactions;
        this.clock = clock;
    }

    public List<Owner> owners(Cursor after, int size) {
        return owners.after(after.name(), after.id(), Limit.of(size + 1));
    }

    public List<Pet> pets(Cursor after, int size) {
        return pets.after(after.name(), after.id(), Limit.of(size + 1));
    }

    public List<Pet> petsOf(UUID owner) {
        return pets.ofOwner(owner);
    }

    public Pet pet(UUID id) {
        return pets.withOwner(id).orElseThrow(() -> Problems.notFound("pet"));
    }

    public Owner owner(UUID id) {
        return owners.findById(id).orElseThrow(() -> Problems.notFound("owner"));
    }

    /** The owner is not read: that it is one of this business, the foreign key says. */
    Owner ownerOf(UUID id) {
        return owners.getReferenceById(id);
    }

    public List<Vaccination> vaccinations(UUID pet) {
        return vaccinations.findByPetIdOrderByGivenOnDesc(pet);
    }

    /** The pet is not read: that it is one of this business, the foreign key says. */
    @Transactional
    public Vaccination vaccinate(UUID pet, VaccinationInput input) {
        return vaccinations.saveAndFlush(new Vaccination(
                pets.getReferenceById(pet), input.vaccine(), input.batch(), input.givenOn(), input.validUntil()));
    }

    /** A pet with appointments to come stays. */
    void deletePet(UUID id, @Nullable String ifMatch) {
        transactions.executeWithoutResult(status -> {
            long booked = entities.createQuery(
                            "select count(*) from Appointment a where a.pet.id = :pet and a.startsAt > :now",
                            Long.class)
                    .setParameter("pet", id)
                    .setParameter("now", clock.instant())
                    .getSingleResult();
            if (booked > 0) {
                throw Problems.conflict(
                        "pet-is-booked",
                        "The pet has appointments",
                        "There " + (booked == 1 ? "is 1 appointment" : "are " + booked + " appointments")
                                + " to come. Cancel first.",
                        Map.of("appointments", booked));
            }
            petRecords().delete(id, ifMatch);
        });
    }

    Records<Owner> ownerRecords() {
        return new Records<>(Owner.class, "owner", owners, entities, transactions);
    }

    Records<Pet> petRecords() {
        return new Records<>(Pet.class, "pet", pets, entities, transactions);
    }

    Records<Vaccination> vaccinationRecords() {
        return new Records<>(Vaccination.class, "vaccination", vaccinations, entities, transactions);
    }
}
