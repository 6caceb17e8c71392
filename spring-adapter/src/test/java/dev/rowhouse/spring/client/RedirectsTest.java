package dev.rowhouse.spring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rowhouse.TenantContext;
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
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.RequestEntity;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Where the tenant goes when a service answers with a redirect, over real HTTP and with each client that Spring Boot knows: localhost
 * is one of the application's own hosts, 127.0.0.1 is not.
 */
class RedirectsTest {
    private static final TenantContext ACME = TenantContext.of(UUID.fromString("0a000000-0000-4000-8000-000000000001"));
    private static final String ACME_ID = ACME.tenantId().toString();

    /** One way to send a request. */
    private interface Client {
        String send(ApplicationContext application, RequestEntity<String> request);
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
        server.createContext("/", exchange -> answer(exchange, 200));
        server.createContext("/to", exchange -> {
            String[] way = exchange.getRequestURI().getPath().split("/"); // /to/302/host or /to/302/to/302/host
            String host = way[way.length - 1];
            String rest = way.length == 4
                    ? "/"
                    : "/to/" + String.join("/", List.of(way).subList(4, way.length));
            exchange.getResponseHeaders().add("Location", target(host, rest).toString());
            answer(exchange, Integer.parseInt(way[2]));
        });
        server.createContext("/round", exchange -> {
            exchange.getResponseHeaders().add("Location", "/round");
            answer(exchange, 302);
        });
        server.start();
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        byte[] answer = (exchange.getRequestMethod() + " " + body
                        + " tenant=" + exchange.getRequestHeaders().get("X-Tenant-ID")
                        + " token=" + exchange.getRequestHeaders().get("Authorization"))
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, answer.length);
        try (exchange) {
            exchange.getResponseBody().write(answer);
        }
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private URI target(String host, String path) {
        return URI.create("http://" + host + ":" + server.getAddress().getPort() + path);
    }

    private static String restClient(RestClient client, RequestEntity<String> request) {
        RestClient.RequestBodySpec spec = client.method(Objects.requireNonNull(request.getMethod()))
                .uri(request.getUrl())
                .headers(headers -> headers.addAll(request.getHeaders()));
        if (request.getBody() != null) {
            spec.body(request.getBody());
        }
        return Objects.requireNonNullElse(spec.retrieve().body(String.class), "");
    }

    static Stream<Named> clients() {
        return Stream.of(
                new Named(
                        "RestClient",
                        (application, request) -> restClient(
                                application.getBean(RestClient.Builder.class).build(), request)),
                new Named("RestTemplate", (application, request) -> {
                    RestTemplate template =
                            application.getBean(RestTemplateBuilder.class).build();
                    return Objects.requireNonNullElse(
                            template.exchange(request, String.class).getBody(), "");
                }),
                new Named("WebClient", (application, request) -> {
                    WebClient.RequestBodySpec spec = application
                            .getBean(WebClient.Builder.class)
                            .build()
                            .method(Objects.requireNonNull(request.getMethod()))
                            .uri(request.getUrl())
                            .headers(headers -> headers.addAll(request.getHeaders()));
                    if (request.getBody() != null) {
                        spec.bodyValue(request.getBody());
                    }
                    return Objects.requireNonNullElse(
                            spec.retrieve().bodyToMono(String.class).block(), "");
                }));
    }

    /** The clients, each on the libraries that it knows. */
    static Stream<Object[]> clientsAndLibraries() {
        return clients()
                .flatMap(client -> (client.name().equals("WebClient")
                                ? Stream.of("jdk", "http-components", "jetty", "reactor")
                                : Stream.of("jdk", "simple", "http-components", "jetty", "reactor"))
                        .map(library -> new Object[] {client, library}));
    }

    private static ApplicationContextRunner application(String... properties) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        HttpClientAutoConfiguration.class,
                        ImperativeHttpClientAutoConfiguration.class,
                        ReactiveHttpClientAutoConfiguration.class,
                        RestClientAutoConfiguration.class,
                        RestTemplateAutoConfiguration.class,
                        WebClientAutoConfiguration.class,
                        TenantForwardingAutoConfiguration.class))
                .withPropertyValues("rowhouse.web.forward.hosts=localhost")
                .withPropertyValues(properties);
    }

    private static String[] on(String library) {
        return new String[] {
            "spring.http.clients.imperative.factory=" + library,
            "spring.http.clients.reactive.connector=" + (library.equals("simple") ? "jdk" : library)
        };
    }

    private RequestEntity<String> get(String path) {
        HttpHeaders headers = new HttpHeaders();
        headers.setBearerAuth("secret");
        return new RequestEntity<>(headers, HttpMethod.GET, target("localhost", path));
    }

    private RequestEntity<String> post(String path) {
        return RequestEntity.post(target("localhost", path)).body("invoice");
    }

    @ParameterizedTest
    @MethodSource("clientsAndLibraries")
    void a_redirect_does_not_take_the_tenant_elsewhere(Named client, String library) {
        application(on(library)).run(application -> {
            Client sending = client.client();

            assertThat(ACME.call(() -> sending.send(application, get("/to/302/127.0.0.1"))))
                    .isEqualTo("GET  tenant=null token=null");
            assertThat(ACME.call(() -> sending.send(application, get("/to/307/to/302/127.0.0.1"))))
                    .isEqualTo("GET  tenant=null token=null");
            assertThat(ACME.call(() -> sending.send(application, get("/to/302/localhost"))))
                    .isEqualTo("GET  tenant=[" + ACME_ID + "] token=[Bearer secret]");
        });
    }

    @ParameterizedTest
    @MethodSource("clientsAndLibraries")
    void what_is_sent_goes_along_as_the_status_says(Named client, String library) {
        application(on(library)).run(application -> {
            Client sending = client.client();

            assertThat(ACME.call(() -> sending.send(application, post("/to/307/127.0.0.1"))))
                    .isEqualTo("POST invoice tenant=null token=null");
            assertThat(ACME.call(() -> sending.send(application, post("/to/308/localhost"))))
                    .isEqualTo("POST invoice tenant=[" + ACME_ID + "] token=null");
            assertThat(ACME.call(() -> sending.send(application, post("/to/303/localhost"))))
                    .isEqualTo("GET  tenant=[" + ACME_ID + "] token=null");
            assertThat(ACME.call(() -> sending.send(application, post("/to/302/127.0.0.1"))))
                    .isEqualTo("GET  tenant=null token=null");
        });
    }

    /** What the guard is there for: each of these clients takes the header along by itself. */
    @ParameterizedTest
    @CsvSource({"jdk", "simple", "http-components", "jetty", "reactor"})
    void without_the_guard_it_would(String library) {
        ClientHttpRequestFactoryBuilder<?> builder = switch (library) {
            case "jdk" -> ClientHttpRequestFactoryBuilder.jdk();
            case "simple" -> ClientHttpRequestFactoryBuilder.simple();
            case "jetty" -> ClientHttpRequestFactoryBuilder.jetty();
            case "reactor" -> ClientHttpRequestFactoryBuilder.reactor();
            default -> ClientHttpRequestFactoryBuilder.httpComponents();
        };
        RestClient client = RestClient.builder()
                .requestFactory(builder.build())
                .requestInterceptor(TenantForwardingInterceptor.toHosts("localhost"))
                .build();

        RequestEntity<String> request = new RequestEntity<>(HttpMethod.GET, target("localhost", "/to/302/127.0.0.1"));

        assertThat(ACME.call(() -> restClient(client, request))).isEqualTo("GET  tenant=[" + ACME_ID + "] token=null");
    }

    @ParameterizedTest
    @CsvSource({"jdk", "http-components", "jetty", "reactor"})
    void web_clients_would_too(String library) {
        ClientHttpConnectorBuilder<?> builder = switch (library) {
            case "jdk" -> ClientHttpConnectorBuilder.jdk();
            case "jetty" -> ClientHttpConnectorBuilder.jetty();
            case "reactor" -> ClientHttpConnectorBuilder.reactor();
            default -> ClientHttpConnectorBuilder.httpComponents();
        };
        WebClient client = WebClient.builder()
                .clientConnector(builder.build())
                .filter(TenantForwardingFilter.toHosts("localhost"))
                .build();

        String answer = ACME.call(() -> Objects.requireNonNull(client.get()
                .uri(target("localhost", "/to/302/127.0.0.1"))
                .retrieve()
                .bodyToMono(String.class)
                .block()));

        assertThat(answer).isEqualTo("GET  tenant=[" + ACME_ID + "] token=null");
    }

    @Test
    void what_the_builder_of_spring_boot_builds_is_guarded_wherever_it_is_used() {
        application().run(application -> {
            RestClient client = RestClient.builder()
                    .requestFactory(application
                            .getBean(ClientHttpRequestFactoryBuilder.class)
                            .build())
                    .requestInterceptor(TenantForwardingInterceptor.toHosts("localhost"))
                    .build();
            RequestEntity<String> request =
                    new RequestEntity<>(HttpMethod.GET, target("localhost", "/to/302/127.0.0.1"));

            assertThat(ACME.call(() -> restClient(client, request))).isEqualTo("GET  tenant=null token=null");
        });
    }

    /** As the guide says of clients of the application's own. */
    @Test
    void clients_of_the_applications_own_are_told_not_to_follow() {
        RestClient client = RestClient.builder()
                .requestFactory(ClientHttpRequestFactoryBuilder.detect()
                        .build(HttpClientSettings.defaults().withRedirects(HttpRedirects.DONT_FOLLOW)))
                .requestInterceptor(TenantForwardingInterceptor.toHosts("localhost"))
                .build();

        var answer = ACME.call(() -> client.get()
                .uri(target("localhost", "/to/302/127.0.0.1"))
                .retrieve()
                .toEntity(String.class));

        assertThat(answer.getStatusCode().value()).isEqualTo(302);
        assertThat(answer.getHeaders().getLocation()).isEqualTo(target("127.0.0.1", "/"));
    }

    @ParameterizedTest
    @MethodSource("clients")
    void who_wants_no_redirects_has_none(Named client) {
        application("spring.http.clients.redirects=dont-follow")
                .run(application -> assertThat(
                                ACME.call(() -> client.client().send(application, get("/to/302/localhost"))))
                        .contains("tenant=[" + ACME_ID + "]"));
    }

    @ParameterizedTest
    @MethodSource("clients")
    void redirects_end_somewhere(Named client) {
        application()
                .run(application -> assertThatThrownBy(
                                () -> ACME.call(() -> client.client().send(application, get("/round"))))
                        .hasStackTraceContaining(
                                "Sending a request that carries the tenant: it was redirected more than"
                                        + " 20 times, at last by localhost."));
    }

    @ParameterizedTest
    @MethodSource("clients")
    void redirects_of_other_hosts_are_the_clients_own(Named client) {
        application().run(application -> {
            RequestEntity<String> request =
                    new RequestEntity<>(HttpMethod.GET, target("127.0.0.1", "/to/302/localhost"));

            assertThat(ACME.call(() -> client.client().send(application, request)))
                    .isEqualTo("GET  tenant=null token=null");
        });
    }

    @Test
    void a_client_that_cannot_be_told_is_refused() {
        application()
                .withBean(
                        ClientHttpRequestFactoryBuilder.class,
                        () -> ClientHttpRequestFactoryBuilder.of(JdkWithoutSettings::new))
                .run(application -> assertThatThrownBy(() -> application.getBean(RestClient.Builder.class))
                        .hasStackTraceContaining("Building an HTTP client for rowhouse.web.forward.hosts: ")
                        .hasStackTraceContaining("cannot be told not to follow redirects"));
    }

    private static final class JdkWithoutSettings extends JdkClientHttpRequestFactory {}

    @ParameterizedTest
    @CsvSource({
        "GET, http://a/x, 302, /y, GET http://a/y stays",
        "GET, http://a/x, 302, http://A.:80/y, GET http://A.:80/y stays",
        "GET, http://a/x, 302, http://a:81/y, GET http://a:81/y leaves",
        "GET, http://a/x, 301, https://a/y, GET https://a/y leaves",
        "GET, https://a/x, 302, http://a/y, none",
        "GET, http://a/x, 302, ftp://a/y, none",
        "GET, http://a/x, 302, 'http://a b', none",
        "GET, http://a/x, 304, /y, none",
        "GET, http://a/x, 302, , none",
        "PUT, http://a/x, 302, /y, PUT http://a/y stays",
        "PUT, http://a/x, 303, /y, GET http://a/y stays",
        "HEAD, http://a/x, 303, /y, HEAD http://a/y stays",
    })
    void an_answer_leads_somewhere(String method, URI from, int status, String location, String expected) {
        HttpHeaders answer = new HttpHeaders();
        if (location != null) {
            answer.set(HttpHeaders.LOCATION, location);
        }

        String found = Redirect.of(Forwarding.toHosts("a"), HttpMethod.valueOf(method), from, status, answer)
                .map(redirect ->
                        redirect.method() + " " + redirect.target() + (redirect.leavesOrigin() ? " leaves" : " stays"))
                .orElse("none");

        assertThat(found).isEqualTo(expected);
    }
}
