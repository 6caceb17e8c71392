package dev.rowhouse.samples.tasks.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What went wrong, as {@code application/problem+json} (RFC 9457). Its type is the default one, about:blank: the status
 * says what kind of problem it is.
 *
 * @param title the status in words
 * @param status the HTTP status
 * @param detail what was found and what to do
 * @param errors what is wrong with single fields
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(String title, int status, String detail, List<FieldError> errors) {
    /** What is wrong with one field. */
    public record FieldError(String field, String detail) {}

    /** Describes a problem. */
    public static Problem of(int status, String detail) {
        return new Problem(title(status), status, detail, List.of());
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 409 -> "Conflict";
            case 412 -> "Precondition Failed";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 422 -> "Unprocessable Content";
            case 428 -> "Precondition Required";
            case 503 -> "Service Unavailable";
            default -> "Internal Server Error";
        };
    }
}
