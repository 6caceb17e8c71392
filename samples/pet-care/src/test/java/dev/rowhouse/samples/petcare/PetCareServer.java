package dev.rowhouse.samples.petcare;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The application as its users meet it: over HTTP. All test classes share one, and the comparison without Rowhouse. */
final class PetCareServer {
    static final String HAPPY_PAWS = "happy-paws";
    static final String PFOTENHOF = "pfotenhof";
    static final String MORI = "mori";

    private static final JsonMapper JSON = JsonMapper.shared();

    private final ConfigurableApplicationContext application;
    private final HttpClient http = HttpClient.newHttpClient();

    private PetCareServer(String... profiles) {
        SpringApplication starting = new SpringApplication(PetCare.class);
        starting.setAdditionalProfiles(profiles);
        application = starting.run("--server.port=0", "--spring.main.banner-mode=off");
    }

    private static final class WithRowhouse {
        static final PetCareServer SERVER = new PetCareServer();
    }

    private static final class WithoutRowhouse {
        static final PetCareServer SERVER = new PetCareServer("unprotected");
    }

    static PetCareServer get() {
        return WithRowhouse.SERVER;
    }

    static PetCareServer unprotected() {
        return WithoutRowhouse.SERVER;
    }

    <T> T bean(Class<T> type) {
        return application.getBean(type);
    }

    EmbeddedPostgres postgres() {
        return bean(EmbeddedPostgres.class);
    }

    int port() {
        return Integer.parseInt(application.getEnvironment().getRequiredProperty("local.server.port"));
    }

    /** What was answered. */
    record Answer(int status, Optional<String> type, HttpResponse<String> response) {
        String body() {
            return response.body();
        }

        JsonNode json() {
            return JSON.readTree(body());
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** Where a redirect leads, within the application. */
        String location() {
            return URI.create(header("Location")).getPath();
        }

        /** The last part of a problem's type. */
        String problem() {
            String problem = json().path("type").asString("");
            return problem.substring(problem.lastIndexOf(':') + 1);
        }
    }

    Answer get(String slug, String path, String... headers) {
        return send(slug, "GET", path, "", "application/json", headers);
    }

    Answer post(String slug, String path, String json, String... headers) {
        return send(slug, "POST", path, json, "application/json", headers);
    }

    Answer put(String slug, String path, String json, String... headers) {
        return send(slug, "PUT", path, json, "application/json", headers);
    }

    Answer delete(String slug, String path, String... headers) {
        return send(slug, "DELETE", path, "", "application/json", headers);
    }

    /** Sends a form, as a page would. */
    Answer submit(String slug, String path, Map<String, String> fields, String... headers) {
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(slug, "POST", path, body, "application/x-www-form-urlencoded", headers);
    }

    /** To the bare domain if the slug is empty. */
    Answer send(String slug, String method, String path, String body, String contentType, String... headers) {
        String host = (slug.isEmpty() ? "" : slug + ".") + "localhost:" + port();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Host", host)
                .header("Content-Type", contentType);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers().firstValue("Content-Type"), response);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
