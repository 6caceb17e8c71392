package dev.rowhouse.spring.web;

import static dev.rowhouse.spring.PetApplication.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rowhouse.TenantContext;
import dev.rowhouse.spring.PetApplication;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Actuator over HTTP, on a port of its own and on the application's. */
class ManagementPortIT {
    @RegisterExtension
    static final RowhouseDatabase database = PetApplication.database().build();

    @RestController
    static class Pets {
        private final JdbcClient client;

        Pets(JdbcClient client) {
            this.client = client;
        }

        @GetMapping("/pets")
        String pets() {
            return String.join(
                    ",",
                    client.sql("select name from pet order by name")
                            .query(String.class)
                            .list());
        }
    }

    /** Of the application: reads what belongs to tenants. */
    @Endpoint(id = "pets")
    static class PetsEndpoint {
        private final Pets pets;

        PetsEndpoint(Pets pets) {
            this.pets = pets;
        }

        @ReadOperation
        public List<String> read() {
            try {
                return List.of(pets.pets());
            } catch (DataAccessException e) {
                return List.of(TenantContext.current().isEmpty() ? "refused" : "broken");
            }
        }
    }

    private static ConfigurableApplicationContext start(String... properties) {
        return PetApplication.builder(database, List.of(Pets.class, PetsEndpoint.class), properties)
                .properties(
                        "server.port=0",
                        "rowhouse.web.resolvers=header",
                        "management.endpoints.web.exposure.include=health,rowhouse,pets",
                        "management.endpoint.health.show-details=always")
                .run();
    }

    private static HttpResponse<String> get(
            ConfigurableApplicationContext application, String port, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("http://localhost:" + application.getEnvironment().getRequiredProperty(port) + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"local.management.port", "local.server.port"})
    void health_and_endpoint_answer_without_a_tenant(String port) throws Exception {
        try (ConfigurableApplicationContext application =
                port.equals("local.management.port") ? start("management.server.port=0") : start()) {
            HttpResponse<String> health = get(application, port, "/actuator/health");
            assertThat(health.statusCode()).as(health.body()).isEqualTo(200);
            assertThat(health.body()).contains("\"rowhouse\"").contains("\"status\":\"UP\"");

            for (String[] headers : List.of(new String[0], new String[] {"X-Tenant-ID", "no tenant at all"})) {
                HttpResponse<String> endpoint = get(application, port, "/actuator/rowhouse", headers);
                assertThat(endpoint.statusCode()).as(endpoint.body()).isEqualTo(200);
                assertThat(endpoint.body())
                        .contains("\"role\":\"" + database.applicationRole() + "\"")
                        .contains("\"name\":\"pet\"")
                        .contains("\"policies\":[\"rowhouse_tenant\"]")
                        .doesNotContain("Ada", ACME.toString());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"local.management.port", "local.server.port"})
    void endpoints_have_no_tenant_whatever_the_request_names(String port) throws Exception {
        try (ConfigurableApplicationContext application =
                port.equals("local.management.port") ? start("management.server.port=0") : start()) {
            assertThat(get(application, port, "/actuator/pets", "X-Tenant-ID", ACME.toString())
                            .body())
                    .isEqualTo("[\"refused\"]");
        }
    }

    @Test
    void the_ports_keep_to_themselves() throws Exception {
        try (ConfigurableApplicationContext application =
                start("management.server.port=0", "management.endpoints.web.base-path=/")) {
            assertThat(get(application, "local.management.port", "/health").statusCode())
                    .isEqualTo(200);
            assertThat(get(application, "local.management.port", "/pets", "X-Tenant-ID", ACME.toString())
                            .body())
                    .isEqualTo("[\"refused\"]");
            assertThat(get(application, "local.server.port", "/pets", "X-Tenant-ID", ACME.toString())
                            .body())
                    .isEqualTo("Ada,Amos");
            assertThat(get(application, "local.server.port", "/pets").statusCode())
                    .isEqualTo(400);
            assertThat(get(application, "local.server.port", "/actuator/health").statusCode())
                    .isEqualTo(404);
        }
    }
}
