package dev.rowhouse.hibernate;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import dev.rowhouse.hibernate.internal.SoftDeleteBinders;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import org.hibernate.annotations.AttributeBinderType;

/**
 * When the row was soft-deleted: an {@link java.time.Instant} or {@link java.time.OffsetDateTime}, null while it lives. The
 * annotation makes the entity soft-deletable: removing it updates the row instead, to the start of the transaction by the
 * database's clock, and what is deleted is hidden from then on. {@link SoftDeletes} leads to it.
 *
 * <p>It stands on the root of a hierarchy of entities, or on a superclass or embeddable of it, and wants a version
 * ({@link jakarta.persistence.Version}).
 *
 * @since 0.1
 */
@AttributeBinderType(binder = SoftDeleteBinders.DeletedAt.class)
@Target({FIELD, METHOD})
@Retention(RUNTIME)
public @interface DeletedAt {}
