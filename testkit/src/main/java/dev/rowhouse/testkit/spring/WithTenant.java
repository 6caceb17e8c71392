package dev.rowhouse.testkit.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs a test for a tenant: its transaction, set-up methods, the test itself. On a method it replaces the one of the class.
 *
 * @since 0.1
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface WithTenant {
    /**
     * Names the tenant.
     *
     * @return its UUID, or a name that the application's {@code TenantDirectory} knows
     */
    String value();

    /**
     * Names who works for it.
     *
     * @return the actor; empty for none
     */
    String actor() default "";
}
