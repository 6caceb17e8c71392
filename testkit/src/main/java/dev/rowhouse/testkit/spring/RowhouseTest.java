package dev.rowhouse.testkit.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * A test of what an application does with its database, and of nothing else of it: wrapped data source, migrations, JDBC, and
 * repositories of Spring Data JPA and JDBC where the application has them, on a new database as
 * {@link AutoConfigureRowhouseDatabase} gives it.
 *
 * <p>Other than {@code @DataJpaTest} it begins no transaction around a test, because a transaction belongs to one tenant. Say
 * {@code @Transactional} for one, with {@link WithTenant}.
 *
 * @since 0.1
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(RowhouseTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(RowhouseTypeExcludeFilter.class)
@AutoConfigureRowhouseDatabase
@ImportAutoConfiguration
public @interface RowhouseTest {
    /**
     * Sets properties of the application.
     *
     * @return as {@code name=value}
     */
    String[] properties() default {};

    /**
     * Names SQL scripts that the owner runs.
     *
     * @return see {@link AutoConfigureRowhouseDatabase#scripts()}
     */
    @AliasFor(annotation = AutoConfigureRowhouseDatabase.class, attribute = "scripts")
    String[] scripts() default {};

    /**
     * Says whether components are left out, as in Spring Boot's slices.
     *
     * @return false to scan for all
     */
    boolean useDefaultFilters() default true;

    /**
     * Adds components that would be left out.
     *
     * @return filters
     */
    Filter[] includeFilters() default {};

    /**
     * Leaves components out.
     *
     * @return filters
     */
    Filter[] excludeFilters() default {};

    /**
     * Leaves auto-configurations out.
     *
     * @return their classes
     */
    @AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
    Class<?>[] excludeAutoConfiguration() default {};
}
