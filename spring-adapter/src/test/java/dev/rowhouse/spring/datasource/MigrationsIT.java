package dev.rowhouse.spring.datasource;

import static dev.rowhouse.spring.PetApplication.ACME;
import static dev.rowhouse.spring.PetApplication.BOLT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.rowhouse.TenantContext;
import dev.rowhouse.connection.TenantDataSource;
import dev.rowhouse.spring.PetApplication;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/** Who migrates, and what is there before. */
class MigrationsIT {
    @RegisterExtension
    static final RowhouseDatabase database =
            RowhouseDatabase.builder().withoutRowhouse().build();

    /** A new application finds nothing. */
    @BeforeEach
    void empty_the_database() throws SQLException {
        try (Connection connection = database.owner().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("drop schema if exists rowhouse cascade");
            statement.execute(
                    "drop table if exists toy, flyway_schema_history, databasechangelog, databasechangeloglock");
        }
    }

    static class Nothing {}

    private static ConfigurableApplicationContext start(Class<?> beans, String... properties) {
        return PetApplication.start(database, List.of(beans), properties);
    }

    private static void assertThatToysAreProtected(ConfigurableApplicationContext application) {
        JdbcClient client = application.getBean(JdbcClient.class);
        for (UUID tenant : List.of(ACME, BOLT)) {
            TenantContext.of(tenant).run(() -> {
                client.sql("insert into toy (name) values ('ball')").update();
                assertThat(client.sql("select tenant_id from toy")
                                .query(UUID.class)
                                .list())
                        .containsExactly(tenant);
            });
        }
        Map<String, @Nullable Object> installed = new JdbcTemplate(database.owner())
                .queryForMap("select role_name::text as role from rowhouse.application_role");
        assertThat(installed).containsEntry("role", database.applicationRole());
    }

    private static String owner(String prefix) {
        return prefix + "=" + database.ownerRole();
    }

    private static String password(String prefix) {
        return prefix + "=" + database.ownerPassword();
    }

    @Test
    void flyway_migrates_as_the_owner_and_finds_the_database_side() {
        try (ConfigurableApplicationContext application = start(
                Nothing.class,
                "spring.flyway.enabled=true",
                "spring.flyway.locations=classpath:flyway",
                owner("spring.flyway.user"),
                password("spring.flyway.password"))) {
            assertThatToysAreProtected(application);
            assertThat(application.getBean(Flyway.class).getConfiguration().getDataSource())
                    .isInstanceOf(SimpleDriverDataSource.class);
        }
    }

    @Test
    void liquibase_migrates_as_the_owner_and_finds_the_database_side() {
        try (ConfigurableApplicationContext application = start(
                Nothing.class,
                "spring.liquibase.enabled=true",
                "spring.liquibase.change-log=classpath:liquibase/changelog.sql",
                owner("spring.liquibase.user"),
                password("spring.liquibase.password"))) {
            assertThatToysAreProtected(application);
        }
    }

    @Test
    void an_owner_of_rowhouse_installs_before_flyway_whoever_migrates() {
        try (ConfigurableApplicationContext application = start(
                Nothing.class,
                "spring.flyway.enabled=true",
                "spring.flyway.locations=classpath:flyway",
                "spring.flyway.url=" + database.jdbcUrl(),
                owner("spring.flyway.user"),
                password("spring.flyway.password"),
                "rowhouse.schema.application-roles=" + database.applicationRole(),
                owner("rowhouse.schema.owner.username"),
                password("rowhouse.schema.owner.password"))) {
            assertThatToysAreProtected(application);
        }
    }

    @Test
    void without_a_tool_of_migration_the_owner_of_rowhouse_installs_before_anyone_asks() {
        try (ConfigurableApplicationContext application = start(
                Nothing.class,
                "rowhouse.schema.owner.url=" + database.jdbcUrl(),
                owner("rowhouse.schema.owner.username"),
                password("rowhouse.schema.owner.password"))) {
            assertThat(application
                            .getBean(JdbcClient.class)
                            .sql("select count(*) from rowhouse.version")
                            .query(Integer.class)
                            .single())
                    .isPositive();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class NoMigration {
        @Bean
        FlywayMigrationStrategy none() {
            return flyway -> {};
        }
    }

    @Test
    void flyway_without_a_user_of_its_own_gets_the_pool_and_installs_nothing() throws SQLException {
        try (ConfigurableApplicationContext application =
                start(NoMigration.class, "spring.flyway.enabled=true", "spring.flyway.locations=classpath:flyway")) {
            DataSource given =
                    application.getBean(Flyway.class).getConfiguration().getDataSource();

            assertThat(given).isInstanceOf(HikariDataSource.class);
            assertThat(given.isWrapperFor(TenantDataSource.class)).isFalse();
            assertThat(application.getBean(Flyway.class).getConfiguration().getCallbacks())
                    .isEmpty();
        }
    }

    @Test
    void an_installation_that_is_not_wanted_does_not_happen() {
        assertThatThrownBy(() -> start(
                        Nothing.class,
                        "rowhouse.schema.install=false",
                        "spring.flyway.enabled=true",
                        "spring.flyway.locations=classpath:flyway",
                        owner("spring.flyway.user"),
                        password("spring.flyway.password")))
                .hasStackTraceContaining("schema \"rowhouse\" does not exist");
    }
}
