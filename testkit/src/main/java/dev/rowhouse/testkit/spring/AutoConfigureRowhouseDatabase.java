package dev.rowhouse.testkit.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives the application of a Spring test a new database, beside {@code @SpringBootTest}, {@code @DataJpaTest} and any other. The
 * application logs in as an ordinary role; Rowhouse's database side, Flyway and Liquibase run as the owner. The application's
 * own properties of its database are overridden.
 *
 * <p>The database lives as long as Spring's cached context, so tests that share a context share its rows. It is the bean of type
 * {@link dev.rowhouse.testkit.RowhouseDatabase}, and on the server that the guide "Testing" describes, as system properties say.
 *
 * @since 0.1
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface AutoConfigureRowhouseDatabase {
    /**
     * Names SQL scripts that the owner runs after Rowhouse was installed and before the application starts.
     * <code>${applicationRole}</code> stands for the application's role.
     *
     * @return absolute names on the class path, such as {@code /schema.sql}; none where the application migrates
     */
    String[] scripts() default {};
}
