package dev.rowhouse.spring.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Refusals as problem details (RFC 9457). They never repeat what was sent. */
final class Problems {
    private Problems() {}

    static ErrorResponseException missingTenant(String detail) {
        return problem(HttpStatus.BAD_REQUEST, "missing-tenant", "Missing tenant", detail);
    }

    static ErrorResponseException invalidTenant(String detail) {
        return problem(HttpStatus.BAD_REQUEST, "invalid-tenant", "Invalid tenant", detail);
    }

    static ErrorResponseException ambiguousTenant(String detail) {
        return problem(HttpStatus.BAD_REQUEST, "ambiguous-tenant", "Ambiguous tenant", detail);
    }

    static ErrorResponseException unknownTenant(String detail) {
        return problem(HttpStatus.NOT_FOUND, "unknown-tenant", "Unknown tenant", detail);
    }

    static ErrorResponseException suspendedTenant(String detail) {
        return problem(HttpStatus.FORBIDDEN, "suspended-tenant", "Suspended tenant", detail);
    }

    static ErrorResponseException notAMember(String detail) {
        return problem(HttpStatus.FORBIDDEN, "not-a-member", "Not a member of the tenant", detail);
    }

    private static ErrorResponseException problem(HttpStatus status, String type, String title, String detail) {
        ProblemDetail body = ProblemDetail.forStatusAndDetail(status, detail);
        body.setType(URI.create("urn:problem-type:rowhouse:" + type));
        body.setTitle(title);
        return new ErrorResponseException(status, body, null);
    }

    /** Written here, because a filter stands before everything that could convert it, and Jackson is not everywhere. */
    static void write(ErrorResponseException problem, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        ProblemDetail body = problem.getBody();
        problem.getHeaders().forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
        response.setStatus(body.getStatus());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.getOutputStream().write(json(body, request.getRequestURI()).getBytes(StandardCharsets.UTF_8));
    }

    private static String json(ProblemDetail body, String path) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("type", body.getType());
        members.put("title", body.getTitle());
        members.put("status", body.getStatus());
        members.put("detail", body.getDetail());
        members.put("instance", body.getInstance() == null ? path : body.getInstance());
        return members.entrySet().stream()
                .filter(member -> member.getValue() != null)
                .map(member -> quoted(member.getKey()) + ":" + value(member.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String value(@Nullable Object value) {
        return value instanceof Integer ? value.toString() : quoted(String.valueOf(value));
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.chars().forEach(character -> {
            if (character < ' ' || character == '"' || character == '\\' || character == '<') {
                json.append(String.format(Locale.ROOT, "\\u%04x", character));
            } else {
                json.append((char) character);
            }
        });
        return json.append('"').toString();
    }
}
