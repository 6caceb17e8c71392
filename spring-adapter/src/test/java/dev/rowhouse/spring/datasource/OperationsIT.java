package dev.rowhouse.spring.datasource;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rowhouse.spring.PetApplication;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;

/** What those who run an application can see. */
class OperationsIT {
    @RegisterExtension
    static final RowhouseDatabase database = PetApplication.database().build();

    static class Nothing {}

    private static ConfigurableApplicationContext start(String... properties) {
        return PetApplication.start(database, List.of(Nothing.class), properties);
    }

    private static Health health(ConfigurableApplicationContext application) {
        return requireNonNull(
                application.getBean(IsolationHealthIndicator.class).health());
    }

    @Test
    void an_isolated_application_is_up() {
        try (ConfigurableApplicationContext application = start("rowhouse.require-tenant=true")) {
            Health health = health(application);

            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails().get("dataSource"))
                    .asInstanceOf(InstanceOfAssertFactories.MAP)
                    .containsEntry("role", database.applicationRole())
                    .containsKey("schemaVersion")
                    .doesNotContainKey("findings");
        }
    }

    @Test
    void a_table_that_was_opened_while_the_application_runs_takes_it_down() throws SQLException {
        try (ConfigurableApplicationContext application = start();
                Connection connection = database.owner().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("alter table pet disable row level security");
            try {
                Health health = health(application);

                assertThat(health.getStatus()).isEqualTo(Status.DOWN);
                assertThat(health.getDetails().toString()).contains("table pet shows all tenants");
            } finally {
                statement.execute("alter table pet enable row level security");
            }
            assertThat(health(application).getStatus()).isEqualTo(Status.UP);
        }
    }

    @Test
    void the_endpoint_shows_logins_tables_and_policies_where_it_is_exposed() throws SQLException {
        try (ConfigurableApplicationContext application = start(
                "management.endpoints.jmx.exposure.include=rowhouse",
                "spring.jmx.enabled=true",
                "rowhouse.require-tenant=true")) {
            RowhouseEndpoint.Answer answer =
                    application.getBean(RowhouseEndpoint.class).dataSources();

            assertThat(answer.tenantRequired()).isTrue();
            assertThat(answer.signed()).isFalse();
            assertThat(answer.dataSources()).containsOnlyKeys("dataSource");
            DataSourceInspection.Report report =
                    requireNonNull(answer.dataSources().get("dataSource"));
            assertThat(report.role()).isEqualTo(database.applicationRole());
            assertThat(report.schemaVersion()).isPositive();
            assertThat(report.tables())
                    .containsExactly(
                            new DataSourceInspection.TenantTable("pet", true, true, List.of("rowhouse_tenant")));
        }
    }

    @Test
    void the_endpoint_is_not_there_unless_it_is_exposed() {
        try (ConfigurableApplicationContext application = start("management.endpoints.jmx.exposure.exclude=*")) {
            assertThat(application.getBeansOfType(RowhouseEndpoint.class)).isEmpty();
        }
    }

    @Test
    void health_can_be_left_out() {
        try (ConfigurableApplicationContext application = start("management.health.rowhouse.enabled=false")) {
            assertThat(application.getBeansOfType(IsolationHealthIndicator.class))
                    .isEmpty();
        }
    }
}
