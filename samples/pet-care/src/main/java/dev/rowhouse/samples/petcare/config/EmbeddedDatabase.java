package dev.rowhouse.samples.petcare.config;

import dev.rowhouse.SigningKey;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;

/**
 * A PostgreSQL of this process, so that the sample starts with one command. Its files go when it stops. With
 * {@code --pet-care.embedded=false} the database is that of {@code spring.datasource.*} and {@code spring.flyway.*}.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "pet-care.embedded", matchIfMissing = true)
class EmbeddedDatabase {
    private static final String DATABASE = "petcare";

    @Bean(destroyMethod = "close")
    EmbeddedPostgres postgres() throws IOException, SQLException {
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofMinutes(1))
                .setServerConfig("fsync", "on") // it is off by default, which would flatter the load test
                .setServerConfig("synchronous_commit", "on")
                .start();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(new ClassPathResource("roles.sql").getContentAsString(StandardCharsets.UTF_8));
            statement.execute("create database " + DATABASE + " owner petcare_owner");
        }
        return postgres;
    }

    @Bean
    JdbcConnectionDetails applicationLogin(EmbeddedPostgres postgres) {
        return new Login(postgres.getJdbcUrl("petcare_app", DATABASE), "petcare_app");
    }

    @Bean
    FlywayConnectionDetails ownerLogin(EmbeddedPostgres postgres) {
        return new OwnerLogin(postgres.getJdbcUrl("petcare_owner", DATABASE), "petcare_owner");
    }

    /** The database believes only contexts that this process has signed. With a database of yours: rowhouse.signing.key. */
    @Bean
    SigningKey signingKey() {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        return SigningKey.of(1, secret);
    }

    private record Login(String getJdbcUrl, String getUsername) implements JdbcConnectionDetails {
        @Override
        public @Nullable String getPassword() {
            return null;
        }

        @Override
        public String getDriverClassName() {
            return "org.postgresql.Driver";
        }
    }

    private record OwnerLogin(String getJdbcUrl, String getUsername) implements FlywayConnectionDetails {
        @Override
        public @Nullable String getPassword() {
            return null;
        }
    }
}
