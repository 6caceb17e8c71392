package dev.rowhouse.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowhouse.TenantContext;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** Spring Boot applications on a database of pets, with two tenants. What is on the class path and not asked for is off. */
public final class PetApplication {
    public static final UUID ACME = UUID.fromString("0a000000-0000-4000-8000-000000000001");
    public static final UUID BOLT = UUID.fromString("0b000000-0000-4000-8000-000000000002");

    private static final String JPA = "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration,"
            + "org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration";

    private static final String SECURITY = Stream.of(
                    "SecurityAutoConfiguration",
                    "UserDetailsServiceAutoConfiguration",
                    "web.servlet.SecurityFilterAutoConfiguration",
                    "web.servlet.ServletWebSecurityAutoConfiguration",
                    "actuate.web.servlet.ManagementWebSecurityAutoConfiguration")
            .map(name -> "org.springframework.boot.security.autoconfigure." + name)
            .collect(Collectors.joining(","));

    private static final String TOKENS = Stream.of(
                    "OAuth2ResourceServerAutoConfiguration", "web.OAuth2ResourceServerWebSecurityAutoConfiguration")
            .map(name -> "org.springframework.boot.security.oauth2.server.resource.autoconfigure." + name)
            .collect(Collectors.joining(","));

    private static final String DATA_JDBC =
            "org.springframework.boot.data.jdbc.autoconfigure.DataJdbcRepositoriesAutoConfiguration";

    /** Of {@link #builder}, in place of its own: for an application with JPA. */
    public static final String WITH_JPA = without(DATA_JDBC, SECURITY, TOKENS);

    /** Of {@link #builder}, in place of its own: for an application with Spring Security. */
    public static final String WITH_SECURITY = without(JPA, DATA_JDBC, TOKENS);

    /** Of {@link #builder}, in place of its own: for an application with Spring Security as a resource server. */
    public static final String WITH_TOKENS = without(JPA, DATA_JDBC);

    private PetApplication() {}

    private static String without(String... autoConfigurations) {
        return "spring.autoconfigure.exclude=" + String.join(",", autoConfigurations);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Boot {}

    /** A database in which ACME has Ada and Amos, and BOLT has Bill. */
    public static RowhouseDatabase.Builder database() {
        return RowhouseDatabase.builder().script("/pets.sql").setUp(database -> {
            addPet(database.dataSource(), ACME, "Ada");
            addPet(database.dataSource(), ACME, "Amos");
            addPet(database.dataSource(), BOLT, "Bill");
        });
    }

    public static ConfigurableApplicationContext start(
            RowhouseDatabase database, List<Class<?>> beans, String... properties) {
        return builder(database, beans, properties).web(WebApplicationType.NONE).run();
    }

    /** The given properties, over defaults that log in as the application role. */
    public static SpringApplicationBuilder builder(
            RowhouseDatabase database, List<Class<?>> beans, String... properties) {
        return new SpringApplicationBuilder(
                        Stream.concat(Stream.of(Boot.class), beans.stream()).toArray(Class<?>[]::new))
                .properties(
                        "spring.datasource.url=" + database.jdbcUrl(),
                        "spring.datasource.username=" + database.applicationRole(),
                        "spring.datasource.password=" + database.applicationPassword(),
                        "spring.datasource.hikari.maximum-pool-size=3",
                        "spring.flyway.enabled=false",
                        "spring.liquibase.enabled=false",
                        without(JPA, DATA_JDBC, SECURITY, TOKENS),
                        "spring.main.banner-mode=off",
                        "spring.jmx.enabled=false")
                .properties(properties);
    }

    public static void addPet(DataSource dataSource, UUID tenant, String name) throws SQLException {
        TenantContext.of(tenant).<SQLException>run(() -> {
            try (Connection connection = dataSource.getConnection();
                    PreparedStatement insert = connection.prepareStatement("insert into pet (name) values (?)")) {
                insert.setString(1, name);
                assertThat(insert.executeUpdate()).isOne();
                if (!connection.getAutoCommit()) {
                    connection.commit();
                }
            }
        });
    }

    /** What a tenant sees, by plain JDBC. */
    public static List<String> pets(DataSource dataSource, UUID tenant) throws SQLException {
        return TenantContext.of(tenant).<List<String>, SQLException>call(() -> {
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("select name from pet order by name")) {
                List<String> names = new ArrayList<>();
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
                if (!connection.getAutoCommit()) {
                    connection.commit();
                }
                return names;
            }
        });
    }
}
