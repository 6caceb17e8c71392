package dev.rowhouse.samples.petcare.clients;

import dev.rowhouse.hibernate.TenantEntity;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A pet. */
@Entity
@Table(name = "pet")
public class Pet extends TenantEntity {
    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "owner_id", nullable = false)
    private Owner owner;

    private String name;
    private String species;
    private String breed;

    @Column(name = "born_on")
    private @Nullable LocalDate bornOn;

    private String note;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    protected Pet() {}

    public Pet(Owner owner, String name, String species, String breed, @Nullable LocalDate bornOn, String note) {
        this.owner = owner;
        this.name = name;
        this.species = species;
        this.breed = breed;
        this.bornOn = bornOn;
        this.note = note;
    }

    void change(
            Owner newOwner,
            String newName,
            String newSpecies,
            String newBreed,
            @Nullable LocalDate newBornOn,
            String newNote) {
        owner = newOwner;
        name = newName;
        species = newSpecies;
        breed = newBreed;
        bornOn = newBornOn;
        note = newNote;
    }

    public Owner getOwner() {
        return owner;
    }

    public String getName() {
        return name;
    }

    public String getSpecies() {
        return species;
    }

    public String getBreed() {
        return breed;
    }

    public @Nullable LocalDate getBornOn() {
        return bornOn;
    }

    public String getNote() {
        return note;
    }
}
