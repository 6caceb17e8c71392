package dev.rowhouse.spring.datasource;

import static dev.rowhouse.spring.PetApplication.ACME;
import static dev.rowhouse.spring.PetApplication.BOLT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.TenantContext;
import dev.rowhouse.TenantMismatchException;
import dev.rowhouse.hibernate.TenantEntity;
import dev.rowhouse.spring.PetApplication;
import dev.rowhouse.testkit.RowhouseDatabase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Hibernate in a Spring Boot application, by its transactions and with its sessions open in the view. */
class PersistenceIT {
    @RegisterExtension
    static final RowhouseDatabase database = PetApplication.database()
            .setUp(started -> TenantContext.of(ACME).run(() -> {
                try (var connection = started.dataSource().getConnection();
                        var statement = connection.createStatement()) {
                    statement.executeUpdate(
                            "update pet set mother_id = (select id from pet where name = 'Ada') where name = 'Amos'");
                }
            }))
            .build();

    @Entity
    @Table(name = "pet")
    static class Pet extends TenantEntity {
        String name() {
            return name;
        }

        @Column(nullable = false)
        String name = "";

        @ManyToOne(fetch = FetchType.LAZY)
        @JoinColumn(name = "mother_id")
        @Nullable
        Pet mother;
    }

    static class Pets {
        private final EntityManager entities;
        private final JdbcClient client;

        Pets(EntityManager entities, JdbcClient client) {
            this.entities = entities;
            this.client = client;
        }

        @Transactional(readOnly = true)
        List<String> names() {
            return entities.createQuery("select name from PersistenceIT$Pet order by name", String.class)
                    .getResultList();
        }

        @Transactional(readOnly = true)
        Pet named(String name) {
            return entities.createQuery("from PersistenceIT$Pet where name = :name", Pet.class)
                    .setParameter("name", name)
                    .getSingleResult();
        }

        /** One transaction for both: what JDBC sees has been written by Hibernate a moment ago. */
        @Transactional
        List<@Nullable String> addedAndReadByJdbc(String name) {
            Pet pet = new Pet();
            pet.name = name;
            entities.persist(pet);
            entities.flush();
            List<@Nullable String> names = client.sql("select name from pet where deleted_at is null order by name")
                    .query(String.class)
                    .list();
            entities.remove(pet);
            return names;
        }

        @Transactional
        List<String> apart(UUID tenant, Pets self) {
            List<String> own = names();
            return Stream.concat(own.stream(), TenantContext.of(tenant).call(self::namesApart).stream())
                    .toList();
        }

        @Transactional(propagation = Propagation.REQUIRES_NEW)
        List<String> namesApart() {
            return names();
        }

        @Transactional
        List<String> underAnotherTenant(UUID tenant) {
            names();
            return TenantContext.of(tenant).call(this::names);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EntityScan(basePackageClasses = PersistenceIT.class)
    static class Persistence {
        @Bean
        Pets pets(EntityManager entities, JdbcClient client) {
            return new Pets(entities, client);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spring.datasource.connection-fetch=eager",
                "spring.datasource.connection-fetch=lazy",
                "spring.datasource.hikari.auto-commit=false"
            })
    void sessions_and_jdbc_share_transactions_of_one_tenant(String property) {
        try (ConfigurableApplicationContext application = PetApplication.start(
                database,
                List.of(Persistence.class),
                PetApplication.WITH_JPA,
                property,
                "spring.jpa.properties.hibernate.connection.provider_disables_autocommit="
                        + property.contains("false"))) {
            Pets pets = application.getBean(Pets.class);

            assertThat(application.getBean(PlatformTransactionManager.class)).isInstanceOf(JpaTransactionManager.class);
            TenantContext.of(ACME).run(() -> {
                assertThat(pets.names()).containsExactly("Ada", "Amos");
                assertThat(pets.addedAndReadByJdbc("Zoe")).containsExactly("Ada", "Amos", "Zoe");
                assertThat(pets.apart(BOLT, pets)).containsExactly("Ada", "Amos", "Bill");
                assertThatThrownBy(() -> pets.underAnotherTenant(BOLT))
                        .hasStackTraceContaining("TenantMismatchException");
            });
            assertThat(TenantContext.of(BOLT).call(pets::names)).containsExactly("Bill");
            assertThatThrownBy(pets::names).hasStackTraceContaining("MissingTenantException");
        }
    }

    @RestController
    static class Pages {
        private final Pets pets;

        Pages(Pets pets) {
            this.pets = pets;
        }

        @GetMapping("/pets")
        String pets() {
            return String.join(",", pets.names());
        }

        /** Asks for the mother when the transaction is over. */
        @GetMapping("/mother")
        String mother() {
            Pet mother = pets.named("Amos").mother;
            return mother == null ? "" : mother.name();
        }

        @GetMapping("/other")
        String other() {
            String own = pets();
            try {
                return own + ";" + TenantContext.of(BOLT).call(this::pets);
            } catch (RuntimeException e) {
                return own + ";" + rootCause(e).getClass().getSimpleName();
            }
        }

        private static Throwable rootCause(Throwable failure) {
            Throwable cause = failure.getCause();
            return cause == null ? failure : rootCause(cause);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Web {
        @Bean
        Pages pages(Pets pets) {
            return new Pages(pets);
        }

        @Bean
        Filter tenant() {
            return (request, response, chain) -> TenantContext.of(ACME).<ServletException>run(() -> {
                try {
                    chain.doFilter(request, response);
                } catch (IOException e) {
                    throw new ServletException(e);
                }
            });
        }
    }

    private static HttpResponse<String> get(ConfigurableApplicationContext application, String path)
            throws IOException, InterruptedException {
        String port = application.getEnvironment().getRequiredProperty("local.server.port");
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static ConfigurableApplicationContext startWeb(boolean openInView) {
        return PetApplication.builder(
                        database,
                        List.of(Persistence.class, Web.class),
                        PetApplication.WITH_JPA,
                        "server.port=0",
                        "spring.jpa.open-in-view=" + openInView)
                .run();
    }

    @Test
    void a_session_that_is_open_in_the_view_stays_with_its_tenant() throws Exception {
        try (ConfigurableApplicationContext application = startWeb(true)) {
            assertThat(get(application, "/pets").body()).isEqualTo("Ada,Amos");
            assertThat(get(application, "/mother").body()).startsWith("Ada");
            assertThat(get(application, "/other").body())
                    .isEqualTo("Ada,Amos;" + TenantMismatchException.class.getSimpleName());
        }
    }

    @Test
    void without_one_each_transaction_has_the_tenant_of_its_time() throws Exception {
        try (ConfigurableApplicationContext application = startWeb(false)) {
            assertThat(get(application, "/pets").body()).isEqualTo("Ada,Amos");
            assertThat(get(application, "/mother").statusCode()).isEqualTo(500);
            assertThat(get(application, "/other").body()).isEqualTo("Ada,Amos;Bill");
        }
    }
}
