package dev.rowhouse.spring.datasource;

import static dev.rowhouse.spring.PetApplication.ACME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.connection.TenantDataSource;
import dev.rowhouse.spring.PetApplication;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * Data sources whose place and login come from a service connection. The container is none: it takes no Docker engine, and leads
 * to the database of the test, by the factory that Spring Boot has for such containers.
 */
class ServiceConnectionsIT {
    @RegisterExtension
    static final RowhouseDatabase database = PetApplication.database().build();

    private static final class GivenDatabase extends PostgreSQLContainer {
        private final Supplier<String> user;
        private final Supplier<String> password;

        GivenDatabase(Supplier<String> user, Supplier<String> password) {
            super("postgres:18");
            this.user = user;
            this.password = password;
        }

        @Override
        public void start() {}

        @Override
        public void stop() {}

        @Override
        public String getJdbcUrl() {
            return database.jdbcUrl();
        }

        @Override
        public String getUsername() {
            return user.get();
        }

        @Override
        public String getPassword() {
            return password.get();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OfApplicationRole {
        @Bean
        @ServiceConnection
        PostgreSQLContainer postgres() {
            return new GivenDatabase(database::applicationRole, database::applicationPassword);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class AsImagesDo {
        @Bean
        @ServiceConnection
        PostgreSQLContainer postgres() {
            return new GivenDatabase(ServiceConnectionsIT::superuser, () -> "secret");
        }
    }

    private static ConfigurableApplicationContext start(Class<?> connection) {
        return PetApplication.start(
                database,
                List.of(connection),
                "spring.datasource.url=jdbc:postgresql://nowhere.invalid/none",
                "spring.datasource.username=nobody",
                "spring.datasource.password=none");
    }

    @Test
    void the_data_source_of_a_container_is_wrapped() throws SQLException {
        try (ConfigurableApplicationContext application = start(OfApplicationRole.class)) {
            DataSource dataSource = application.getBean(DataSource.class);

            assertThat(dataSource.isWrapperFor(TenantDataSource.class)).isTrue();
            assertThat(PetApplication.pets(dataSource, ACME)).containsExactly("Ada", "Amos");
        }
    }

    /** As whom images of PostgreSQL let one log in. */
    @Test
    void the_superuser_of_a_container_is_refused() throws SQLException {
        asSuperuser("create role " + superuser() + " superuser login password 'secret'");
        try {
            assertThatThrownBy(() -> start(AsImagesDo.class))
                    .hasStackTraceContaining("a superuser, and policies do not bind superusers");
        } finally {
            asSuperuser("drop role " + superuser());
        }
    }

    private static String superuser() {
        return database.databaseName() + "_image";
    }

    private static void asSuperuser(String sql) throws SQLException {
        try (Connection connection = database.superuser().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
