package dev.rowhouse.samples.petcare.api;

import java.net.URI;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** What clients are told when something is refused, as problem details (RFC 9457). */
public final class Problems {
    private Problems() {}

    public static ErrorResponseException notFound(String kind) {
        return problem(
                HttpStatus.NOT_FOUND,
                "not-found",
                "Not found",
                "There is no such " + kind + ". It may have been deleted.");
    }

    public static ErrorResponseException badRequest(String type, String detail) {
        return problem(HttpStatus.BAD_REQUEST, type, "Bad request", detail);
    }

    public static ErrorResponseException conflict(String type, String title, String detail, Map<String, ?> more) {
        ErrorResponseException problem = problem(HttpStatus.CONFLICT, type, title, detail);
        more.forEach((name, value) -> problem.getBody().setProperty(name, value));
        return problem;
    }

    public static ErrorResponseException unprocessable(String type, String detail) {
        return problem(HttpStatus.UNPROCESSABLE_CONTENT, type, "Not possible", detail);
    }

    static ErrorResponseException problem(HttpStatus status, String type, String title, String detail) {
        ProblemDetail body = ProblemDetail.forStatusAndDetail(status, detail);
        body.setType(URI.create("urn:problem-type:pet-care:" + type));
        body.setTitle(title);
        return new ErrorResponseException(status, body, null);
    }
}
