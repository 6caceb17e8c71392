package dev.rowhouse.spring.datasource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What an application does not have is not asked for. */
class OptionalDependenciesTest {
    private static final List<Class<?>> ALL = List.of(
            DataSourceWrapping.class,
            StartCheck.class,
            SchemaInstallation.class,
            FlywayOwner.class,
            LiquibaseOwner.class,
            DataSourceInspection.class,
            IsolationHealthIndicator.class,
            RowhouseEndpoint.class);

    private static ApplicationContextRunner application() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        TenantDataSourceAutoConfiguration.class,
                        TenantSchemaAutoConfiguration.class,
                        OperationsAutoConfiguration.class))
                .withPropertyValues("management.endpoints.web.exposure.include=rowhouse", "spring.jmx.enabled=true");
    }

    static Stream<Arguments> libraries() {
        return Stream.of(
                Arguments.of("org.flywaydb", List.of(FlywayOwner.class)),
                Arguments.of("org.springframework.boot.flyway", List.of(FlywayOwner.class)),
                Arguments.of("liquibase", List.of(LiquibaseOwner.class)),
                Arguments.of("com.zaxxer", List.of()),
                Arguments.of("org.springframework.boot.health", List.of(IsolationHealthIndicator.class)),
                Arguments.of("org.springframework.boot.actuate", List.of(RowhouseEndpoint.class)),
                Arguments.of(
                        "org.springframework.boot.jdbc",
                        List.of(SchemaInstallation.class, FlywayOwner.class, LiquibaseOwner.class)),
                Arguments.of("org.springframework.jdbc", ALL));
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void what_is_missing_takes_only_its_own_part_away(String library, List<Class<?>> without) {
        application().withClassLoader(new FilteredClassLoader(library)).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(ALL)
                    .allSatisfy(type -> assertThat(context.getBeansOfType(type))
                            .as(type.getSimpleName())
                            .hasSize(without.contains(type) ? 0 : 1));
        });
    }

    @Test
    void with_everything_there_everything_is_done() {
        application()
                .run(context -> assertThat(ALL)
                        .allSatisfy(type -> assertThat(context.getBeansOfType(type))
                                .as(type.getSimpleName())
                                .hasSize(1)));
    }
}
