package dev.rowhouse.samples.petcare.attack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends requests to this application, as a browser at a business's subdomain would. */
@Component
class OwnEndpoints {
    private final HttpClient http = HttpClient.newHttpClient();
    private final Environment environment;
    private final JsonMapper json;

    OwnEndpoints(Environment environment, JsonMapper json) {
        this.environment = environment;
        this.json = json;
    }

    /** What was answered. */
    record Answer(int status, JsonNode body) {}

    Answer send(String slug, String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        String port = environment.getRequiredProperty("local.server.port");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Host", slug + ".localhost:" + port)
                .header("Content-Type", "application/json")
                .header("X-Forwarded-User", "attacker");
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(answer.statusCode(), json.readTree(answer.body().isEmpty() ? "null" : answer.body()));
    }
}
