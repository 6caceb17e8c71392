package dev.rowhouse.spring.web;

import static dev.rowhouse.spring.PetApplication.ACME;
import static dev.rowhouse.spring.PetApplication.BOLT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.TenantContext;
import dev.rowhouse.TenantMismatchException;
import dev.rowhouse.spring.PetApplication;
import dev.rowhouse.spring.Tenant;
import dev.rowhouse.spring.TenantDirectory;
import dev.rowhouse.testkit.RowhouseDatabase;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

/** The tenant of requests over real HTTP. */
class RequestsIT {
    private static final UUID COMA = UUID.fromString("0c000000-0000-4000-8000-000000000003");

    @RegisterExtension
    static final RowhouseDatabase database =
            PetApplication.database().script("/tenants.sql").build();

    static class Directory implements TenantDirectory {
        @Override
        public Optional<Tenant> findByName(String name) {
            return switch (name) {
                case "acme", "acme.example.org" -> findById(ACME);
                case "bolt" -> findById(BOLT);
                case "coma" -> findById(COMA);
                default -> Optional.empty();
            };
        }

        @Override
        public Optional<Tenant> findById(UUID id) {
            return Stream.of(ACME, BOLT, COMA)
                    .filter(id::equals)
                    .map(known ->
                            new Tenant(known, known.equals(COMA) ? Tenant.Status.SUSPENDED : Tenant.Status.ACTIVE))
                    .findFirst();
        }

        @Override
        public List<UUID> activeTenants() {
            return List.of(ACME, BOLT);
        }
    }

    @RestController
    static class Pets {
        private final JdbcClient client;
        private final TransactionOperations transactions;

        Pets(JdbcClient client, TransactionOperations transactions) {
            this.client = client;
            this.transactions = transactions;
        }

        private String names() {
            return String.join(
                            ",",
                            client.sql("select name from pet order by name")
                                    .query(String.class)
                                    .list())
                    + TenantContext.require()
                            .actor()
                            .map(actor -> " for " + actor)
                            .orElse("");
        }

        @CrossOrigin("https://acme.example.com")
        @GetMapping({"/pets", "/{tenant}/pets", "/actuator/pets"})
        String pets() {
            return names();
        }

        @GetMapping("/later")
        Callable<String> later() {
            String thread = Thread.currentThread().getName();
            return () -> names() + (thread.equals(Thread.currentThread().getName()) ? "" : " in another thread");
        }

        @GetMapping("/deferred")
        DeferredResult<String> deferred() {
            DeferredResult<String> result = new DeferredResult<>();
            result.setErrorResult(new IllegalStateException());
            return result;
        }

        /** Called with the second dispatch, which brings what was deferred. */
        @ExceptionHandler(IllegalStateException.class)
        String deferredNames() {
            return names();
        }

        @GetMapping("/changed")
        String changed() {
            return transactions.execute(transaction -> {
                String mine = names();
                try {
                    return mine + TenantContext.of(BOLT).call(this::names);
                } catch (TenantMismatchException e) {
                    return mine + " refused";
                }
            });
        }

        @WithoutTenant
        @GetMapping("/login")
        String login(HttpSession session, @RequestParam String name) {
            session.setAttribute("tenant", name);
            return "hello";
        }

        @GetMapping("/switch")
        String change(HttpSession session, @RequestParam String name) {
            session.setAttribute("tenant", name);
            return names();
        }

        @WithoutTenant
        @GetMapping("/plans/{name}")
        String plans() {
            return "plans of "
                    + TenantContext.current().map(TenantContext::toString).orElse("nobody");
        }

        @GetMapping("/plans/mine")
        String myPlans() {
            return "plans of " + names();
        }

        @WithoutTenant
        @GetMapping("/sneak")
        String sneak() {
            try {
                return names();
            } catch (DataAccessException e) {
                return "refused";
            }
        }
    }

    @RestController
    static class Errors implements ErrorController {
        private final Pets pets;

        Errors(Pets pets) {
            this.pets = pets;
        }

        @GetMapping("/broken")
        String broken() {
            throw new UnsupportedOperationException("as the test wants it");
        }

        @GetMapping("/error")
        String sorry() {
            return "sorry, " + pets.names();
        }
    }

    @WithoutTenant
    @RestController
    static class SignUp {
        @GetMapping("/sign-up")
        String signUp() {
            return "welcome";
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Application {
        /** Stands for Spring Security: it comes before and says who is signed in. */
        @Bean
        FilterRegistrationBean<Filter> signIn() {
            FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
                HttpServletRequest http = (HttpServletRequest) request;
                String user = http.getHeader("X-User");
                chain.doFilter(
                        new HttpServletRequestWrapper(http) {
                            @Override
                            public @Nullable Principal getUserPrincipal() {
                                return user == null ? null : () -> user;
                            }
                        },
                        response);
            });
            registration.setOrder(-100);
            return registration;
        }

        @Bean
        FilterRegistrationBean<Filter> tooEarly(JdbcClient client) {
            FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
                if (((HttpServletRequest) request).getHeader("X-Too-Early") != null) {
                    try {
                        client.sql("select name from pet").query(String.class).list();
                    } catch (DataAccessException e) {
                        ((HttpServletResponse) response).sendError(HttpStatus.INTERNAL_SERVER_ERROR.value(), "refused");
                        return;
                    }
                }
                chain.doFilter(request, response);
            });
            registration.setOrder(-95);
            return registration;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class WithDirectory {
        @Bean
        TenantDirectory directory() {
            return new Directory();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnResolver {
        @Bean
        @Order(1)
        TenantResolver byParameter() {
            return request -> Optional.ofNullable(request.getParameter("tenant"));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Members {
        @Bean
        TenantMembership members() {
            return (user, tenant) ->
                    user.getName().equals("dana") && tenant.id().equals(ACME);
        }
    }

    private static final class Site implements AutoCloseable {
        private final ConfigurableApplicationContext application;
        private final HttpClient client =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

        Site(List<Class<?>> beans, String... properties) {
            List<Class<?>> all = Stream.concat(Stream.of(Application.class, Pets.class, SignUp.class), beans.stream())
                    .toList();
            this.application = PetApplication.builder(
                            database,
                            all,
                            Stream.concat(Stream.of("server.port=0"), Arrays.stream(properties))
                                    .toArray(String[]::new))
                    .run();
        }

        HttpResponse<String> get(String path, String... headers) throws Exception {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:"
                    + application.getEnvironment().getRequiredProperty("local.server.port") + path));
            if (headers.length > 0) {
                request.headers(headers);
            }
            return client.send(request.build(), BodyHandlers.ofString());
        }

        String body(String path, String... headers) throws Exception {
            HttpResponse<String> response = get(path, headers);
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return response.body();
        }

        @Override
        public void close() {
            application.close();
        }
    }

    private static Site site(String resolvers, Class<?>... beans) {
        return new Site(
                List.of(beans),
                "rowhouse.web.resolvers=" + resolvers,
                "rowhouse.web.subdomain.base-domains=example.com");
    }

    private static void assertThatItIsRefused(
            HttpResponse<String> response, int status, String type, String title, String detail) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(response.body())
                .isEqualTo("{\"type\":\"urn:problem-type:rowhouse:" + type + "\",\"title\":\"" + title
                        + "\",\"status\":" + status + ",\"detail\":\"" + detail + "\",\"instance\":\""
                        + response.request().uri().getPath() + "\"}");
    }

    @Test
    void a_header_names_the_tenant() throws Exception {
        try (Site site = site("header", WithDirectory.class)) {
            assertThat(site.body("/pets", "X-Tenant-ID", ACME.toString())).isEqualTo("Ada,Amos");
            assertThat(site.body("/pets", "X-Tenant-ID", " BOLT ")).isEqualTo("Bill");
            assertThat(site.body("/pets", "X-Tenant-ID", "acme", "X-User", "dana"))
                    .isEqualTo("Ada,Amos for dana");

            assertThatItIsRefused(
                    site.get("/pets"),
                    400,
                    "missing-tenant",
                    "Missing tenant",
                    "The request names no tenant. It is taken from the header X-Tenant-ID.");
            assertThatItIsRefused(
                    site.get("/pets", "X-Tenant-ID", "acme", "X-Tenant-ID", "bolt"),
                    400,
                    "ambiguous-tenant",
                    "Ambiguous tenant",
                    "The header X-Tenant-ID was sent several times. Send it once.");
            for (String unknown : List.of("nobody", "acme' or true", new UUID(1, 2).toString())) {
                assertThatItIsRefused(
                        site.get("/pets", "X-Tenant-ID", unknown),
                        404,
                        "unknown-tenant",
                        "Unknown tenant",
                        "There is no tenant as the header X-Tenant-ID names it.");
            }
            for (String suspended : List.of("coma", COMA.toString())) {
                assertThatItIsRefused(
                        site.get("/pets", "X-Tenant-ID", suspended),
                        403,
                        "suspended-tenant",
                        "Suspended tenant",
                        "This tenant is suspended.");
            }
        }
    }

    @Test
    void without_a_directory_ids_are_taken_as_they_are() throws Exception {
        try (Site site = site("header")) {
            assertThat(site.body("/pets", "X-Tenant-ID", BOLT.toString())).isEqualTo("Bill");
            assertThat(site.body("/pets", "X-Tenant-ID", new UUID(1, 2).toString()))
                    .isEmpty();
            assertThatItIsRefused(
                    site.get("/pets", "X-Tenant-ID", "bolt"),
                    400,
                    "invalid-tenant",
                    "Invalid tenant",
                    "What the header X-Tenant-ID holds is no UUID. Send the tenant's id.");
        }
    }

    @Test
    void a_subdomain_names_the_tenant() throws Exception {
        try (Site site = site("subdomain", WithDirectory.class)) {
            assertThat(site.body("/pets", "Host", "acme.example.com")).isEqualTo("Ada,Amos");
            assertThat(site.body("/pets", "Host", "Bolt.Example.com:8080")).isEqualTo("Bill");

            for (String none : List.of("example.com", "www.example.com")) {
                assertThatItIsRefused(
                        site.get("/pets", "Host", none),
                        400,
                        "missing-tenant",
                        "Missing tenant",
                        "The request names no tenant. It is taken from the subdomain.");
            }
            for (String unknown : List.of("nobody.example.com", "x.acme.example.com")) {
                assertThatItIsRefused(
                        site.get("/pets", "Host", unknown),
                        404,
                        "unknown-tenant",
                        "Unknown tenant",
                        "There is no tenant as the subdomain names it.");
            }
            for (String foreign : List.of("acme.example.org", "acme.badexample.com", "localhost")) {
                assertThatItIsRefused(
                        site.get("/pets", "Host", foreign),
                        404,
                        "unknown-tenant",
                        "Unknown tenant",
                        "There is no tenant at this domain.");
            }
        }
    }

    @Test
    void a_path_names_the_tenant() throws Exception {
        try (Site site = site("path", WithDirectory.class)) {
            assertThat(site.body("/acme/pets")).isEqualTo("Ada,Amos");
            assertThat(site.body("/" + BOLT + "/pets")).isEqualTo("Bill");
            assertThat(site.get("/nobody/pets").statusCode()).isEqualTo(404);
            assertThat(site.get("/").statusCode()).isEqualTo(400);
        }
    }

    @Test
    void a_host_names_the_tenant() throws Exception {
        try (Site site = site("host", WithDirectory.class)) {
            assertThat(site.body("/pets", "Host", "ACME.example.org:8080")).isEqualTo("Ada,Amos");
            assertThat(site.get("/pets", "Host", "other.example.org").statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void a_session_names_the_tenant_and_a_change_in_it_is_for_the_next_request() throws Exception {
        try (Site site = site("session", WithDirectory.class)) {
            assertThat(site.get("/pets").statusCode()).isEqualTo(400);
            assertThat(site.body("/login?name=acme")).isEqualTo("hello");
            assertThat(site.body("/pets")).isEqualTo("Ada,Amos");
            assertThat(site.body("/switch?name=bolt")).isEqualTo("Ada,Amos");
            assertThat(site.body("/pets")).isEqualTo("Bill");
        }
    }

    @Test
    void tenants_of_a_table_are_found_by_properties_alone() throws Exception {
        try (Site site = new Site(
                List.of(),
                "rowhouse.web.resolvers=subdomain,header",
                "rowhouse.web.subdomain.base-domains=example.com",
                "rowhouse.directory.table=tenant",
                "rowhouse.require-tenant=true")) {
            assertThat(site.body("/pets", "Host", "acme.example.com")).isEqualTo("Ada,Amos");
            assertThat(site.body("/pets", "Host", "bolt.example.com", "X-Tenant-ID", BOLT.toString()))
                    .isEqualTo("Bill");
            assertThat(site.get("/pets", "Host", "coma.example.com").statusCode())
                    .isEqualTo(403);
            assertThat(site.get("/pets", "Host", "nobody.example.com").statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void a_resolver_of_the_application_is_asked() throws Exception {
        try (Site site = new Site(List.of(WithDirectory.class, OwnResolver.class))) {
            assertThat(site.body("/pets?tenant=bolt")).isEqualTo("Bill");
            assertThat(site.get("/pets?tenant=%20").statusCode()).isEqualTo(400);
        }
    }

    @Test
    void resolvers_that_disagree_are_an_error_whatever_their_order() throws Exception {
        for (String order : List.of("header,subdomain", "subdomain,header")) {
            try (Site site = site(order, WithDirectory.class)) {
                assertThat(site.body("/pets", "X-Tenant-ID", ACME.toString(), "Host", "acme.example.com"))
                        .isEqualTo("Ada,Amos");
                assertThat(site.body("/pets", "X-Tenant-ID", "acme")).isEqualTo("Ada,Amos");
                assertThat(site.body("/pets", "X-Tenant-ID", "acme", "Host", "www.example.com"))
                        .isEqualTo("Ada,Amos");
                assertThatItIsRefused(
                        site.get("/pets", "X-Tenant-ID", "acme", "Host", "bolt.example.com"),
                        400,
                        "ambiguous-tenant",
                        "Ambiguous tenant",
                        order.startsWith("header")
                                ? "The tenant of the header X-Tenant-ID and that of the subdomain are not the same. Name one."
                                : "The tenant of the subdomain and that of the header X-Tenant-ID are not the same. Name one.");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"/later,Ada,Amos in another thread", "/deferred,Ada,Amos"})
    void asynchronous_requests_keep_their_tenant(String path, String first, String second) throws Exception {
        try (Site site = site("header", WithDirectory.class)) {
            assertThat(site.body(path, "X-Tenant-ID", "acme")).isEqualTo(first + "," + second);
            assertThat(site.get(path).statusCode()).isEqualTo(400);
        }
    }

    @Test
    void error_pages_keep_their_tenant() throws Exception {
        try (Site site = site("header", WithDirectory.class, Errors.class)) {
            HttpResponse<String> response = site.get("/broken", "X-Tenant-ID", "bolt");

            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.body()).isEqualTo("sorry, Bill");
        }
    }

    @Test
    void some_paths_and_handlers_have_no_tenant() throws Exception {
        try (Site site = site("header", WithDirectory.class)) {
            assertThat(site.body("/plans/basic")).isEqualTo("plans of nobody");
            assertThat(site.body("/plans/basic", "X-Tenant-ID", "acme")).isEqualTo("plans of nobody");
            assertThat(site.body("/sign-up", "X-Tenant-ID", "nobody")).isEqualTo("welcome");
            assertThat(site.body("/plans/mine", "X-Tenant-ID", "acme")).isEqualTo("plans of Ada,Amos");
            assertThat(site.get("/plans/mine").statusCode()).isEqualTo(400);
            assertThat(site.body("/sneak", "X-Tenant-ID", "acme")).isEqualTo("refused");
            assertThat(site.get("/actuator/pets", "X-Tenant-ID", "acme").statusCode())
                    .isEqualTo(500);
            assertThat(site.get("/actuator/../pets").statusCode()).isIn(400, 404);
        }
    }

    @Test
    void the_tenant_does_not_change_in_the_middle_of_a_request() throws Exception {
        try (Site site = site("header", WithDirectory.class)) {
            assertThat(site.body("/changed", "X-Tenant-ID", "acme")).isEqualTo("Ada,Amos refused");
            assertThat(site.body("/pets", "X-Tenant-ID", "bolt")).isEqualTo("Bill");
        }
    }

    @Test
    void who_asks_before_the_filter_has_no_tenant() throws Exception {
        try (Site site = site("header", WithDirectory.class)) {
            assertThat(site.get("/pets", "X-Tenant-ID", "acme", "X-Too-Early", "1")
                            .statusCode())
                    .isEqualTo(500);
        }
    }

    @Test
    void preflight_requests_pass() throws Exception {
        try (Site site = site("header", WithDirectory.class)) {
            HttpRequest preflight = HttpRequest.newBuilder(URI.create("http://localhost:"
                            + site.application.getEnvironment().getRequiredProperty("local.server.port") + "/pets"))
                    .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                    .headers("Origin", "https://acme.example.com", "Access-Control-Request-Method", "GET")
                    .build();

            assertThat(site.client
                            .send(preflight, BodyHandlers.ofString())
                            .headers()
                            .firstValue("Access-Control-Allow-Origin"))
                    .hasValue("https://acme.example.com");
        }
    }

    @Test
    void whoever_is_signed_in_must_belong_to_the_tenant() throws Exception {
        try (Site site = site("header", WithDirectory.class, Members.class)) {
            assertThat(site.body("/pets", "X-Tenant-ID", "acme", "X-User", "dana"))
                    .isEqualTo("Ada,Amos for dana");
            assertThatItIsRefused(
                    site.get("/pets", "X-Tenant-ID", "bolt", "X-User", "dana"),
                    403,
                    "not-a-member",
                    "Not a member of the tenant",
                    "Whoever is signed in does not belong to this tenant.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rowhouse.web.resolvers=", "rowhouse.enabled=false"})
    void where_nothing_names_a_tenant_there_is_no_filter(String property) throws Exception {
        try (Site site = new Site(List.of(), property)) {
            assertThat(site.get("/pets", "X-Tenant-ID", ACME.toString()).statusCode())
                    .isEqualTo(500);
            assertThat(site.body("/sign-up")).isEqualTo("welcome");
        }
    }

    @Test
    void resolvers_that_cannot_work_stop_the_application() {
        assertThatThrownBy(() -> new Site(List.of(), "rowhouse.web.resolvers=subdomain"))
                .hasStackTraceContaining("Set rowhouse.web.subdomain.base-domains.");
        assertThatThrownBy(() ->
                        new Site(List.of(), "rowhouse.web.resolvers=path", "rowhouse.web.path.pattern=/{business}/**"))
                .hasStackTraceContaining("the pattern /{business}/** has no variable \"tenant\"");
        assertThatThrownBy(() -> new Site(List.of(), "rowhouse.web.resolvers=fortune"))
                .hasStackTraceContaining("fortune");
    }
}
