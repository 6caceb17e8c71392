package dev.rowhouse.hibernate;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import dev.rowhouse.hibernate.internal.generator.UuidV7Generator;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import org.hibernate.annotations.IdGeneratorType;

/**
 * Generates an id of type {@link java.util.UUID}, version 7, as {@link dev.rowhouse.repository.UuidV7} does: the ids of one
 * process grow strictly. An id that the application has set is kept.
 *
 * @since 0.1
 */
@IdGeneratorType(UuidV7Generator.class)
@Target({FIELD, METHOD})
@Retention(RUNTIME)
public @interface GeneratedUuidV7 {}
