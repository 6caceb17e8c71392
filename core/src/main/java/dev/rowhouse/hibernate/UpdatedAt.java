package dev.rowhouse.hibernate;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import dev.rowhouse.hibernate.internal.generator.AuditGenerators;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import org.hibernate.annotations.ValueGenerationType;

/**
 * When the row was last changed: an {@link java.time.Instant} or {@link java.time.OffsetDateTime} in microseconds, the same for
 * everything that one transaction changes. A row that the transaction changes once more gets a microsecond more each time,
 * because the trigger of the database tells from the difference that the application stamped the row.
 *
 * @since 0.1
 */
@ValueGenerationType(generatedBy = AuditGenerators.UpdatedAt.class)
@Target({FIELD, METHOD})
@Retention(RUNTIME)
public @interface UpdatedAt {}
