package dev.rowhouse.samples.petcare.bookings;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

public interface AppointmentRepository extends JpaRepository<Appointment, UUID> {
    String ENTRY = """
            select new dev.rowhouse.samples.petcare.bookings.Entry(
                a.id, a.version, a.startsAt, a.endsAt, a.status, a.price, a.note,
                p.id, p.name, p.species, o.id, o.name, o.phone,
                s.id, s.name, r.id, r.name, c.id, c.name, a.deletedAt, a.deletedBy)
            from Appointment a
            join a.pet p
            join p.owner o
            join a.staff s
            join a.resource r
            join a.service c
            """;

    @Query(ENTRY + "where a.startsAt >= :from and a.startsAt < :to order by a.startsAt, s.name")
    List<Entry> between(Instant from, Instant to);

    @Query(ENTRY + "where a.id = :id")
    Optional<Entry> entry(UUID id);

    @Query(ENTRY + "where p.id = :pet order by a.startsAt desc limit 20")
    List<Entry> ofPet(UUID pet);

    @Query(ENTRY + """
            where a.startsAt > :earliest and a.startsAt < :end and a.endsAt > :start and a.id <> :except
              and (s.id = :staff or r.id = :resource or p.id = :pet)
            order by a.startsAt
            """)
    List<Entry> inTheWay(
            Instant earliest, Instant start, Instant end, UUID except, UUID staff, UUID resource, UUID pet);

    Optional<Appointment> findByIdempotencyKey(String key);
}
