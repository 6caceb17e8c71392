package dev.rowhouse.samples.petcare.api;

import java.util.Map;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.web.ErrorResponseException;

/** What the database's constraints mean to a client. */
public final class Constraints {
    private static final String FOREIGN_KEY = "23503";

    private Constraints() {}

    /** The name of the constraint that refused a change. */
    public static Optional<String> name(Throwable failure) {
        return error(failure).map(ServerErrorMessage::getConstraint);
    }

    /** Says what an unexpected violation means. */
    public static ErrorResponseException problem(DataIntegrityViolationException failure) {
        String constraint = name(failure).orElse("");
        if (constraint.equals("payment_refund_within_payment")) {
            return Problems.unprocessable(
                    "refund-too-high",
                    "More would be given back than was paid. Refund what is left of the payment, or less.");
        }
        if (error(failure)
                .map(ServerErrorMessage::getSQLState)
                .filter(FOREIGN_KEY::equals)
                .isPresent()) {
            return Problems.unprocessable(
                    "unknown-reference",
                    "What the request refers to is not there ("
                            + constraint.replaceAll("_fkey$", "").replace('_', ' ') + "). Name one of this business.");
        }
        return Problems.conflict(
                "constraint",
                "Not allowed",
                "The database refused this: " + constraint + ".",
                Map.of("constraint", constraint));
    }

    private static Optional<ServerErrorMessage> error(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PSQLException error) {
                return Optional.ofNullable(error.getServerErrorMessage());
            }
        }
        return Optional.empty();
    }
}
