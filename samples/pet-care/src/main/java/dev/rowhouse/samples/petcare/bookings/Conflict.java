package dev.rowhouse.samples.petcare.bookings;

import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * An appointment that is in the way of another.
 *
 * @param with "staff", "resource" or "pet"
 * @param name who or what is taken
 * @param appointment the appointment's id
 * @param pet the pet that it is for
 * @param from when it begins, in local time
 * @param to when it ends
 */
public record Conflict(
        String with, String name, UUID appointment, String pet, OffsetDateTime from, OffsetDateTime to) {}
