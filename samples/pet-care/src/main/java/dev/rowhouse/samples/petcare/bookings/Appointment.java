package dev.rowhouse.samples.petcare.bookings;

import dev.rowhouse.hibernate.TenantEntity;
import dev.rowhouse.samples.petcare.clients.Pet;
import dev.rowhouse.samples.petcare.practice.CareService;
import dev.rowhouse.samples.petcare.practice.Resource;
import dev.rowhouse.samples.petcare.practice.StaffMember;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An appointment. Cancelling it is deleting it, softly: its time is free again, and it can come back if that is still so. */
@Entity
@Table(name = "appointment")
public class Appointment extends TenantEntity {
    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "pet_id", nullable = false, updatable = false)
    private Pet pet;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "staff_id", nullable = false)
    private StaffMember staff;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "resource_id", nullable = false)
    private Resource resource;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "service_id", nullable = false, updatable = false)
    private CareService service;

    @Column(name = "starts_at")
    private Instant startsAt;

    @Column(name = "ends_at")
    private Instant endsAt;

    private String status;
    private long price;
    private String note;

    @Column(name = "idempotency_key", updatable = false)
    private @Nullable String idempotencyKey;

    @Column(name = "fingerprint", updatable = false)
    private @Nullable String fingerprint;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    protected Appointment() {}

    public Appointment(
            Pet pet, StaffMember staff, Resource resource, CareService service, Instant startsAt, String note) {
        this.pet = pet;
        this.staff = staff;
        this.resource = resource;
        this.service = service;
        this.startsAt = startsAt;
        this.endsAt = startsAt.plus(Duration.ofMinutes(service.getMinutes()));
        this.status = Status.BOOKED.word();
        this.price = service.getPrice();
        this.note = note;
    }

    void requestedBy(String key, String ofWhat) {
        idempotencyKey = key;
        fingerprint = ofWhat;
    }

    @Nullable
    String getFingerprint() {
        return fingerprint;
    }

    /** Moves it to another time, person or place; it takes as long as before. */
    void move(Instant newStart, StaffMember newStaff, Resource newResource) {
        endsAt = newStart.plus(Duration.between(startsAt, endsAt));
        startsAt = newStart;
        staff = newStaff;
        resource = newResource;
    }

    public void setStatus(Status status) {
        this.status = status.word();
    }

    public StaffMember getStaff() {
        return staff;
    }

    public Resource getResource() {
        return resource;
    }

    public Pet getPet() {
        return pet;
    }

    public CareService getService() {
        return service;
    }

    public Status getStatus() {
        return Status.of(status);
    }

    /** In the smallest unit of the business's currency. */
    public long getPrice() {
        return price;
    }

    public String getNote() {
        return note;
    }

    public Instant getStartsAt() {
        return startsAt;
    }

    public Instant getEndsAt() {
        return endsAt;
    }
}
