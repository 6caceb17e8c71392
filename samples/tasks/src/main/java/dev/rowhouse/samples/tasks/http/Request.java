package dev.rowhouse.samples.tasks.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** A request: its path's variables, its query, its body. What the client got wrong becomes a {@link ProblemException}. */
public final class Request {
    private static final int LONGEST_BODY = 64 * 1024;

    private final HttpExchange exchange;
    private final Map<String, String> variables;
    private final Map<String, String> query;

    Request(HttpExchange exchange, Map<String, String> variables) {
        this.exchange = exchange;
        this.variables = variables;
        this.query = query(exchange.getRequestURI().getRawQuery());
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new LinkedHashMap<>();
        if (raw == null || raw.isEmpty()) {
            return query;
        }
        for (String parameter : raw.split("&")) {
            String[] parts = parameter.split("=", 2);
            String name = decoded(parts[0]);
            if (query.put(name, parts.length == 2 ? decoded(parts[1]) : "") != null) {
                throw new ProblemException(400, "Parameter \"" + name + "\" is there twice. Give it once.");
            }
        }
        return query;
    }

    static String decoded(String part) {
        try {
            String decoded = URLDecoder.decode(part, StandardCharsets.UTF_8);
            if (decoded.indexOf('\0') >= 0) {
                throw new ProblemException(400, "The address has a %00. Leave it out.");
            }
            return decoded;
        } catch (IllegalArgumentException e) {
            throw new ProblemException(400, "The address has a % that is not followed by two hexadecimal digits.");
        }
    }

    /** Returns a header, if the client sent it. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    /** Returns the id that stands in the path. No id is the same as an id that nothing has: 404. */
    public UUID id(String variable) {
        String text = variables.getOrDefault(variable, "");
        try {
            UUID id = UUID.fromString(text);
            if (id.toString().equals(text.toLowerCase(Locale.ROOT))) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new ProblemException(404, "There is nothing at this address.");
    }

    /** Returns a parameter of the query, if it is there and not empty. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
    }

    /** Refuses parameters that the address does not know: a misspelt filter must not become no filter. */
    public void requireParametersIn(Set<String> known) {
        for (String name : query.keySet()) {
            if (!known.contains(name)) {
                throw new ProblemException(
                        400,
                        "Parameter \"" + name + "\" is unknown here. Known are: "
                                + String.join(", ", new TreeSet<>(known)) + ".");
            }
        }
    }

    /** Returns the body as an object. */
    public <T> T body(Class<T> type) {
        String contentType = header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (!contentType.split(";")[0].strip().equals("application/json")) {
            throw new ProblemException(415, "The body has to be JSON: send it with Content-Type: application/json.");
        }
        byte[] body;
        try {
            body = exchange.getRequestBody().readNBytes(LONGEST_BODY + 1);
        } catch (IOException e) {
            throw new ProblemException(400, "The body ended before it was complete.");
        }
        if (body.length > LONGEST_BODY) {
            throw new ProblemException(413, "The body is longer than " + LONGEST_BODY + " bytes.");
        }
        return Json.read(body, type);
    }
}
