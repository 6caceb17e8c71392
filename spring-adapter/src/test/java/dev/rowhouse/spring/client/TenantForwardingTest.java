package dev.rowhouse.spring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.rowhouse.TenantContext;
import dev.rowhouse.TenantMismatchException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.restclient.RestTemplateCustomizer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.ApplicationContext;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/** What other services receive, over real HTTP. */
class TenantForwardingTest {
    private static final TenantContext ACME = TenantContext.of(UUID.fromString("0a000000-0000-4000-8000-000000000001"))
            .withActor("dana");
    private static final String ACME_ID = ACME.tenantId().toString();

    /** One way to send a request. */
    private interface Client {
        String get(ApplicationContext application, URI target, String... header);
    }

    private record Named(String name, Client client) {
        @Override
        public String toString() {
            return name;
        }
    }

    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] answer = (exchange.getRequestHeaders().get("X-Tenant-ID") + " "
                            + exchange.getRequestHeaders().get("X-Business"))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            try (exchange) {
                exchange.getResponseBody().write(answer);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private URI target(String host) {
        return URI.create("http://" + host + ":" + server.getAddress().getPort() + "/");
    }

    static Stream<Named> clients() {
        return Stream.of(
                new Named("RestClient", (application, target, header) -> {
                    RestClient.Builder builder = RestClient.builder();
                    application.getBean(RestClientCustomizer.class).customize(builder);
                    RestClient.RequestHeadersSpec<?> request =
                            builder.build().get().uri(target);
                    if (header.length > 0) {
                        request.header(header[0], header[1]);
                    }
                    return Objects.requireNonNull(request.retrieve().body(String.class));
                }),
                new Named("RestTemplate", (application, target, header) -> {
                    RestTemplateBuilder builder =
                            new RestTemplateBuilder(application.getBean(RestTemplateCustomizer.class));
                    if (header.length > 0) {
                        builder = builder.defaultHeader(header[0], header[1]);
                    }
                    return Objects.requireNonNull(builder.build().getForObject(target, String.class));
                }),
                new Named("WebClient", (application, target, header) -> {
                    WebClient.Builder builder = WebClient.builder().clientConnector(new JdkClientHttpConnector());
                    application.getBean(WebClientCustomizer.class).customize(builder);
                    if (header.length > 0) {
                        builder.defaultHeader(header[0], header[1]);
                    }
                    return Objects.requireNonNull(builder.build()
                            .get()
                            .uri(target)
                            .retrieve()
                            .bodyToMono(String.class)
                            .block());
                }));
    }

    private static ApplicationContextRunner application(String... properties) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(TenantForwardingAutoConfiguration.class))
                .withPropertyValues(properties);
    }

    @ParameterizedTest
    @MethodSource("clients")
    void the_tenant_goes_to_hosts_that_are_named_and_to_no_other(Named client) {
        application("rowhouse.web.forward.hosts=localhost,*.internal").run(application -> {
            Client sending = client.client();

            assertThat(ACME.call(() -> sending.get(application, target("localhost"))))
                    .isEqualTo("[" + ACME_ID + "] null");
            assertThat(ACME.call(() -> sending.get(application, target("127.0.0.1"))))
                    .isEqualTo("null null");
            assertThat(sending.get(application, target("localhost"))).isEqualTo("null null");
        });
    }

    @ParameterizedTest
    @MethodSource("clients")
    void another_header_serves_too(Named client) {
        application("rowhouse.web.forward.hosts[0]=localhost", "rowhouse.web.forward.header=X-Business")
                .run(application -> assertThat(ACME.call(() -> client.client().get(application, target("localhost"))))
                        .isEqualTo("null [" + ACME_ID + "]"));
    }

    @ParameterizedTest
    @MethodSource("clients")
    void without_hosts_nothing_is_sent(Named client) {
        application()
                .run(application -> assertThat(ACME.call(() -> client.client().get(application, target("localhost"))))
                        .isEqualTo("null null"));
    }

    @ParameterizedTest
    @MethodSource("clients")
    void a_request_that_names_another_tenant_is_not_sent(Named client) {
        application("rowhouse.web.forward.hosts=localhost").run(application -> {
            Client sending = client.client();
            String other = UUID.randomUUID().toString();

            assertThat(ACME.call(() -> sending.get(application, target("localhost"), "X-Tenant-ID", ACME_ID)))
                    .isEqualTo("[" + ACME_ID + "] null");
            assertThatThrownBy(
                            () -> ACME.call(() -> sending.get(application, target("localhost"), "X-Tenant-ID", other)))
                    .isInstanceOf(TenantMismatchException.class)
                    .hasMessageContaining("its header X-Tenant-ID names another tenant")
                    .hasMessageNotContaining(other);
        });
    }

    @Test
    void a_web_client_takes_the_tenant_of_who_subscribes() {
        WebClient client = WebClient.builder()
                .clientConnector(new JdkClientHttpConnector())
                .filter(TenantForwardingFilter.toHosts("localhost"))
                .build();
        var later = client.get().uri(target("localhost")).retrieve().bodyToMono(String.class);

        assertThat(later.block()).isEqualTo("null null");
        assertThat(ACME.call(() -> Objects.requireNonNull(later.block()))).isEqualTo("[" + ACME_ID + "] null");
    }

    @Test
    void clients_of_the_applications_own_take_it_by_hand() {
        RestClient client = RestClient.builder()
                .requestInterceptor(
                        TenantForwardingInterceptor.toHosts("localhost").inHeader("X-Business"))
                .build();

        assertThat(ACME.call(() -> Objects.requireNonNull(
                        client.get().uri(target("localhost")).retrieve().body(String.class))))
                .isEqualTo("null [" + ACME_ID + "]");
    }

    @ParameterizedTest
    @CsvSource({
        "billing.internal, http://billing.internal/, true",
        "billing.internal, http://BILLING.internal.:8080/x, true",
        "billing.internal, http://billing.internal@example.org/, false",
        "billing.internal, http://billing.internal.example.org/, false",
        "billing.internal, http://other.internal/, false",
        "billing.internal:8443, https://billing.internal:8443/, true",
        "billing.internal:8443, https://billing.internal/, false",
        "billing.internal:443, https://billing.internal/, true",
        "billing.internal:80, http://billing.internal/, true",
        "*.internal, http://a.b.internal/, true",
        "*.internal, http://internal/, false",
        "*.internal, http://evilinternal/, false",
        "*.internal:8443, http://a.internal:8443/, true",
        "[::1], http://[::1]:8080/, true",
        "billing.internal, /relative, false",
    })
    void hosts_are_compared_as_they_are(String known, String target, boolean expected) {
        boolean sent = ACME.call(() ->
                Forwarding.toHosts(known).headerFor(URI.create(target), null).isPresent());

        assertThat(sent).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "http://billing.internal", "billing.internal/", "a b", "billing.internal:http"})
    void what_is_no_host_stops_the_application(String host) {
        application("rowhouse.web.forward.hosts=" + host)
                .run(application -> assertThat(application)
                        .getFailure()
                        .hasRootCauseMessage("Forwarding the tenant: \"" + host + "\" is no host. Give names such as"
                                + " billing.internal, billing.internal:8443 or *.internal, without scheme and path."));
    }

    @Test
    void what_is_no_header_stops_the_application() {
        application("rowhouse.web.forward.header=X Tenant")
                .run(application -> assertThat(application)
                        .getFailure()
                        .hasRootCauseMessage("Forwarding the tenant: \"X Tenant\" is no name of a header. Give one such"
                                + " as X-Tenant-ID."));
        assertThatThrownBy(TenantForwardingInterceptor::toHosts).hasMessageContaining("no host was given");
    }

    @ParameterizedTest
    @CsvSource({
        "org.springframework.boot.restclient, 0, 1",
        "org.springframework.boot.webclient, 1, 0",
        "org.springframework.web.reactive, 1, 0",
        "org.springframework.boot.http.client, 1, 1",
        "org.springframework.boot.http.client.reactive, 1, 1",
    })
    void clients_that_are_not_there_are_not_asked_for(String library, int restClients, int webClients) {
        application("rowhouse.web.forward.hosts=localhost")
                .withClassLoader(new FilteredClassLoader(library))
                .run(application -> {
                    assertThat(application).hasNotFailed();
                    assertThat(List.of(
                                    application.getBeanNamesForType(RestClientCustomizer.class).length,
                                    application.getBeanNamesForType(WebClientCustomizer.class).length))
                            .containsExactly(restClients, webClients);
                });
    }
}
