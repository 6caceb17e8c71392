package dev.rowhouse.samples.petcare.bookings;

import jakarta.validation.constraints.NotNull;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where an appointment goes: another time, and another person or place if one is named. */
public record MoveInput(
        @NotNull(message = "Say when it starts, such as 2026-11-21T10:30:00+01:00.")
        OffsetDateTime start,

        @Nullable UUID staffId,
        @Nullable UUID resourceId) {}
