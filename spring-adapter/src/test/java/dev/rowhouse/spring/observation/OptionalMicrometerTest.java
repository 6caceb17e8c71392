package dev.rowhouse.spring.observation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

/** Micrometer is not asked for where an application does not have it. */
class OptionalMicrometerTest {
    private final WebApplicationContextRunner application = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(TenantObservationAutoConfiguration.class))
            .withPropertyValues("rowhouse.logging.mdc=true");

    @ParameterizedTest
    @CsvSource({
        "io.micrometer.core, 0, 1, true",
        "io.micrometer.observation, 1, 0, false",
        "io.micrometer, 0, 0, false",
    })
    void what_is_missing_takes_only_its_own_part_away(String library, int metrics, int observations, boolean requests) {
        application.withClassLoader(new FilteredClassLoader(library)).run(context -> {
            assertThat(context).hasNotFailed().hasBean("rowhouseMdc");
            assertThat(context.getBeansOfType(TenantMetrics.class)).hasSize(metrics);
            assertThat(context.getBeansOfType(ObservedTenant.class)).hasSize(observations);
            assertThat(context.containsBean("rowhouseRequestObservationFilter")).isEqualTo(requests);
        });
    }

    @Test
    void with_everything_there_everything_is_done() {
        application.run(context -> assertThat(context)
                .hasSingleBean(TenantMetrics.class)
                .hasSingleBean(ObservedTenant.class)
                .hasBean("rowhouseRequestObservationFilter")
                .hasBean("rowhouseMdc"));
    }

    @Test
    void switched_off_nothing_is_done() {
        application
                .withPropertyValues("rowhouse.enabled=false")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(TenantMetrics.class)
                        .doesNotHaveBean(ObservedTenant.class)
                        .doesNotHaveBean("rowhouseMdc"));
    }
}
