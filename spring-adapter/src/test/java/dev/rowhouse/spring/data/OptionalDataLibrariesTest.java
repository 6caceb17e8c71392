package dev.rowhouse.spring.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.domain.AuditorAware;

/** Spring Data, JPA and Hibernate are not asked for where an application does not have them. */
class OptionalDataLibrariesTest {
    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(TenantDataAutoConfiguration.class))
            .withPropertyValues("rowhouse.data.actor-as-auditor=true");

    @ParameterizedTest
    @ValueSource(strings = {"org.springframework.data.jpa", "org.hibernate"})
    void without_jpa_repositories_stay_as_they_are(String library) {
        application
                .withClassLoader(new FilteredClassLoader(library))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(AuditorAware.class)
                        .doesNotHaveBean(TenantRepositories.class));
    }

    @Test
    void without_spring_data_nothing_is_done() {
        application
                .withClassLoader(new FilteredClassLoader("org.springframework.data"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(TenantRepositories.class)
                        .doesNotHaveBean("rowhouseAuditor"));
    }

    @Test
    void with_everything_there_everything_is_done() {
        application.run(context ->
                assertThat(context).hasSingleBean(TenantRepositories.class).hasSingleBean(AuditorAware.class));
    }
}
