package dev.rowhouse.samples.tasks.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer.
 *
 * @param status the HTTP status
 * @param headers further headers
 * @param body what is written as JSON, or null for no body
 */
public record Response(
        int status, Map<String, String> headers, @Nullable Object body) {
    /** Answers 200 with a body. */
    public static Response ok(Object body) {
        return new Response(200, Map.of(), body);
    }

    /** Answers 201 with a body and where it can be read again. */
    public static Response created(String location, Object body) {
        return new Response(201, Map.of("Location", location), body);
    }

    /** Answers 204: done, and nothing to say. */
    public static Response noContent() {
        return new Response(204, Map.of(), null);
    }

    /** Answers with a problem. */
    public static Response problem(Problem problem) {
        return new Response(problem.status(), Map.of(), problem);
    }

    /** Returns this answer with one more header. */
    public Response with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Response(status, more, body);
    }
}
