package dev.rowhouse.hibernate;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import dev.rowhouse.hibernate.internal.generator.UuidV7Generator;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import org.hibernate.annotations.IdGeneratorType;

/**
 * Generates an id of type {@link java.util.UUID}, version 7 (RFC 9562, sections 5.7 and 6.2, method 3): 48 bits of Unix time
 * in milliseconds, 12 bits of its fraction, 62 random bits. The ids of one entity type and one process grow strictly, also
 * when the clock is set back; those of several processes are ordered as well as their clocks agree. An id that the
 * application has set is kept.
 *
 * @since 0.1
 */
@IdGeneratorType(UuidV7Generator.class)
@Target({FIELD, METHOD})
@Retention(RUNTIME)
public @interface GeneratedUuidV7 {}
