package dev.rowhouse.spring.aot;

import static dev.rowhouse.spring.PetApplication.ACME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.TenantContext;
import dev.rowhouse.connection.TenantDataSource;
import dev.rowhouse.spring.ForEachTenant;
import dev.rowhouse.spring.PetApplication;
import dev.rowhouse.spring.TenantScoped;
import dev.rowhouse.spring.messaging.TenantProducerInterceptor;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayDataSource;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.dao.DataAccessException;
import org.springframework.javapoet.ClassName;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.oauth2.core.ClaimAccessor;

/** An application that is made ahead of time, as for a native image. */
class AheadOfTimeIT {
    @RegisterExtension
    static final RowhouseDatabase database =
            PetApplication.database().script("/tenants.sql").build();

    public static class Pets {
        private final JdbcTemplate jdbc;

        public Pets(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        @TenantScoped("#tenant")
        public List<@Nullable String> pets(UUID tenant) {
            return jdbc.queryForList("select name from pet order by name", String.class);
        }

        @ForEachTenant
        public void count() {
            jdbc.queryForList("select name from pet", String.class);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    public static class Application {
        @Bean
        Pets pets(JdbcTemplate jdbc) {
            return new Pets(jdbc);
        }
    }

    private static void configure(GenericApplicationContext context) {
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "test",
                        Map.ofEntries(
                                Map.entry("spring.datasource.url", database.jdbcUrl()),
                                Map.entry("spring.datasource.username", database.applicationRole()),
                                Map.entry("spring.datasource.password", database.applicationPassword()),
                                Map.entry("spring.flyway.enabled", "false"),
                                Map.entry("spring.liquibase.enabled", "false"),
                                Map.entry("spring.jmx.enabled", "false"),
                                Map.entry("rowhouse.directory.table", "tenant"),
                                Map.entry("rowhouse.logging.mdc", "true"),
                                Map.entry("rowhouse.web.forward.hosts", "billing.internal"),
                                Map.entry(
                                        "spring.autoconfigure.exclude",
                                        "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration,"
                                                + "org.springframework.boot.data.jpa.autoconfigure"
                                                + ".DataJpaRepositoriesAutoConfiguration"))));
    }

    @Test
    @CompileWithForkedClassLoader
    void what_is_generated_works_as_the_application_does() {
        TestGenerationContext generated = new TestGenerationContext();
        AnnotationConfigApplicationContext described = new AnnotationConfigApplicationContext();
        configure(described);
        described.register(Application.class);
        ClassName initializer = new ApplicationContextAotGenerator().processAheadOfTime(described, generated);
        generated.writeGeneratedContent();

        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Pets.class, "pets"))
                .accepts(generated.getRuntimeHints());
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Pets.class, "count"))
                .accepts(generated.getRuntimeHints());
        TestCompiler.forSystem().with(generated).compile(compiled -> {
            try (GenericApplicationContext application = new GenericApplicationContext()) {
                configure(application);
                initialize(
                        compiled.getInstance(ApplicationContextInitializer.class, initializer.canonicalName()),
                        application);
                application.refresh();

                Pets pets = application.getBean(Pets.class);
                assertThat(pets.pets(ACME)).containsExactly("Ada", "Amos");
                pets.count();
                assertThatThrownBy(() -> application
                                .getBean(JdbcTemplate.class)
                                .queryForList("select name from pet", String.class))
                        .isInstanceOf(DataAccessException.class);
                assertThat(TenantContext.current()).isEmpty();
                assertThat(isWrapped(application.getBean(DataSource.class))).isTrue();
            }
        });
    }

    @SuppressWarnings("unchecked") // what is generated initializes any context
    private static void initialize(
            ApplicationContextInitializer<?> initializer, GenericApplicationContext application) {
        ((ApplicationContextInitializer<GenericApplicationContext>) initializer).initialize(application);
    }

    private static boolean isWrapped(DataSource dataSource) {
        try {
            return dataSource.isWrapperFor(TenantDataSource.class);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void what_is_found_by_name_is_kept() {
        RuntimeHints hints = new RuntimeHints();

        new RowhouseRuntimeHints().registerHints(hints, getClass().getClassLoader());

        assertThat(RuntimeHintsPredicates.resource().forResource("dev/rowhouse/schema/beforeMigrate__rowhouse.sql"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onType(FlywayDataSource.class))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onType(ClaimAccessor.class))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection()
                        .onType(TenantProducerInterceptor.class)
                        .withMemberCategory(MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS))
                .accepts(hints);
    }

    @Test
    void what_is_not_there_is_not_named() {
        RuntimeHints hints = new RuntimeHints();

        new RowhouseRuntimeHints()
                .registerHints(hints, new FilteredClassLoader("org.apache.kafka", "org.springframework.security"));

        assertThat(RuntimeHintsPredicates.reflection().onType(TenantProducerInterceptor.class))
                .rejects(hints);
        assertThat(RuntimeHintsPredicates.reflection().onType(ClaimAccessor.class))
                .rejects(hints);
    }
}
