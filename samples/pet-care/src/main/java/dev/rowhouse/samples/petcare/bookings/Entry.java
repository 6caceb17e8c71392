package dev.rowhouse.samples.petcare.bookings;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An appointment with the names of all who take part, as calendars show it. */
public record Entry(
        UUID id,
        long version,
        Instant startsAt,
        Instant endsAt,
        String statusWord,
        long price,
        String note,
        UUID petId,
        String petName,
        String species,
        UUID ownerId,
        String ownerName,
        String ownerPhone,
        UUID staffId,
        String staffName,
        UUID resourceId,
        String resourceName,
        UUID serviceId,
        String serviceName,
        @Nullable Instant cancelledAt,
        @Nullable String cancelledBy) {
    public Status status() {
        return Status.of(statusWord);
    }
}
