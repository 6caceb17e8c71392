package dev.rowhouse.hibernate;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import dev.rowhouse.hibernate.internal.generator.AuditGenerators;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import org.hibernate.annotations.ValueGenerationType;

/**
 * Who last changed the row: the actor of the {@link dev.rowhouse.TenantContext}, a {@link String}, or null if it names
 * none. Whatever the application sets is replaced.
 *
 * @since 0.1
 */
@ValueGenerationType(generatedBy = AuditGenerators.UpdatedBy.class)
@Target({FIELD, METHOD})
@Retention(RUNTIME)
public @interface UpdatedBy {}
