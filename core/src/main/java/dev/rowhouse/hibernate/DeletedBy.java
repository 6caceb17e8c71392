package dev.rowhouse.hibernate;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import dev.rowhouse.hibernate.internal.SoftDeleteBinders;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import org.hibernate.annotations.AttributeBinderType;

/**
 * Who soft-deleted the row: the actor of the {@link dev.rowhouse.TenantContext}, a {@link String}, or null if it names none
 * or the row lives. Stands beside {@link DeletedAt}.
 *
 * @since 0.1
 */
@AttributeBinderType(binder = SoftDeleteBinders.DeletedBy.class)
@Target({FIELD, METHOD})
@Retention(RUNTIME)
public @interface DeletedBy {}
