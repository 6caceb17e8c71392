package dev.rowhouse.samples.petcare.web;

import dev.rowhouse.samples.petcare.api.Constraints;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** What was refused, as a page tells it. */
record Refusal(int status, String title, String detail) {
    static Refusal of(RuntimeException failure) {
        if (failure instanceof ErrorResponseException problem) {
            return of(problem.getBody());
        }
        if (failure instanceof DataIntegrityViolationException violation) {
            return of(Constraints.problem(violation).getBody());
        }
        if (failure instanceof OptimisticLockingFailureException) {
            return new Refusal(412, "Changed meanwhile", "Somebody else changed it at the same moment.");
        }
        if (failure instanceof IllegalArgumentException) {
            return new Refusal(422, "Not possible", String.valueOf(failure.getMessage()));
        }
        throw failure;
    }

    private static Refusal of(ProblemDetail body) {
        return new Refusal(body.getStatus(), String.valueOf(body.getTitle()), String.valueOf(body.getDetail()));
    }
}
