package dev.rowhouse.samples.petcare.clients;

import dev.rowhouse.hibernate.TenantEntity;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.LocalDate;

/** What a pet is protected against, and until when. */
@Entity
@Table(name = "vaccination")
public class Vaccination extends TenantEntity {
    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "pet_id", nullable = false, updatable = false)
    private Pet pet;

    private String vaccine;
    private String batch;

    @Column(name = "given_on")
    private LocalDate givenOn;

    @Column(name = "valid_until")
    private LocalDate validUntil;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    protected Vaccination() {}

    public Vaccination(Pet pet, String vaccine, String batch, LocalDate givenOn, LocalDate validUntil) {
        this.pet = pet;
        this.vaccine = vaccine;
        this.batch = batch;
        this.givenOn = givenOn;
        this.validUntil = validUntil;
    }

    public Pet getPet() {
        return pet;
    }

    public String getVaccine() {
        return vaccine;
    }

    public String getBatch() {
        return batch;
    }

    public LocalDate getGivenOn() {
        return givenOn;
    }

    public LocalDate getValidUntil() {
        return validUntil;
    }
}
