package dev.rowhouse.spring.web;

import static dev.rowhouse.spring.PetApplication.ACME;
import static dev.rowhouse.spring.PetApplication.BOLT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.TenantContext;
import dev.rowhouse.spring.PetApplication;
import dev.rowhouse.spring.Tenant;
import dev.rowhouse.testkit.RowhouseDatabase;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Principal;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Users whom Spring Security has signed in, over real HTTP: which tenants they may work for, and as whom. */
class SignedInUsersIT {
    private static final String SOMEBODY_ELSE = "{\"type\":\"urn:problem-type:rowhouse:not-a-member\","
            + "\"title\":\"Not a member of the tenant\",\"status\":403,"
            + "\"detail\":\"Whoever is signed in does not belong to this tenant.\",\"instance\":\"/pets\"}";

    @RegisterExtension
    static final RowhouseDatabase database =
            PetApplication.database().script("/tenants.sql").build();

    @RestController
    static class Pets implements ErrorController {
        private final JdbcClient client;

        Pets(JdbcClient client) {
            this.client = client;
        }

        @GetMapping({"/pets", "/open/pets"})
        String pets() {
            return String.join(
                            ",",
                            client.sql("select name from pet order by name")
                                    .query(String.class)
                                    .list())
                    + TenantContext.require()
                            .actor()
                            .map(actor -> " for " + actor)
                            .orElse(" for nobody");
        }

        @GetMapping("/broken")
        String broken() {
            throw new UnsupportedOperationException("as the test wants it");
        }

        @GetMapping("/denied")
        String denied() {
            throw new AccessDeniedException("as the test wants it");
        }

        @GetMapping("/sent")
        void sent(HttpServletResponse response) throws IOException {
            response.sendError(418);
        }

        @GetMapping("/error")
        String error() {
            return TenantContext.current().isEmpty() ? "sorry" : "sorry, " + pets();
        }
    }

    /** A user of the application's own, with whatever a test wants him to know. */
    static class Clerk extends User implements TenantUser {
        private static final long serialVersionUID = 1;

        private final ArrayList<UUID> tenants;

        Clerk(String name, List<UUID> tenants) {
            super(name, "{noop}secret", List.of());
            this.tenants = new ArrayList<>(tenants);
        }

        @Override
        public Collection<UUID> tenantIds() {
            return tenants;
        }

        /** There is one object for all requests of the test. */
        @Override
        public void eraseCredentials() {}
    }

    /** A user with a property. */
    static class Employee extends User {
        private static final long serialVersionUID = 1;

        Employee(String name) {
            super(name, "{noop}secret", List.of());
        }

        public Business getBusiness() {
            return new Business("acme");
        }

        /** There is one object for all requests of the test. */
        @Override
        public void eraseCredentials() {}
    }

    public record Business(String slug) {}

    private static User user(String name, String... authorities) {
        Collection<GrantedAuthority> granted = AuthorityUtils.createAuthorityList(authorities);
        return new User(name, "{noop}secret", granted);
    }

    @Configuration(proxyBeanMethods = false)
    static class Passwords {
        @Bean
        SecurityFilterChain chain(HttpSecurity http) {
            return http.authorizeHttpRequests(requests -> requests.requestMatchers("/open/**", "/error")
                            .permitAll()
                            .anyRequest()
                            .authenticated())
                    .httpBasic(Customizer.withDefaults())
                    .formLogin(Customizer.withDefaults())
                    .csrf(csrf -> csrf.ignoringRequestMatchers("/login"))
                    .build();
        }

        @Bean
        UserDetailsService users() {
            Map<String, User> users = Map.of(
                    "dana", user("dana", "TENANT_acme", "ROLE_VET"),
                    "bob", user("bob", "TENANT_" + BOLT, "TENANT_nobody"),
                    "eve", user("eve"),
                    "carl", new Clerk("carl", List.of(ACME)),
                    "cora", new Clerk("cora", List.of(ACME, BOLT)),
                    "carol", new Clerk("carol", List.of()),
                    "emil", new Employee("emil"));
            return name -> Optional.ofNullable(users.get(name))
                    .<UserDetails>map(found -> found instanceof Clerk || found instanceof Employee
                            ? found
                            : User.withUserDetails(found).build())
                    .orElseGet(() -> new InMemoryUserDetailsManager().loadUserByUsername(name));
        }
    }

    /** Leaves the request as it is, so that only the security context knows the user. */
    @Configuration(proxyBeanMethods = false)
    static class BareRequests {
        @Bean
        SecurityFilterChain chain(HttpSecurity http) {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .httpBasic(Customizer.withDefaults())
                    .servletApi(api -> api.disable())
                    .build();
        }

        @Bean
        UserDetailsService users() {
            return new Passwords().users();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Tokens {
        @Bean
        SecurityFilterChain chain(HttpSecurity http) {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .oauth2ResourceServer(server -> server.jwt(Customizer.withDefaults()))
                    .build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Members {
        @Bean
        TenantMembership members() {
            return (user, tenant) -> user.getName().equals("eve") && tenant.id().equals(BOLT);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Actors {
        @Bean
        ActorResolver actors() {
            return user -> Optional.of(user.getName() + "@example.com");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ByParameter {
        @Bean
        TenantResolver byParameter() {
            return request -> Optional.ofNullable(request.getParameter("tenant"));
        }
    }

    private static final class Site implements AutoCloseable {
        private final ConfigurableApplicationContext application;
        private final HttpClient client =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

        Site(List<Class<?>> beans, String... properties) {
            this.application = PetApplication.builder(
                            database,
                            Stream.concat(Stream.of(Pets.class), beans.stream()).toList(),
                            Stream.concat(
                                            Stream.of(
                                                    "server.port=0",
                                                    PetApplication.WITH_SECURITY,
                                                    "rowhouse.web.resolvers=header",
                                                    "rowhouse.directory.table=tenant"),
                                            Arrays.stream(properties))
                                    .toArray(String[]::new))
                    .run();
        }

        private HttpRequest.Builder request(String path, String... headers) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:"
                    + application.getEnvironment().getRequiredProperty("local.server.port") + path));
            return headers.length > 0 ? request.headers(headers) : request;
        }

        HttpResponse<String> get(String path, String... headers) throws Exception {
            return client.send(request(path, headers).build(), BodyHandlers.ofString());
        }

        /** Status, or what is answered if all is well. */
        String answer(String path, String... headers) throws Exception {
            HttpResponse<String> response = get(path, headers);
            return response.statusCode() == 200 ? response.body() : String.valueOf(response.statusCode());
        }

        @Override
        public void close() {
            application.close();
        }
    }

    private static String[] as(String user, String... headers) {
        String basic = Base64.getEncoder().encodeToString((user + ":secret").getBytes(StandardCharsets.UTF_8));
        return Stream.concat(Stream.of("Authorization", "Basic " + basic), Arrays.stream(headers))
                .toArray(String[]::new);
    }

    @Test
    void a_user_works_for_the_tenants_that_his_authorities_name() throws Exception {
        try (Site site = new Site(List.of(Passwords.class), "rowhouse.web.membership.authority-prefix=TENANT_")) {
            assertThat(site.answer("/pets", as("dana", "X-Tenant-ID", "acme"))).isEqualTo("Ada,Amos for dana");
            assertThat(site.answer("/pets", as("bob", "X-Tenant-ID", "bolt"))).isEqualTo("Bill for bob");

            HttpResponse<String> foreign = site.get("/pets", as("dana", "X-Tenant-ID", "bolt"));
            assertThat(foreign.statusCode()).isEqualTo(403);
            assertThat(foreign.body()).isEqualTo(SOMEBODY_ELSE);
            assertThat(site.answer("/pets", as("bob", "X-Tenant-ID", "acme"))).isEqualTo("403");
            assertThat(site.answer("/pets", as("eve", "X-Tenant-ID", "acme"))).isEqualTo("403");
        }
    }

    @Test
    void a_user_who_signs_in_by_a_form_stays_with_his_tenant() throws Exception {
        try (Site site = new Site(List.of(Passwords.class), "rowhouse.web.membership.authority-prefix=TENANT_")) {
            HttpRequest login = site.request("/login", "Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString("username=dana&password=secret"))
                    .build();
            assertThat(site.client.send(login, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(302);

            assertThat(site.answer("/pets", "X-Tenant-ID", "acme")).isEqualTo("Ada,Amos for dana");
            assertThat(site.answer("/pets", "X-Tenant-ID", "bolt")).isEqualTo("403");
        }
    }

    @Test
    void nobody_is_spring_securitys_to_refuse() throws Exception {
        try (Site site = new Site(List.of(Passwords.class))) {
            assertThat(site.answer("/open/pets", "X-Tenant-ID", "bolt")).isEqualTo("Bill for nobody");
            assertThat(site.answer("/pets", "X-Tenant-ID", "bolt", "Accept", "application/json"))
                    .isEqualTo("401");
        }
    }

    @Test
    void where_nothing_says_who_belongs_where_users_are_refused() throws Exception {
        try (Site site = new Site(List.of(Passwords.class))) {
            HttpResponse<String> refused = site.get("/pets", as("dana", "X-Tenant-ID", "acme"));

            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body())
                    .contains("urn:problem-type:rowhouse:not-a-member")
                    .contains("Nothing says to which tenants whoever is signed in belongs.");
            assertThat(site.answer("/open/pets", as("dana", "X-Tenant-ID", "acme")))
                    .isEqualTo("403");
        }
    }

    @Test
    void the_check_can_be_switched_off() throws Exception {
        try (Site site = new Site(List.of(Passwords.class), "rowhouse.web.membership.required=false")) {
            assertThat(site.answer("/pets", as("dana", "X-Tenant-ID", "bolt"))).isEqualTo("Bill for dana");
        }
    }

    @Test
    void a_membership_of_the_application_decides_alone() throws Exception {
        try (Site site = new Site(List.of(Passwords.class, Members.class, Actors.class))) {
            assertThat(site.answer("/pets", as("eve", "X-Tenant-ID", "bolt"))).isEqualTo("Bill for eve@example.com");
            assertThat(site.answer("/pets", as("eve", "X-Tenant-ID", "acme"))).isEqualTo("403");
            assertThat(site.answer("/pets", as("cora", "X-Tenant-ID", "bolt"))).isEqualTo("403");
        }
    }

    @Test
    void a_principal_may_know_its_tenants() throws Exception {
        try (Site site = new Site(List.of(Passwords.class))) {
            assertThat(site.answer("/pets", as("carl", "X-Tenant-ID", "acme"))).isEqualTo("Ada,Amos for carl");
            assertThat(site.answer("/pets", as("carl", "X-Tenant-ID", "bolt"))).isEqualTo("403");
            assertThat(site.answer("/pets", as("cora", "X-Tenant-ID", "bolt"))).isEqualTo("Bill for cora");
            assertThat(site.answer("/pets", as("carol", "X-Tenant-ID", "bolt"))).isEqualTo("403");
        }
    }

    @Test
    void the_principal_names_the_tenant() throws Exception {
        try (Site site = new Site(List.of(Passwords.class), "rowhouse.web.resolvers=principal,header")) {
            assertThat(site.answer("/pets", as("carl"))).isEqualTo("Ada,Amos for carl");
            assertThat(site.answer("/pets", as("carl", "X-Tenant-ID", "acme"))).isEqualTo("Ada,Amos for carl");
            assertThat(site.answer("/pets", as("carl", "X-Tenant-ID", "bolt"))).isEqualTo("400");
            assertThat(site.answer("/pets", as("cora"))).isEqualTo("400");
            assertThat(site.answer("/pets", as("cora", "X-Tenant-ID", "bolt"))).isEqualTo("Bill for cora");
            assertThat(site.answer("/pets", as("dana", "X-Tenant-ID", "bolt"))).isEqualTo("403");
            assertThat(site.answer("/open/pets", "X-Tenant-ID", "bolt")).isEqualTo("Bill for nobody");
        }
    }

    @Test
    void a_property_of_the_principal_names_the_tenant() throws Exception {
        try (Site site = new Site(
                List.of(Passwords.class),
                "rowhouse.web.resolvers=principal",
                "rowhouse.web.principal.property=business.slug")) {
            assertThat(site.answer("/pets", as("emil"))).isEqualTo("Ada,Amos for emil");
            assertThat(site.answer("/pets", as("eve"))).isEqualTo("500");
        }
    }

    @Test
    void a_resolver_of_the_application_stands_beside_them() throws Exception {
        try (Site site = new Site(
                List.of(Passwords.class, ByParameter.class),
                "rowhouse.web.resolvers=",
                "rowhouse.web.membership.authority-prefix=TENANT_")) {
            assertThat(site.answer("/pets?tenant=acme", as("dana"))).isEqualTo("Ada,Amos for dana");
            assertThat(site.answer("/pets?tenant=bolt", as("dana"))).isEqualTo("403");
        }
        try (Site site =
                new Site(List.of(Passwords.class, ByParameter.class), "rowhouse.web.resolvers=principal,header")) {
            assertThat(site.answer("/pets?tenant=acme", as("carl"))).isEqualTo("Ada,Amos for carl");
            assertThat(site.answer("/pets?tenant=bolt", as("carl"))).isEqualTo("400");
        }
    }

    @Test
    void the_security_context_knows_users_whom_the_request_does_not() throws Exception {
        try (Site site = new Site(List.of(BareRequests.class), "rowhouse.web.membership.authority-prefix=TENANT_")) {
            assertThat(site.answer("/pets", as("dana", "X-Tenant-ID", "acme"))).isEqualTo("Ada,Amos for dana");
            assertThat(site.answer("/pets", as("dana", "X-Tenant-ID", "bolt"))).isEqualTo("403");
        }
    }

    /** The tenant is there while users are signed in, such as for tables of users; whether one is a member is asked afterwards. */
    @ParameterizedTest
    @ValueSource(strings = {"rowhouse.web.filter-order=-110", "spring.security.filter.order=5"})
    void a_filter_before_spring_security_lets_no_stranger_through(String order) throws Exception {
        try (Site site =
                new Site(List.of(Passwords.class), "rowhouse.web.membership.authority-prefix=TENANT_", order)) {
            assertThat(site.answer("/pets", as("dana", "X-Tenant-ID", "acme"))).isEqualTo("Ada,Amos for dana");
            HttpResponse<String> foreign = site.get("/pets", as("dana", "X-Tenant-ID", "bolt"));
            assertThat(foreign.statusCode()).isEqualTo(403);
            assertThat(foreign.body()).isEqualTo(SOMEBODY_ELSE);
            assertThat(site.answer("/open/pets", "X-Tenant-ID", "bolt")).isEqualTo("Bill for nobody");
            assertThat(site.get("/broken", as("dana", "X-Tenant-ID", "acme")).body())
                    .isEqualTo("sorry, Ada,Amos for dana");
            assertThat(site.get("/pets", "X-Tenant-ID", "bolt", "Accept", "application/json")
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @ParameterizedTest
    @CsvSource({"/broken,500", "/denied,403", "/sent,418"})
    void error_pages_belong_to_tenant_and_user_of_the_request(String path, int status) throws Exception {
        try (Site site = new Site(List.of(Passwords.class), "rowhouse.web.membership.authority-prefix=TENANT_")) {
            HttpResponse<String> mine = site.get(path, as("dana", "X-Tenant-ID", "acme"));
            HttpResponse<String> foreign = site.get(path, as("dana", "X-Tenant-ID", "bolt"));

            assertThat(mine.statusCode()).isEqualTo(status);
            assertThat(mine.body()).isEqualTo("sorry, Ada,Amos for dana");
            assertThat(foreign.statusCode()).isEqualTo(403);
            assertThat(foreign.body()).contains("not-a-member");
        }
    }

    // ---- tokens

    private static final class Issuer {
        private final KeyPair keys;

        Issuer() throws NoSuchAlgorithmException {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            this.keys = generator.generateKeyPair();
        }

        String location(Path directory) throws IOException {
            Path file = directory.resolve("issuer.pem");
            String key = Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded());
            Files.writeString(file, "-----BEGIN PUBLIC KEY-----\n" + key + "\n-----END PUBLIC KEY-----\n");
            return "spring.security.oauth2.resourceserver.jwt.public-key-location=" + file.toUri();
        }

        String[] token(Map<String, Object> claims, String... headers) {
            JwtClaimsSet.Builder set = JwtClaimsSet.builder()
                    .subject("auth0|7")
                    .expiresAt(Instant.now().plusSeconds(60));
            claims.forEach(set::claim);
            String token = NimbusJwtEncoder.withKeyPair(
                            (RSAPublicKey) keys.getPublic(), (RSAPrivateKey) keys.getPrivate())
                    .build()
                    .encode(JwtEncoderParameters.from(set.build()))
                    .getTokenValue();
            return Stream.concat(Stream.of("Authorization", "Bearer " + token), Arrays.stream(headers))
                    .toArray(String[]::new);
        }
    }

    @Test
    void a_claim_names_the_tenant(@TempDir Path directory) throws Exception {
        Issuer issuer = new Issuer();
        try (Site site = new Site(
                List.of(Tokens.class),
                PetApplication.WITH_TOKENS,
                issuer.location(directory),
                "rowhouse.web.resolvers=header,claim",
                "rowhouse.web.claim.name=business",
                "rowhouse.web.actor.claim=email")) {
            assertThat(site.answer("/pets", issuer.token(Map.of("business", "acme"))))
                    .isEqualTo("Ada,Amos for auth0|7");
            assertThat(site.answer(
                            "/pets", issuer.token(Map.of("business", BOLT.toString(), "email", "dana@example.com"))))
                    .isEqualTo("Bill for dana@example.com");

            HttpResponse<String> other =
                    site.get("/pets", issuer.token(Map.of("business", "acme"), "X-Tenant-ID", "bolt"));
            assertThat(other.statusCode()).isEqualTo(400);
            assertThat(other.body())
                    .contains("The tenant of the header X-Tenant-ID and that of the claim business are not the same.");

            assertThat(site.answer("/pets", issuer.token(Map.of(), "X-Tenant-ID", "bolt")))
                    .isEqualTo("403");
            assertThat(site.answer("/pets", issuer.token(Map.of("business", List.of("acme", "bolt")))))
                    .isEqualTo("400");
            assertThat(site.answer(
                            "/pets", issuer.token(Map.of("business", List.of("acme", "bolt")), "X-Tenant-ID", "bolt")))
                    .isEqualTo("Bill for auth0|7");
            assertThat(site.answer("/pets", issuer.token(Map.of("business", "nobody"))))
                    .isEqualTo("404");
            assertThat(site.answer("/pets", new Issuer().token(Map.of("business", "acme"))))
                    .isEqualTo("401");
            assertThat(site.answer("/pets")).isEqualTo("401");
        }
    }

    @Test
    void a_claim_lists_the_tenants_of_a_user(@TempDir Path directory) throws Exception {
        Issuer issuer = new Issuer();
        try (Site site = new Site(
                List.of(Tokens.class),
                PetApplication.WITH_TOKENS,
                issuer.location(directory),
                "rowhouse.web.membership.claim=tenants")) {
            Map<String, Object> claims = Map.of("tenants", List.of("nobody", ACME.toString(), "bolt"));

            assertThat(site.answer("/pets", issuer.token(claims, "X-Tenant-ID", "acme")))
                    .isEqualTo("Ada,Amos for auth0|7");
            assertThat(site.answer("/pets", issuer.token(claims, "X-Tenant-ID", BOLT.toString())))
                    .isEqualTo("Bill for auth0|7");
            assertThat(site.answer("/pets", issuer.token(Map.of("tenants", "acme"), "X-Tenant-ID", "bolt")))
                    .isEqualTo("403");
            assertThat(site.answer("/pets", issuer.token(Map.of(), "X-Tenant-ID", "bolt")))
                    .isEqualTo("403");
        }
    }

    // ---- settings that do not fit

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rowhouse.web.resolvers=principal,rowhouse.web.filter-order=-100 | Set rowhouse.web.filter-order to -90.",
                "rowhouse.web.resolvers=claim,spring.security.filter.order=5 | Set rowhouse.web.filter-order to 15.",
                "rowhouse.web.membership.claim=a,rowhouse.web.membership.required=false | Keep one of them.",
                "rowhouse.web.membership.authority-prefix= | rowhouse.web.membership.authority-prefix is blank.",
            })
    void settings_that_do_not_fit_stop_the_application(String settings, String message) {
        assertThatThrownBy(() -> new Site(List.of(Passwords.class), settings.split(",(?=\\w+\\.)")))
                .hasStackTraceContaining(message);
    }

    @Test
    void a_bean_and_a_property_for_the_same_stop_the_application() {
        assertThatThrownBy(() -> new Site(
                        List.of(Passwords.class, Members.class), "rowhouse.web.membership.authority-prefix=TENANT_"))
                .hasStackTraceContaining("there is a bean of type TenantMembership");
        assertThatThrownBy(() -> new Site(List.of(Passwords.class, Actors.class), "rowhouse.web.actor.claim=email"))
                .hasStackTraceContaining("there is a bean of type ActorResolver");
    }

    @Test
    void users_of_the_container_are_asked_for_their_membership_where_that_is_required() {
        TenantLookup.Named acme = new TenantLookup.Named(new Tenant(ACME, Tenant.Status.ACTIVE), false);
        Principal user = () -> "dana";

        assertThat(admission(null).contextOf(acme, user))
                .isEqualTo(TenantContext.of(ACME).withActor("dana"));
        Admission strict = admission(true);
        assertThatThrownBy(() -> strict.contextOf(acme, user)).hasMessageContaining("not-a-member");
        assertThat(strict.contextOf(new TenantLookup.Named(acme.tenant(), true), user))
                .isEqualTo(TenantContext.of(ACME).withActor("dana"));
    }

    private static Admission admission(@Nullable Boolean required) {
        return new Admission(
                Users.OF_SERVLETS,
                new TenantNames(null),
                List.of(),
                List.of(),
                required,
                user -> Optional.of(user.getName()));
    }
}
