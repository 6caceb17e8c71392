package dev.rowhouse.spring.data;

import dev.rowhouse.repository.Restriction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.KeysetScrollPosition;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.repository.NoRepositoryBean;
import org.springframework.transaction.annotation.Transactional;

/**
 * A {@link JpaRepository} of entities with a {@link org.hibernate.annotations.TenantId}, with what soft-deleted rows and deep
 * pages need. Extend it; nothing else has to be said.
 *
 * <pre>{@code
 * interface Pets extends TenantJpaRepository<Pet, UUID> {
 *     List<Pet> findByName(String name);
 * }
 * }</pre>
 *
 * <p>Where the entity has a {@link dev.rowhouse.hibernate.DeletedAt}, {@code delete} and its like are soft deletes already, in
 * any repository. The methods here work for the tenant of the {@link dev.rowhouse.TenantContext}, in the transaction at hand or
 * in one of their own.
 *
 * @param <T> the entity
 * @param <ID> its id
 * @since 0.1
 */
@NoRepositoryBean
public interface TenantJpaRepository<T, ID> extends JpaRepository<T, ID> {
    /**
     * Brings a soft-deleted entity back, and what was deleted together with it.
     *
     * @param id its id
     * @return false if there was nothing to bring back: the entity lives, or the tenant has none of that id
     * @throws dev.rowhouse.repository.DuplicateKeyException if a unique key has been taken meanwhile
     * @throws UnsupportedOperationException if the entity has no {@link dev.rowhouse.hibernate.DeletedAt}
     */
    @Transactional
    boolean restore(ID id);

    /**
     * Deletes a soft-deleted entity for good, and what hangs on it and was soft-deleted too.
     *
     * @param id its id
     * @return false if there was nothing to delete: the entity lives, or the tenant has none of that id
     * @throws dev.rowhouse.RowhouseException if rows that live refer to it, which ends the transaction, or if the entity is
     *     not soft-deletable
     */
    @Transactional
    boolean purge(ID id);

    /**
     * Deletes for good what was soft-deleted longer ago than that, and what hangs on it and was soft-deleted too.
     *
     * @param olderThan how long ago at least, by the database's clock; zero means everything that is soft-deleted
     * @return how many rows were deleted, those that hang on others included
     * @throws UnsupportedOperationException if the entity has no {@link dev.rowhouse.hibernate.DeletedAt}
     */
    @Transactional
    long purge(Duration olderThan);

    /**
     * Finds a soft-deleted entity.
     *
     * @param id its id
     * @return the detached entity, or empty if the tenant has no soft-deleted one of that id
     * @throws UnsupportedOperationException if the entity has no {@link dev.rowhouse.hibernate.DeletedAt}
     */
    @Transactional(readOnly = true)
    Optional<T> findDeletedById(ID id);

    /**
     * Finds soft-deleted entities.
     *
     * @param restriction which ones; {@link Restriction#unrestricted()} for all
     * @param sort the order; where it leaves two entities equal, the id decides
     * @param limit how many
     * @return detached entities
     * @throws UnsupportedOperationException if the entity has no {@link dev.rowhouse.hibernate.DeletedAt}
     */
    @Transactional(readOnly = true)
    List<T> findDeleted(Restriction<? super T> restriction, Sort sort, Limit limit);

    /**
     * Finds the entities that come after a position, or before it, and no others: page 5,000 costs as much as the first one.
     *
     * <p>A position in the window is one opaque text, {@code getKeys().get("cursor")}. It can be given to a client and made a
     * position again with {@link #position}; it says nothing about the row, and is good for this tenant, this entity and this
     * order alone.
     *
     * @param restriction which entities; {@link Restriction#unrestricted()} for all
     * @param sort the order; where it leaves two entities equal, the id decides
     * @param limit the size of the window
     * @param position {@link ScrollPosition#keyset()} for the first window, or a position of a window before
     * @return the window; {@code hasNext()} says whether there is more in the direction of the position
     * @throws dev.rowhouse.repository.InvalidCursorException if the position was made for another tenant, entity or order, was
     *     forged, or holds values of attributes as Spring Data's own positions do
     * @throws org.springframework.dao.InvalidDataAccessApiUsageException if an attribute is unknown, the limit is none, or the
     *     position counts rows
     */
    @Transactional(readOnly = true)
    Window<T> scroll(Restriction<? super T> restriction, Sort sort, Limit limit, ScrollPosition position);

    /**
     * Finds the entities that come after a position, or before it; otherwise as {@link #scroll(Restriction, Sort, Limit, ScrollPosition)}.
     * Positions say nothing of the specification: give the same one each time.
     *
     * @param specification which entities; it must not multiply rows, as a join to a collection does
     * @param sort the order; where it leaves two entities equal, the id decides
     * @param limit the size of the window
     * @param position {@link ScrollPosition#keyset()} for the first window, or a position of a window before
     * @return the window; {@code hasNext()} says whether there is more in the direction of the position
     * @throws dev.rowhouse.repository.InvalidCursorException if the position was made for another tenant, entity or order, was
     *     forged, or holds values of attributes as Spring Data's own positions do
     * @throws org.springframework.dao.InvalidDataAccessApiUsageException if an attribute is unknown, the limit is none, the
     *     position counts rows, or the specification orders the query
     */
    @Transactional(readOnly = true)
    Window<T> scroll(Specification<T> specification, Sort sort, Limit limit, ScrollPosition position);

    /**
     * Makes a position out of the text that a client has carried back. Nothing is looked at before the position is used.
     *
     * @param cursor the text
     * @return the position after that row; {@code backward()} for the one before it
     */
    static KeysetScrollPosition position(String cursor) {
        return TenantOperations.position(cursor);
    }

    /**
     * Returns the text of a position, to give it to a client.
     *
     * @param position a position of a window that {@link #scroll} has returned
     * @return the text; letters, digits, {@code -} and {@code _}
     * @throws dev.rowhouse.repository.InvalidCursorException if the position is of another kind, or the beginning
     */
    static String cursor(ScrollPosition position) {
        return TenantOperations.cursor(position);
    }
}
