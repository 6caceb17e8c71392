package dev.rowhouse.samples.petcare.bookings;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An appointment that somebody wants. It takes as long as the service does. */
public record BookingInput(
        @NotNull(message = "Say for which pet.") UUID petId,
        @NotNull(message = "Say who looks after it.") UUID staffId,

        @NotNull(message = "Say in which room, at which table or tub.")
        UUID resourceId,

        @NotNull(message = "Say for which service.") UUID serviceId,

        @NotNull(message = "Say when it starts, such as 2026-11-21T10:30:00+01:00.")
        OffsetDateTime start,

        @Size(max = 2000, message = "Keep the note below 2000 characters.") @Nullable
        String note) {
    /** What is asked for, in one text that another request has only if it asks for the same. */
    String fingerprint() {
        return String.join(
                "|", petId + "", staffId + "", resourceId + "", serviceId + "", start.toInstant() + "", note + "");
    }
}
