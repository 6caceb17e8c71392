package dev.rowhouse.spring.datasource;

import static dev.rowhouse.spring.PetApplication.ACME;
import static dev.rowhouse.spring.PetApplication.BOLT;
import static dev.rowhouse.spring.PetApplication.pets;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.rowhouse.connection.TenantDataSource;
import dev.rowhouse.spring.PetApplication;
import dev.rowhouse.spring.UnwrappedDataSource;
import dev.rowhouse.testkit.RowhouseDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.flyway.autoconfigure.FlywayDataSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/** Where data sources come from, and what is done with each. */
class DataSourceWrappingIT {
    @RegisterExtension
    static final RowhouseDatabase database = PetApplication.database().build();

    private static ConfigurableApplicationContext start(Class<?> beans, String... properties) {
        return PetApplication.start(database, List.of(beans), properties);
    }

    private static HikariDataSource pool(Environment environment) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(environment.getRequiredProperty("spring.datasource.url"));
        pool.setUsername(environment.getRequiredProperty("spring.datasource.username"));
        pool.setPassword(environment.getRequiredProperty("spring.datasource.password"));
        pool.setMaximumPoolSize(2);
        return pool;
    }

    private static void assertThatTenantsAreApart(DataSource dataSource) throws SQLException {
        assertThat(dataSource.isWrapperFor(TenantDataSource.class)).isTrue();
        assertThat(pets(dataSource, ACME)).containsExactly("Ada", "Amos");
        assertThat(pets(dataSource, BOLT)).containsExactly("Bill");
    }

    private static void assertThatItIsLeftAlone(DataSource dataSource) throws SQLException {
        assertThat(dataSource.isWrapperFor(TenantDataSource.class)).isFalse();
        assertThatThrownBy(() -> pets(dataSource, ACME)).hasMessageContaining("tenant");
    }

    static class Nothing {}

    @Test
    void the_data_source_of_the_properties_is_wrapped_and_leads_to_its_pool() throws SQLException {
        HikariDataSource pool;
        try (ConfigurableApplicationContext application = start(Nothing.class)) {
            DataSource dataSource = application.getBean(DataSource.class);
            pool = dataSource.unwrap(HikariDataSource.class);

            assertThatTenantsAreApart(dataSource);
            assertThat(pool.getMaximumPoolSize()).isEqualTo(3);
            assertThat(dataSource.isWrapperFor(HikariDataSource.class)).isTrue();
            assertThat(dataSource).hasToString("TenantDataSource[" + pool + "]");
            assertThatThrownBy(dataSource::createConnectionBuilder).hasMessageContaining("would not carry the tenant");
        }
        assertThat(pool.isClosed()).isTrue();
    }

    @Configuration(proxyBeanMethods = false)
    static class ServiceConnection {
        @Bean
        JdbcConnectionDetails details() {
            return new JdbcConnectionDetails() {
                @Override
                public @Nullable String getUsername() {
                    return database.applicationRole();
                }

                @Override
                public @Nullable String getPassword() {
                    return database.applicationPassword();
                }

                @Override
                public String getJdbcUrl() {
                    return database.jdbcUrl();
                }
            };
        }
    }

    @Test
    void the_data_source_of_a_service_connection_is_wrapped() throws SQLException {
        try (ConfigurableApplicationContext application =
                start(ServiceConnection.class, "spring.datasource.username=nobody")) {
            assertThatTenantsAreApart(application.getBean(DataSource.class));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Several {
        @Bean
        @Primary
        DataSource first(Environment environment) {
            return pool(environment);
        }

        @Bean
        DataSource second(Environment environment) {
            return new LazyConnectionDataSourceProxy(pool(environment));
        }

        @Bean
        DataSource wrappedByHand(Environment environment) {
            return TenantDataSource.wrap(pool(environment));
        }

        @Bean
        DataSource aroundTheFirst(DataSource first) {
            return new LazyConnectionDataSourceProxy(first);
        }

        @Bean
        DataSource excluded(Environment environment) {
            return pool(environment);
        }

        @Bean
        @UnwrappedDataSource
        DataSource annotated(Environment environment) {
            return pool(environment);
        }

        @Bean(defaultCandidate = false)
        @FlywayDataSource
        DataSource ofMigrations(Environment environment) {
            return pool(environment);
        }
    }

    @Test
    void each_of_several_is_wrapped_once_but_those_that_are_opted_out() throws SQLException {
        try (ConfigurableApplicationContext application =
                start(Several.class, "rowhouse.datasource.exclude=excluded,another")) {
            Map<String, DataSource> dataSources = application.getBeansOfType(DataSource.class);

            for (String name : List.of("first", "second", "wrappedByHand", "aroundTheFirst")) {
                assertThatTenantsAreApart(requireNonNull(dataSources.get(name)));
            }
            assertThat(dataSources.get("wrappedByHand")).isInstanceOf(TenantDataSource.class);
            assertThat(dataSources.get("aroundTheFirst")).isInstanceOf(LazyConnectionDataSourceProxy.class);
            for (String name : List.of("excluded", "annotated", "ofMigrations")) {
                assertThatItIsLeftAlone(requireNonNull(dataSources.get(name)));
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Routing {
        private static final AtomicReference<String> BRANCH = new AtomicReference<>("one");

        @Bean
        HikariDataSource one(Environment environment) {
            HikariDataSource pool = pool(environment);
            pool.addDataSourceProperty("ApplicationName", "one");
            return pool;
        }

        @Bean
        HikariDataSource two(Environment environment) {
            HikariDataSource pool = pool(environment);
            pool.addDataSourceProperty("ApplicationName", "two");
            return pool;
        }

        @Bean
        @Primary
        DataSource routing(Map<String, DataSource> targets) {
            AbstractRoutingDataSource routing = new AbstractRoutingDataSource() {
                @Override
                protected Object determineCurrentLookupKey() {
                    return requireNonNull(BRANCH.get());
                }
            };
            routing.setTargetDataSources(Map.copyOf(targets));
            return routing;
        }
    }

    @Test
    void a_routing_data_source_is_wrapped_itself_and_still_routes() throws SQLException {
        try (ConfigurableApplicationContext application = start(Routing.class)) {
            DataSource routing = application.getBean(DataSource.class);

            assertThat(routing).isInstanceOf(WrappedDataSource.class);
            for (String branch : List.of("one", "two")) {
                Routing.BRANCH.set(branch);
                assertThatTenantsAreApart(routing);
                try (Connection connection = routing.getConnection();
                        Statement statement = connection.createStatement();
                        ResultSet row = statement.executeQuery("show application_name")) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getString(1)).isEqualTo(branch);
                }
            }
        }
    }

    @Test
    void rowhouse_can_be_switched_off() throws SQLException {
        try (ConfigurableApplicationContext application = start(Nothing.class, "rowhouse.enabled=false")) {
            assertThatItIsLeftAlone(application.getBean(DataSource.class));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Meters {
        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }
    }

    @Test
    void metrics_and_health_look_through_it() throws SQLException {
        try (ConfigurableApplicationContext application = start(Meters.class, "rowhouse.require-tenant=true")) {
            MeterRegistry meters = application.getBean(MeterRegistry.class);
            pets(application.getBean(DataSource.class), ACME);

            assertThat(meters.get("hikaricp.connections.acquire").timer().count())
                    .isPositive();
            assertThat(meters.get("jdbc.connections.max").gauge().value()).isEqualTo(3);
            assertThat(application
                            .getBean("dbHealthContributor", HealthIndicator.class)
                            .health())
                    .extracting(Health::getStatus)
                    .isEqualTo(Status.UP);
        }
    }
}
