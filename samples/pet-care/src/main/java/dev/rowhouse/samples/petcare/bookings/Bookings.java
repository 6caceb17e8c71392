package dev.rowhouse.samples.petcare.bookings;

import dev.rowhouse.hibernate.SoftDeletes;
import dev.rowhouse.samples.petcare.api.Constraints;
import dev.rowhouse.samples.petcare.api.Problems;
import dev.rowhouse.samples.petcare.api.Versions;
import dev.rowhouse.samples.petcare.business.Business;
import dev.rowhouse.samples.petcare.business.CurrentBusiness;
import dev.rowhouse.samples.petcare.clients.PetRepository;
import dev.rowhouse.samples.petcare.practice.CareService;
import dev.rowhouse.samples.petcare.practice.CareServiceRepository;
import dev.rowhouse.samples.petcare.practice.ResourceRepository;
import dev.rowhouse.samples.petcare.practice.StaffRepository;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.ErrorResponseException;

/**
 * Books, moves, cancels and restores. That nobody is in two places at once is the database's to say: what it refuses is explained
 * afterwards.
 */
@Service
public class Bookings {
    private static final UUID NONE = new UUID(0, 0);
    private static final Duration LONGEST = Duration.ofHours(8);

    private final AppointmentRepository appointments;
    private final PetRepository pets;
    private final StaffRepository staff;
    private final ResourceRepository resources;
    private final CareServiceRepository services;
    private final CurrentBusiness business;
    private final EntityManager entities;
    private final TransactionOperations transactions;

    Bookings(
            AppointmentRepository appointments,
            PetRepository pets,
            StaffRepository staff,
            ResourceRepository resources,
            CareServiceRepository services,
            CurrentBusiness business,
            EntityManager entities,
            TransactionOperations transactions) {
        this.appointments = appointments;
        this.pets = pets;
        this.staff = staff;
        this.resources = resources;
        this.services = services;
        this.business = business;
        this.entities = entities;
        this.transactions = transactions;
    }

    /**
     * What became of a request to book.
     *
     * @param id the appointment
     * @param replayed whether an earlier request with the same key has booked it
     */
    public record Booked(UUID id, boolean replayed) {}

    /** What is asked for: who and what, and when. */
    private record Slot(UUID except, UUID pet, UUID staff, UUID resource, Instant start, Instant end) {}

    public List<Entry> day(LocalDate day) {
        Business current = business.get();
        return appointments.between(
                CurrentBusiness.startOf(day, current.getZone()),
                CurrentBusiness.startOf(day.plusDays(1), current.getZone()));
    }

    public Entry entry(UUID id) {
        return appointments.entry(id).orElseThrow(() -> Problems.notFound("appointment"));
    }

    public List<Entry> ofPet(UUID pet) {
        return appointments.ofPet(pet);
    }

    /** The cancelled appointments of a day. */
    public List<Entry> cancelled(LocalDate day) {
        Business current = business.get();
        return transactions.execute(status -> SoftDeletes.in(entities)
                .withDeleted(session -> session.createSelectionQuery(AppointmentRepository.ENTRY + """
                                where a.startsAt >= :from and a.startsAt < :to and a.deletedAt is not null
                                order by a.deletedAt desc
                                """, Entry.class)
                        .setParameter("from", CurrentBusiness.startOf(day, current.getZone()))
                        .setParameter("to", CurrentBusiness.startOf(day.plusDays(1), current.getZone()))
                        .getResultList()));
    }

    /**
     * Books an appointment.
     *
     * @param input what is wanted
     * @param key of the request, so that the same request books once however often it is sent; or null
     */
    public Booked book(BookingInput input, @Nullable String key) {
        Business current = business.get();
        if (key != null) {
            Booked before = bookedBefore(input, key);
            if (before != null) {
                return before;
            }
        }
        CareService service = services.findById(input.serviceId()).orElseThrow(() -> Problems.notFound("service"));
        Instant start = input.start().toInstant();
        Slot slot = new Slot(
                NONE,
                input.petId(),
                input.staffId(),
                input.resourceId(),
                start,
                start.plus(Duration.ofMinutes(service.getMinutes())));
        requireOpen(current, slot);
        try {
            return new Booked(
                    write(slot, () -> {
                        Appointment appointment = new Appointment(
                                pets.getReferenceById(input.petId()),
                                staff.getReferenceById(input.staffId()),
                                resources.getReferenceById(input.resourceId()),
                                service,
                                start,
                                input.note() == null ? "" : input.note());
                        if (key != null) {
                            appointment.requestedBy(key, input.fingerprint());
                        }
                        return Versions.id(appointments.saveAndFlush(appointment));
                    }),
                    false);
        } catch (RuntimeException e) {
            // the same request may have come twice at the same moment: the other one has booked what is in the way
            Booked meanwhile = key == null ? null : bookedBefore(input, key);
            if (meanwhile != null) {
                return meanwhile;
            }
            throw e;
        }
    }

    private @Nullable Booked bookedBefore(BookingInput input, String key) {
        Appointment found = appointments.findByIdempotencyKey(key).orElse(null);
        if (found == null) {
            return null;
        }
        if (!input.fingerprint().equals(found.getFingerprint())) {
            throw Problems.unprocessable(
                    "key-used-before",
                    "Another booking was asked for with this Idempotency-Key. Take a new key for a new booking.");
        }
        return new Booked(Versions.id(found), true);
    }

    /** Moves an appointment, if nobody has changed it since it was seen. */
    public void move(UUID id, Consumer<Appointment> check, MoveInput input) {
        Business current = business.get();
        Appointment seen = require(id);
        Instant start = input.start().toInstant();
        Slot slot = new Slot(
                id,
                Versions.id(seen.getPet()),
                input.staffId() == null ? Versions.id(seen.getStaff()) : input.staffId(),
                input.resourceId() == null ? Versions.id(seen.getResource()) : input.resourceId(),
                start,
                start.plus(Duration.between(seen.getStartsAt(), seen.getEndsAt())));
        requireOpen(current, slot);
        write(slot, () -> {
            Appointment appointment = require(id);
            check.accept(appointment);
            appointment.move(start, staff.getReferenceById(slot.staff()), resources.getReferenceById(slot.resource()));
            appointments.flush();
            return id;
        });
    }

    public void setStatus(UUID id, Consumer<Appointment> check, Status status) {
        change(id, check, appointment -> appointment.setStatus(status));
    }

    public void cancel(UUID id, Consumer<Appointment> check) {
        change(id, check, appointments::delete);
    }

    private void change(UUID id, Consumer<Appointment> check, Consumer<Appointment> change) {
        transactions.executeWithoutResult(status -> {
            Appointment appointment = require(id);
            check.accept(appointment);
            change.accept(appointment);
        });
    }

    /** Brings a cancelled appointment back, if its time is still free. */
    public void restore(UUID id) {
        Optional<Appointment> found =
                transactions.execute(status -> SoftDeletes.in(entities).findDeleted(Appointment.class, id));
        if (found.isEmpty()) {
            require(id);
            return; // somebody has brought it back already
        }
        Appointment cancelled = found.get();
        Slot slot = new Slot(
                id,
                Versions.id(cancelled.getPet()),
                Versions.id(cancelled.getStaff()),
                Versions.id(cancelled.getResource()),
                cancelled.getStartsAt(),
                cancelled.getEndsAt());
        write(slot, () -> {
            SoftDeletes.in(entities).restore(Appointment.class, id);
            return id;
        });
    }

    private Appointment require(UUID id) {
        return appointments.findById(id).orElseThrow(() -> Problems.notFound("appointment"));
    }

    private static void requireOpen(Business business, Slot slot) {
        ZonedDateTime start = slot.start().atZone(business.getZone());
        ZonedDateTime end = slot.end().atZone(business.getZone());
        if (start.toLocalTime().isBefore(business.getOpens())
                || end.toLocalTime().isAfter(business.getCloses())
                || !start.toLocalDate().equals(end.toLocalDate())) {
            throw Problems.unprocessable(
                    "closed",
                    business.getName() + " is open from " + business.getOpens() + " to " + business.getCloses() + " ("
                            + business.getZone() + "). The appointment would be from " + start.toLocalTime() + " to "
                            + end.toLocalTime() + ".");
        }
    }

    /** Writes in a transaction of its own; if the slot is taken, says by whom. */
    private UUID write(Slot slot, Supplier<UUID> work) {
        try {
            return transactions.execute(status -> work.get());
        } catch (RuntimeException e) {
            if (Constraints.name(e).filter(name -> name.endsWith("_free")).isPresent()) {
                throw taken(slot);
            }
            throw e;
        }
    }

    private ErrorResponseException taken(Slot slot) {
        List<Conflict> conflicts = new ArrayList<>();
        for (Entry entry : appointments.inTheWay(
                slot.start().minus(LONGEST),
                slot.start(),
                slot.end(),
                slot.except(),
                slot.staff(),
                slot.resource(),
                slot.pet())) {
            if (entry.staffId().equals(slot.staff())) {
                conflicts.add(conflict("staff", entry.staffName(), entry));
            }
            if (entry.resourceId().equals(slot.resource())) {
                conflicts.add(conflict("resource", entry.resourceName(), entry));
            }
            if (entry.petId().equals(slot.pet())) {
                conflicts.add(conflict("pet", entry.petName(), entry));
            }
        }
        String detail = conflicts.isEmpty()
                ? "Somebody booked this time and let go of it at the same moment. Try again."
                : conflicts.stream()
                        .map(conflict -> conflict.name() + " is taken from "
                                + conflict.from().toLocalTime() + " to "
                                + conflict.to().toLocalTime()
                                + (conflict.with().equals("pet") ? "" : " (" + conflict.pet() + ")"))
                        .collect(Collectors.joining("; ", "", "."));
        return Problems.conflict("slot-taken", "The time is taken", detail, Map.of("conflicts", conflicts));
    }

    private Conflict conflict(String with, String name, Entry entry) {
        Business current = business.get();
        return new Conflict(
                with,
                name,
                entry.id(),
                entry.petName(),
                CurrentBusiness.localTime(entry.startsAt(), current.getZone()),
                CurrentBusiness.localTime(entry.endsAt(), current.getZone()));
    }
}
