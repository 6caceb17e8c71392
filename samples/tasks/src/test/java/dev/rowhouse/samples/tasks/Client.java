package dev.rowhouse.samples.tasks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Talks to the service as a device of one user would. In bodies, ' stands for ". */
record Client(int port, @Nullable String token) {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    Client with(String otherToken) {
        return new Client(port, otherToken);
    }

    Answer get(String path) {
        return send("GET", path, null, Map.of());
    }

    Answer post(String path, String body) {
        return send("POST", path, body, Map.of("Content-Type", "application/json"));
    }

    Answer put(String path, @Nullable String body, String ifMatch) {
        return send("PUT", path, body, Map.of("Content-Type", "application/json", "If-Match", ifMatch));
    }

    Answer put(String path) {
        return send("PUT", path, null, Map.of());
    }

    Answer delete(String path) {
        return send("DELETE", path, null, Map.of());
    }

    /** Adds a task and returns its id. */
    String add(String title) {
        Answer answer = post("/tasks", "{'title': '" + title + "'}");
        if (answer.status() != 201) {
            throw new AssertionError("Adding " + title + ": " + answer);
        }
        return answer.text("/id");
    }

    Answer send(String method, String path, @Nullable String body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(20))
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));
        headers.forEach(request::setHeader);
        if (token != null) {
            request.setHeader("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            Map<String, java.util.List<String>> answered = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            answered.putAll(response.headers().map());
            JsonNode json = response.body().isEmpty()
                    ? MissingNode.getInstance()
                    : JsonMapper.shared().readTree(response.body());
            return new Answer(response.statusCode(), answered, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
