package dev.rowhouse.samples.tasks.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Finds the handler of a method and a path. Paths are written as {@code /tasks/{id}/done}. */
public final class Router {
    private final List<Route> routes = new ArrayList<>();

    private record Route(String method, String[] segments, Handler handler) {
        Optional<Map<String, String>> match(String[] path) {
            if (path.length != segments.length) {
                return Optional.empty();
            }
            Map<String, String> variables = new LinkedHashMap<>();
            for (int i = 0; i < segments.length; i++) {
                if (segments[i].startsWith("{")) {
                    variables.put(segments[i].substring(1, segments[i].length() - 1), Request.decoded(path[i]));
                } else if (!segments[i].equals(path[i])) {
                    return Optional.empty();
                }
            }
            return Optional.of(variables);
        }
    }

    /** A handler and what the path's variables stand for. */
    record Match(Handler handler, Map<String, String> variables) {}

    /** Adds a route. */
    public Router route(String method, String path, Handler handler) {
        routes.add(new Route(method, path.split("/", -1), handler));
        return this;
    }

    Match find(String method, String rawPath) {
        String[] path = rawPath.split("/", -1);
        TreeSet<String> allowed = new TreeSet<>();
        for (Route route : routes) {
            Optional<Map<String, String>> variables = route.match(path);
            if (variables.isPresent()) {
                if (route.method.equals(method)) {
                    return new Match(route.handler, variables.get());
                }
                allowed.add(route.method);
            }
        }
        if (allowed.isEmpty()) {
            throw new ProblemException(404, "There is nothing at this address.");
        }
        String methods = String.join(", ", allowed);
        throw ProblemException.withHeader(405, "This address answers to " + methods + " only.", "Allow", methods);
    }
}
