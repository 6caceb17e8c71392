package dev.rowhouse.samples.petcare.clients;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;

/** A vaccination that was given. */
public record VaccinationInput(
        @NotBlank(message = "Say against what, such as rabies.")
        @Size(max = 100, message = "Keep the vaccine below 100 characters.")
        String vaccine,

        @NotNull(message = "Give the batch, or an empty text.")
        @Size(max = 60, message = "Keep the batch below 60 characters.")
        String batch,

        @NotNull(message = "Say on which day it was given.") LocalDate givenOn,
        @NotNull(message = "Say until when it protects.") LocalDate validUntil) {
    @AssertTrue(message = "It protects until a day after the one it was given on.")
    boolean isValidAfterGiven() {
        return givenOn == null || validUntil == null || validUntil.isAfter(givenOn);
    }
}
