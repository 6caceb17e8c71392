package dev.rowhouse.hibernate;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import dev.rowhouse.hibernate.internal.generator.AuditGenerators;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import org.hibernate.annotations.ValueGenerationType;

/**
 * When the row was created: an {@link java.time.Instant} or {@link java.time.OffsetDateTime} in microseconds, the same for
 * everything that one transaction creates. Whatever the application sets is replaced.
 *
 * @since 0.1
 */
@ValueGenerationType(generatedBy = AuditGenerators.CreatedAt.class)
@Target({FIELD, METHOD})
@Retention(RUNTIME)
public @interface CreatedAt {}
