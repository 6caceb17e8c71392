package dev.rowhouse.spring.datasource;

import static dev.rowhouse.spring.PetApplication.ACME;
import static dev.rowhouse.spring.PetApplication.BOLT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rowhouse.TenantContext;
import dev.rowhouse.spring.PetApplication;
import dev.rowhouse.testkit.RowhouseDatabase;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Tests of a part of an application, for which Spring Boot leaves out all auto-configurations but some. */
class SlicesIT {
    @RegisterExtension
    static final RowhouseDatabase database = PetApplication.database().build();

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EntityScan(basePackageClasses = PersistenceIT.class)
    static class Application {}

    static void connect(DynamicPropertyRegistry properties) {
        properties.add("spring.datasource.url", database::jdbcUrl);
        properties.add("spring.datasource.username", database::applicationRole);
        properties.add("spring.datasource.password", database::applicationPassword);
        properties.add("spring.test.database.replace", () -> "none");
        properties.add("spring.flyway.enabled", () -> false);
        properties.add("spring.liquibase.enabled", () -> false);
    }

    @Nested
    @DataJpaTest
    @ContextConfiguration(classes = Application.class)
    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    class OfEntities {
        @Autowired
        EntityManager entities;

        @DynamicPropertySource
        static void login(DynamicPropertyRegistry properties) {
            connect(properties);
        }

        private List<String> names() {
            return entities.createQuery("select name from PersistenceIT$Pet order by name", String.class)
                    .getResultList();
        }

        @Test
        void have_tenants() {
            assertThat(TenantContext.of(ACME).call(this::names)).containsExactly("Ada", "Amos");
            assertThat(TenantContext.of(BOLT).call(this::names)).containsExactly("Bill");
        }
    }

    @Nested
    @JdbcTest
    @ContextConfiguration(classes = Application.class)
    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    class OfJdbc {
        @Autowired
        JdbcClient client;

        @DynamicPropertySource
        static void login(DynamicPropertyRegistry properties) {
            connect(properties);
        }

        private List<@Nullable String> names() {
            return client.sql("select name from pet order by name")
                    .query(String.class)
                    .list();
        }

        @Test
        void have_tenants() {
            assertThat(TenantContext.of(ACME).call(this::names)).containsExactly("Ada", "Amos");
            assertThat(TenantContext.of(BOLT).call(this::names)).containsExactly("Bill");
        }
    }
}
