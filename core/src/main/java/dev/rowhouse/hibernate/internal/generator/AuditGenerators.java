package dev.rowhouse.hibernate.internal.generator;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.TenantContext;
import java.lang.annotation.Annotation;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.generator.AnnotationBasedGenerator;
import org.hibernate.generator.BeforeExecutionGenerator;
import org.hibernate.generator.EventType;
import org.hibernate.generator.EventTypeSets;
import org.hibernate.generator.GeneratorCreationContext;
import org.hibernate.mapping.PersistentClass;
import org.jspecify.annotations.Nullable;

/**
 * The generators of the audit columns. They run in the application, because a column that only the database fills ends the
 * batching of inserts.
 */
public final class AuditGenerators {
    private AuditGenerators() {}

    /** Says when the row was created. */
    public static final class CreatedAt extends Time {
        private static final long serialVersionUID = 1L;

        /** Creates the generator; Hibernate does this. */
        public CreatedAt() {}

        @Override
        public EnumSet<EventType> getEventTypes() {
            return EventTypeSets.INSERT_ONLY;
        }
    }

    /** Says when the row was last changed. */
    public static final class UpdatedAt extends Time {
        private static final long serialVersionUID = 1L;

        /** Creates the generator; Hibernate does this. */
        public UpdatedAt() {}

        @Override
        public EnumSet<EventType> getEventTypes() {
            return EventTypeSets.INSERT_AND_UPDATE;
        }
    }

    /** Says who created the row. */
    public static final class CreatedBy extends Actor {
        private static final long serialVersionUID = 1L;

        /** Creates the generator; Hibernate does this. */
        public CreatedBy() {}

        @Override
        public EnumSet<EventType> getEventTypes() {
            return EventTypeSets.INSERT_ONLY;
        }
    }

    /** Says who last changed the row. */
    public static final class UpdatedBy extends Actor {
        private static final long serialVersionUID = 1L;

        /** Creates the generator; Hibernate does this. */
        public UpdatedBy() {}

        @Override
        public EnumSet<EventType> getEventTypes() {
            return EventTypeSets.INSERT_AND_UPDATE;
        }
    }

    private abstract static class Time implements BeforeExecutionGenerator, AnnotationBasedGenerator<Annotation> {
        private static final long serialVersionUID = 1L;

        /** How far a row's time may be ahead of the transaction's and still be taken for one that this transaction gave. */
        private static final Duration OWN = Duration.ofSeconds(1);

        private boolean withOffset;

        @Override
        public void initialize(Annotation annotation, GeneratorCreationContext context) {
            Class<?> type = context.getType().getReturnedClass();
            withOffset = type == OffsetDateTime.class;
            if (!withOffset && type != Instant.class) {
                throw refusal(annotation, context, type, "Make it an Instant or an OffsetDateTime.");
            }
        }

        @Override
        public Object generate(
                SharedSessionContractImplementor session,
                Object owner,
                @Nullable Object currentValue,
                EventType eventType) {
            Instant now = TransactionInstant.of(session);
            if (eventType == EventType.UPDATE && currentValue != null) {
                now = laterThan(instant(currentValue), now);
            }
            return withOffset ? now.atOffset(ZoneOffset.UTC) : now;
        }

        /** The trigger stamps an update whose time is the row's: one that this transaction gave before must not come again. */
        private static Instant laterThan(Instant row, Instant now) {
            return row.isBefore(now) || row.isAfter(now.plus(OWN)) ? now : row.plus(1, ChronoUnit.MICROS);
        }

        private static Instant instant(Object value) {
            return value instanceof OffsetDateTime time ? time.toInstant() : (Instant) value;
        }
    }

    private abstract static class Actor implements BeforeExecutionGenerator, AnnotationBasedGenerator<Annotation> {
        private static final long serialVersionUID = 1L;

        @Override
        public void initialize(Annotation annotation, GeneratorCreationContext context) {
            Class<?> type = context.getType().getReturnedClass();
            if (type != String.class) {
                throw refusal(annotation, context, type, "Make it a String.");
            }
        }

        @Override
        public @Nullable Object generate(
                SharedSessionContractImplementor session,
                Object owner,
                @Nullable Object currentValue,
                EventType eventType) {
            return TenantContext.current().flatMap(TenantContext::actor).orElse(null);
        }
    }

    private static RowhouseException refusal(
            Annotation annotation, GeneratorCreationContext context, Class<?> type, String advice) {
        PersistentClass entity = context.getPersistentClass(); // null for an attribute of an embeddable
        return new RowhouseException("Mapping @" + annotation.annotationType().getSimpleName() + " "
                + (entity == null ? "" : entity.getEntityName() + ".")
                + context.getProperty().getName() + ": it is a " + type.getName() + ". " + advice);
    }
}
