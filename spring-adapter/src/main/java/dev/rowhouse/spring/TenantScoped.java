package dev.rowhouse.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs a method of a bean for the tenant that an expression finds in its arguments: a listener of messages, a step of a job.
 *
 * <pre>{@code
 * @TenantScoped("#order.tenantId")
 * void bill(Order order) { … }
 * }</pre>
 *
 * <p>The tenant is there before a transaction begins. A caller who works for another tenant is refused with
 * {@link dev.rowhouse.TenantMismatchException}, and a null with {@link dev.rowhouse.MissingTenantException}. As with
 * {@code @Transactional}, a call within the same object does not pass here.
 *
 * @since 0.1
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface TenantScoped {
    /**
     * An expression in Spring's language that gives a {@link java.util.UUID}, its text, a {@link dev.rowhouse.TenantContext}, or
     * a name that the {@link TenantDirectory} knows.
     *
     * @return such as {@code #order.tenantId}
     */
    String value();

    /**
     * An expression that gives the actor's name. Default: the caller's actor if he works for the same tenant, else none.
     *
     * @return such as {@code 'billing'}
     */
    String actor() default "";
}
