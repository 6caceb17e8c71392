package dev.rowhouse.hibernate.internal;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.repository.DuplicateKeyException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.CacheMode;
import org.hibernate.FlushMode;
import org.hibernate.LockMode;
import org.hibernate.Session;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.query.SelectionQuery;
import org.jspecify.annotations.Nullable;

/** Finds, restores and purges what was soft-deleted, through child sessions on the caller's connection. */
public final class DeletedRows {
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String FOREIGN_KEY_VIOLATION = "23503";

    private final SessionImplementor session;
    private final SoftDeletedEntities entities;

    /**
     * Creates the operations.
     *
     * @param session the caller's session
     */
    public DeletedRows(SessionImplementor session) {
        this.session = session;
        this.entities = SoftDeletedEntities.of(session.getFactory());
    }

    /**
     * Finds out where an entity says when it was soft-deleted.
     *
     * @param factory the session factory
     * @param type the entity
     * @return the path of the attribute, or empty if the entity is not soft-deletable
     */
    public static Optional<String> deletedAt(SessionFactoryImplementor factory, Class<?> type) {
        return SoftDeletedEntities.of(factory)
                .find(factory.getMappingMetamodel().getEntityDescriptor(type))
                .map(SoftDeleted::deletedAt);
    }

    /**
     * Runs work that sees soft-deleted rows.
     *
     * @param work what to do
     * @param <R> what it returns
     * @return its result
     */
    public <R> R inChild(Function<? super Session, R> work) {
        if (session.isTransactionInProgress()) {
            session.flush();
        }
        try (Session child = session.sessionWithOptions().connection().openSession()) {
            child.disableFilter(SoftDeleteBinders.LIVING);
            // nothing that is deleted may get into the second-level cache, where ordinary sessions would find it
            child.setCacheMode(CacheMode.IGNORE);
            child.setHibernateFlushMode(FlushMode.MANUAL);
            child.setDefaultReadOnly(true);
            return work.apply(child);
        }
    }

    /**
     * Finds what was soft-deleted.
     *
     * @param type the entity
     * @param <T> the entity
     * @return detached entities
     */
    public <T> List<T> find(Class<T> type) {
        String deletedAt = softDeleted(type).deletedAt();
        return inChild(child -> child.createQuery(
                        "select e from " + type.getName() + " e where e." + deletedAt + " is not null order by e."
                                + deletedAt + " desc",
                        type)
                .getResultList());
    }

    /**
     * Finds what was soft-deleted.
     *
     * @param type the entity
     * @param id its id
     * @param <T> the entity
     * @return a detached entity
     */
    public <T> Optional<T> find(Class<T> type, Object id) {
        String deletedAt = softDeleted(type).deletedAt();
        return inChild(child -> child.createQuery(
                        "select e from " + type.getName() + " e where id(e) = :id and e." + deletedAt + " is not null",
                        type)
                .setParameter("id", id)
                .uniqueResultOptional());
    }

    /**
     * Restores a row and its group.
     *
     * @param type the entity
     * @param id its id
     * @return whether there was one
     */
    public boolean restore(Class<?> type, Object id) {
        EntityPersister entity = persister(type);
        return inChild(child -> {
            Object deletedAt = deletedAt(child, type, id);
            if (deletedAt == null) {
                return false;
            }
            explained(
                    () -> DeletedGroup.of(child, entities, entity, List.of(id), deletedAt)
                            .restore(),
                    UNIQUE_VIOLATION,
                    error -> new DuplicateKeyException(
                            "Restoring " + type.getName() + ": the unique key " + error.getConstraintName()
                                    + " is held by a row that lives. Change or delete that row first; this transaction has to"
                                    + " be rolled back.",
                            error.getConstraintName(),
                            error));
            return true;
        });
    }

    /**
     * Purges a row and what hangs on it.
     *
     * @param type the entity
     * @param id its id
     * @return how many rows are gone
     */
    public long purge(Class<?> type, Object id) {
        EntityPersister entity = persister(type);
        return inChild(child -> deletedAt(child, type, id) == null ? 0L : purge(child, entity, List.of(id)));
    }

    /**
     * Purges what was deleted long ago, and what hangs on it.
     *
     * @param type the entity
     * @param olderThan how long ago
     * @return how many rows are gone
     */
    public long purge(Class<?> type, Duration olderThan) {
        EntityPersister entity = persister(type);
        return inChild(child ->
                purge(child, entity, deletedBefore(child, type, olderThan).getResultList()));
    }

    /**
     * Purges some of what was deleted long ago, and what hangs on it. What others have locked is left.
     *
     * @param type the entity
     * @param olderThan how long ago
     * @param most how many rows of the entity at most
     * @return what was purged
     */
    public Purged purge(Class<?> type, Duration olderThan, int most) {
        EntityPersister entity = persister(type);
        return inChild(child -> {
            List<Object> ids = deletedBefore(child, type, olderThan)
                    .setMaxResults(most)
                    .setHibernateLockMode(LockMode.UPGRADE_SKIPLOCKED)
                    .getResultList();
            return new Purged(ids.size(), purge(child, entity, ids));
        });
    }

    /**
     * What one call purged.
     *
     * @param roots how many rows of the entity
     * @param rows how many rows, those that hang on others included
     */
    public record Purged(int roots, long rows) {}

    private SelectionQuery<Object> deletedBefore(Session child, Class<?> type, Duration olderThan) {
        String deletedAt = softDeleted(type).deletedAt();
        return child.createSelectionQuery(
                        "select id(e) from " + type.getName() + " e where e." + deletedAt + " <= :until", Object.class)
                .setParameter(
                        "until", asAttribute(type, databaseTime(child, "now()").minus(olderThan)));
    }

    /**
     * Sets a group apart from others that the same transaction deletes, by a time of its own, so that each can be restored
     * alone.
     *
     * @param type the entity
     * @param id the id of the row that the group hangs on, deleted by this transaction just now
     */
    public void setApart(Class<?> type, Object id) {
        EntityPersister entity = persister(type);
        inChild(child -> {
            Object deletedAt = deletedAt(child, type, id);
            if (deletedAt != null) {
                DeletedGroup.of(child, entities, entity, List.of(id), deletedAt)
                        .move(asAttribute(type, databaseTime(child, "clock_timestamp()")));
            }
            return true;
        });
    }

    private static Instant databaseTime(Session child, String function) {
        return child.createNativeQuery("select " + function, OffsetDateTime.class)
                .getSingleResult()
                .toInstant();
    }

    private Object asAttribute(Class<?> type, Instant instant) {
        Class<?> attribute = persister(type)
                .findByPath(softDeleted(type).deletedAt())
                .getJavaType()
                .getJavaTypeClass();
        return attribute == OffsetDateTime.class ? instant.atOffset(ZoneOffset.UTC) : instant;
    }

    private long purge(Session child, EntityPersister entity, List<Object> ids) {
        DeletedGroup group = DeletedGroup.of(child, entities, entity, ids, null);
        return explained(
                () -> StatementGuard.of(session.getFactory()).orElseThrow().whilePurging(group::purge),
                FOREIGN_KEY_VIOLATION,
                error -> new RowhouseException(
                        "Purging " + entity.getEntityName() + ": rows that live still refer to it by "
                                + error.getConstraintName()
                                + ". Delete those first, or let them refer to something else; this transaction has to be"
                                + " rolled back.",
                        error));
    }

    private @Nullable Object deletedAt(Session child, Class<?> type, Object id) {
        String deletedAt = softDeleted(type).deletedAt();
        return child.createQuery(
                        "select e." + deletedAt + " from " + type.getName() + " e where id(e) = :id and e." + deletedAt
                                + " is not null",
                        Object.class)
                .setParameter("id", id)
                .uniqueResult();
    }

    private static <R> R explained(
            Supplier<R> work, String sqlState, Function<ConstraintViolationException, RowhouseException> explanation) {
        try {
            return work.get();
        } catch (ConstraintViolationException e) {
            SQLException cause = e.getSQLException();
            if (sqlState.equals(cause.getSQLState())) {
                throw explanation.apply(e);
            }
            throw e;
        }
    }

    private EntityPersister persister(Class<?> type) {
        return session.getFactory().getMappingMetamodel().getEntityDescriptor(type);
    }

    private SoftDeleted softDeleted(Class<?> type) {
        return entities.require(persister(type));
    }
}
