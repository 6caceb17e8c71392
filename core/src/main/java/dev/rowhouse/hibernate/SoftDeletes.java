package dev.rowhouse.hibernate;

import static java.util.Objects.requireNonNull;

import dev.rowhouse.hibernate.internal.DeletedRows;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.Session;
import org.hibernate.engine.spi.SessionImplementor;

/**
 * What is done with soft-deleted rows of entities that have {@link DeletedAt}: find, restore and purge them.
 *
 * <p>Everything runs in the transaction and on the connection of the given session, whose own filters stay as they are. What
 * waits in the session to be written is written first. Of other tenants' rows nothing can be seen or changed.
 *
 * <p>For one thread at a time, as the session is.
 *
 * @since 0.1
 */
public final class SoftDeletes {
    private final DeletedRows rows;

    private SoftDeletes(DeletedRows rows) {
        this.rows = rows;
    }

    /**
     * Begins to work with what was soft-deleted.
     *
     * @param entityManager an open session; restore and purge want a transaction in it
     * @return the operations
     */
    public static SoftDeletes in(EntityManager entityManager) {
        return new SoftDeletes(
                new DeletedRows(requireNonNull(entityManager, "entityManager").unwrap(SessionImplementor.class)));
    }

    /**
     * Runs work that sees soft-deleted rows beside those that live. It gets a read-only session of its own: entities that it
     * returns are detached.
     *
     * @param work queries; {@code deletedAt is not null} in them finds what was soft-deleted
     * @param <R> what the work returns
     * @return the result of the work
     */
    public <R> R withDeleted(Function<? super Session, R> work) {
        return rows.inChild(requireNonNull(work, "work"));
    }

    /**
     * Finds everything of a type that was soft-deleted, what was deleted last first.
     *
     * @param type the entity
     * @param <T> the entity
     * @return detached entities
     * @throws dev.rowhouse.RowhouseException if the entity is not soft-deletable
     */
    public <T> List<T> findDeleted(Class<T> type) {
        return rows.find(requireNonNull(type, "type"));
    }

    /**
     * Finds a soft-deleted entity.
     *
     * @param type the entity
     * @param id its id
     * @param <T> the entity
     * @return the detached entity, or empty if the tenant has no soft-deleted one of that id
     * @throws dev.rowhouse.RowhouseException if the entity is not soft-deletable
     */
    public <T> Optional<T> findDeleted(Class<T> type, Object id) {
        return rows.find(requireNonNull(type, "type"), requireNonNull(id, "id"));
    }

    /**
     * Brings a soft-deleted entity back, and what was deleted in the same transaction because the removal cascaded to it. What
     * had been deleted on its own before stays deleted. Versions are raised.
     *
     * @param type the entity
     * @param id its id
     * @return false if there was nothing to bring back: the entity lives, or the tenant has none of that id
     * @throws dev.rowhouse.repository.DuplicateKeyException if a unique key has been taken meanwhile; the transaction has to
     *     be rolled back
     * @throws dev.rowhouse.RowhouseException if the entity is not soft-deletable
     */
    public boolean restore(Class<?> type, Object id) {
        return rows.restore(requireNonNull(type, "type"), requireNonNull(id, "id"));
    }

    /**
     * Deletes a soft-deleted entity for good, and what hangs on it and was soft-deleted too.
     *
     * @param type the entity
     * @param id its id
     * @return false if there was nothing to delete: the entity lives, or the tenant has none of that id
     * @throws dev.rowhouse.RowhouseException if rows that live refer to it, which ends the transaction, or if the entity is
     *     not soft-deletable
     */
    public boolean purge(Class<?> type, Object id) {
        return rows.purge(requireNonNull(type, "type"), requireNonNull(id, "id")) > 0;
    }

    /**
     * Deletes for good what was soft-deleted longer ago than that, and what hangs on it and was soft-deleted too.
     *
     * @param type the entity
     * @param olderThan how long ago at least, by the database's clock; zero means everything that is soft-deleted
     * @return how many rows were deleted, those that hang on others included
     * @throws dev.rowhouse.RowhouseException if rows that live refer to one of them, which ends the transaction, or if the
     *     entity is not soft-deletable
     */
    public long purge(Class<?> type, Duration olderThan) {
        return rows.purge(requireNonNull(type, "type"), requireNonNull(olderThan, "olderThan"));
    }
}
