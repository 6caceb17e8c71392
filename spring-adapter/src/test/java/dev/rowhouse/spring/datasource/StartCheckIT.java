package dev.rowhouse.spring.datasource;

import static dev.rowhouse.spring.PetApplication.ACME;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.connection.TenantDataSource;
import dev.rowhouse.isolation.IsolationCheckException;
import dev.rowhouse.spring.PetApplication;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/** What stops an application at its start. */
class StartCheckIT {
    @RegisterExtension
    static final RowhouseDatabase database = PetApplication.database()
            .setUp(database -> {
                try (Connection connection = database.superuser().getConnection();
                        Statement statement = connection.createStatement()) {
                    statement.execute(
                            "create role boss_of_" + database.databaseName() + " superuser login password 'boss'");
                }
            })
            .build();

    static class Nothing {}

    private static ConfigurableApplicationContext start(Class<?> beans, String... properties) {
        return PetApplication.start(database, List.of(beans), properties);
    }

    private static String[] asSuperuser(String... properties) {
        return Stream.concat(
                        Stream.of(properties),
                        Stream.of(
                                "spring.datasource.username=boss_of_" + database.databaseName(),
                                "spring.datasource.password=boss"))
                .toArray(String[]::new);
    }

    @Test
    void a_superuser_in_the_url_stops_the_application_with_an_explanation() {
        Throwable failure = catchThrowable(() -> start(Nothing.class, asSuperuser()));

        assertThat(failure).isInstanceOf(IsolationCheckException.class);
        FailureAnalysis analysis =
                requireNonNull(new IsolationFailureAnalyzer().analyze(new IllegalStateException(failure)));
        assertThat(analysis.getDescription())
                .contains("would not keep tenants apart")
                .contains("boss_of_" + database.databaseName() + ", a superuser");
        assertThat(analysis.getAction()).contains("spring.datasource.username", "rowhouse.isolation-check=warn");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"rowhouse.isolation-check=warn", "rowhouse.isolation-check=off", "rowhouse.isolation-check=false"
            })
    void a_superuser_may_be_let_in_on_purpose(String property) throws SQLException {
        try (ConfigurableApplicationContext application = start(Nothing.class, asSuperuser(property))) {
            assertThat(application.getBean(DataSource.class).isWrapperFor(TenantDataSource.class))
                    .isTrue();
        }
    }

    @Test
    void without_the_check_at_start_the_first_connection_is_refused() {
        try (ConfigurableApplicationContext application =
                start(Nothing.class, asSuperuser("rowhouse.check-on-start=false"))) {
            assertThatThrownBy(() -> PetApplication.pets(application.getBean(DataSource.class), ACME))
                    .isInstanceOf(IsolationCheckException.class);
        }
    }

    @Test
    void a_table_that_nobody_protected_stops_the_application_unless_it_is_an_exception() throws SQLException {
        try (Connection connection = database.owner().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table membership (tenant_id uuid not null, login text not null)");
            statement.execute("create table branch_office (branch uuid not null)");
            statement.execute("grant select on membership, branch_office to " + database.applicationRole());
        }

        try {
            assertThatThrownBy(() -> start(Nothing.class)).hasMessageContaining("table membership shows all tenants");
            assertThatThrownBy(() -> start(Nothing.class, "rowhouse.tenant-columns=branch"))
                    .hasMessageContaining("table branch_office shows all tenants");
            start(Nothing.class, "rowhouse.isolation-check-exceptions=membership")
                    .close();
        } finally {
            try (Connection connection = database.owner().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("drop table membership, branch_office");
            }
        }
    }

    @Test
    void a_database_that_does_not_answer_stops_nobody() {
        start(
                        Nothing.class,
                        "spring.datasource.url=jdbc:postgresql://localhost:1/nothing",
                        "spring.datasource.hikari.connection-timeout=250")
                .close();
    }

    @Test
    void a_connection_that_could_not_carry_a_tenant_stops_the_application_and_names_the_data_source() {
        assertThatThrownBy(() ->
                        start(Nothing.class, "spring.datasource.hikari.data-source-properties.preferQueryMode=simple"))
                .isInstanceOf(RowhouseException.class)
                .hasMessageContaining("Starting with data source dataSource. ")
                .hasMessageContaining("Remove preferQueryMode from the JDBC URL.")
                .hasMessageContaining("rowhouse.datasource.exclude");
    }

    @Configuration(proxyBeanMethods = false)
    static class Routing {
        @Bean
        DataSource routing() {
            AbstractRoutingDataSource routing = new AbstractRoutingDataSource() {
                @Override
                protected Object determineCurrentLookupKey() {
                    return "one";
                }
            };
            routing.setTargetDataSources(Map.of("one", database.pool(), "two", database.superuser()));
            return routing;
        }
    }

    @Test
    void each_target_of_a_routing_data_source_is_checked() {
        assertThatThrownBy(() -> start(Routing.class))
                .isInstanceOf(IsolationCheckException.class)
                .hasMessageContaining("a superuser");
    }

    static class Eager {
        private final List<String> pets;

        Eager(DataSource dataSource) throws SQLException {
            pets = PetApplication.pets(dataSource, ACME);
        }
    }

    @Test
    void a_bean_may_use_the_data_source_in_its_constructor() {
        try (ConfigurableApplicationContext application = start(Eager.class)) {
            assertThat(application.getBean(Eager.class).pets).containsExactly("Ada", "Amos");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TooEarly {
        @Bean(destroyMethod = "")
        static DataSource dataSource() {
            return database.pool();
        }

        @Bean
        static BeanFactoryPostProcessor reader(DataSource dataSource) {
            return beans -> {};
        }
    }

    @Test
    void a_data_source_that_was_created_too_early_stops_the_application() {
        assertThatThrownBy(() -> start(TooEarly.class))
                .isInstanceOf(RowhouseException.class)
                .hasMessageContaining("data source dataSource: it was created before Rowhouse could wrap it")
                .hasMessageContaining("ObjectProvider<DataSource>");
    }
}
