package dev.rowhouse.spring.web;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks handlers of Spring MVC, or all of a controller, that work without a tenant: a sign-up, a list of plans. No resolver is
 * asked and no tenant is bound, whatever the request names. Tables of tenants stay closed to them.
 *
 * @since 0.1
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface WithoutTenant {}
