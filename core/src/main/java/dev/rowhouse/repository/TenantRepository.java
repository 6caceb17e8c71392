package dev.rowhouse.repository;

import jakarta.data.Limit;
import jakarta.data.Order;
import jakarta.data.page.CursoredPage;
import jakarta.data.page.PageRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The rows of one table that belong to the current tenant, as entities.
 *
 * <p>The tenant is the one of {@link dev.rowhouse.TenantContext}. Each statement names it in its own condition, beside
 * row-level security; without a context each method throws {@link dev.rowhouse.MissingTenantException} before the database
 * is asked. Soft-deleted rows are hidden, except from {@code findDeleted}, {@link #restore} and {@link #purge}; none of
 * these reaches another tenant's rows either.
 *
 * <p>Attributes are named as in the entity: {@code createdAt}, not {@code created_at}. A name that the entity does not have
 * is an {@link IllegalArgumentException} that lists the ones it has, so names from a client may be passed on.
 *
 * <p>Whether a method joins a transaction, and how one is begun, is the implementation's affair. A method that needs
 * several statements runs them in one transaction in any case: it takes effect as a whole or not at all.
 *
 * @param <T> the entity
 * @param <K> its id
 * @since 0.1
 */
public interface TenantRepository<T, K> {
    /**
     * Inserts or updates an entity. Which of the two, the version decides: without one the entity is new; with one it must
     * be the version of the row, which is then raised; a row in which nothing has changed may be left as it is. An entity type without a version is inserted if the tenant has no
     * row of that id, and updated otherwise.
     *
     * <p>The tenant and the audit columns are the database's: what the entity says about who created and changed it is not
     * written, and a tenant in the entity must be the current one.
     *
     * @param entity what to write
     * @return the entity as it is stored, with its id, tenant, version and audit columns
     * @throws dev.rowhouse.TenantMismatchException if the entity names another tenant; the database is not asked
     * @throws IllegalArgumentException if the id is missing and nothing generates it
     * @throws StaleVersionException if the row has another version, is soft-deleted or is gone
     * @throws DuplicateKeyException if a unique key is taken
     */
    T save(T entity);

    /**
     * Inserts or updates entities, each as {@link #save} does, all of them or none, in a few round trips: at most
     * one more for each further 250.
     *
     * @param entities what to write
     * @return the entities as they are stored, in the order in which they were given
     * @throws dev.rowhouse.TenantMismatchException if an entity names another tenant; the database is not asked
     * @throws IllegalArgumentException if an id is missing and nothing generates it
     * @throws StaleVersionException if a row has another version, is soft-deleted or is gone
     * @throws DuplicateKeyException if a unique key is taken, also by another of the entities
     */
    List<T> saveAll(Iterable<? extends T> entities);

    /**
     * Finds an entity by its id.
     *
     * @param id the id
     * @return the entity, or empty if the tenant has none of that id or it is soft-deleted
     */
    Optional<T> findById(K id);

    /**
     * Finds the entities of several ids. An id without an entity is left out.
     *
     * @param ids the ids; one that is named twice counts once
     * @return the entities, ordered by id
     */
    List<T> findAllById(Iterable<? extends K> ids);

    /**
     * Tells whether the tenant has an entity of that id.
     *
     * @param id the id
     * @return false also if it is soft-deleted
     */
    boolean existsById(K id);

    /**
     * Finds all entities of the tenant.
     *
     * @param order the order; where it leaves two entities equal, the id decides
     * @return the entities
     */
    default List<T> findAll(Order<T> order) {
        return findAll(Restriction.unrestricted(), order);
    }

    /**
     * Finds the entities that satisfy a restriction.
     *
     * @param restriction which ones
     * @param order the order; where it leaves two entities equal, the id decides
     * @return the entities
     */
    List<T> findAll(Restriction<? super T> restriction, Order<T> order);

    /**
     * Finds some of the entities that satisfy a restriction.
     *
     * @param restriction which ones
     * @param order the order; where it leaves two entities equal, the id decides
     * @param limit how many, and from which on
     * @return the entities
     */
    List<T> findAll(Restriction<? super T> restriction, Order<T> order, Limit limit);

    /**
     * Finds one page of all entities of the tenant.
     *
     * @param pageRequest which page
     * @param order the order; where it leaves two entities equal, the id decides
     * @return the page
     * @throws InvalidCursorException if the cursor was made for another tenant, table or order, or was forged
     */
    default CursoredPage<T> findPage(PageRequest pageRequest, Order<T> order) {
        return findPage(Restriction.unrestricted(), pageRequest, order);
    }

    /**
     * Finds one page of the entities that satisfy a restriction.
     *
     * <p>The first page is asked for with {@link PageRequest#ofSize(int)}, every other one best with the page before it
     * ({@link CursoredPage#nextPageRequest()}, {@link CursoredPage#previousPageRequest()}), which leads there by cursor: it
     * costs as much on page 5,000 as on the first, and rows that others insert or delete meanwhile shift nothing. Pages
     * that are asked for by number are counted off from the beginning.
     *
     * <p>A cursor has one element, an opaque text that may be given to clients and comes back as
     * {@code PageRequest.Cursor.forKey(text)}. It is good for this tenant, table and order only. Totals cost a count and are
     * there if {@link PageRequest#requestTotal()} says so, which is Jakarta Data's default: ask
     * {@link PageRequest#withoutTotal()} where nobody looks at them.
     *
     * @param restriction which entities
     * @param pageRequest which page
     * @param order the order; where it leaves two entities equal, the id decides
     * @return the page
     * @throws InvalidCursorException if the cursor was made for another tenant, table or order, or was forged
     */
    CursoredPage<T> findPage(Restriction<? super T> restriction, PageRequest pageRequest, Order<T> order);

    /**
     * Counts the entities of the tenant.
     *
     * @return how many there are
     */
    default long count() {
        return count(Restriction.unrestricted());
    }

    /**
     * Counts the entities that satisfy a restriction.
     *
     * @param restriction which ones
     * @return how many there are
     */
    long count(Restriction<? super T> restriction);

    /**
     * Tells whether any entity satisfies a restriction.
     *
     * @param restriction which ones
     * @return whether there is one
     */
    boolean exists(Restriction<? super T> restriction);

    /**
     * Hides an entity, notes when and by whom, and raises its version. Where the repository cascades, what hangs on the
     * entity is hidden with it, as one group.
     *
     * @param id the id
     * @return false if there was nothing to hide: the tenant has no entity of that id, or it is hidden already
     * @throws UnsupportedOperationException if the table does not soft-delete
     */
    boolean softDelete(K id);

    /**
     * Brings a soft-deleted entity back, with those that were hidden together with it, and raises their versions. What had
     * been hidden on its own before stays hidden.
     *
     * @param id the id
     * @return false if there was nothing to bring back: the tenant has no soft-deleted entity of that id
     * @throws DuplicateKeyException if a unique key has been taken meanwhile; nothing is brought back
     * @throws UnsupportedOperationException if the table does not soft-delete
     */
    boolean restore(K id);

    /**
     * Deletes for good what was soft-deleted longer ago than that, in batches, each in a transaction of its own unless one
     * is open already. What others are working on at the moment is left for the next time.
     *
     * @param olderThan how long ago at least, by the database's clock; zero means everything that is soft-deleted
     * @return how many rows were deleted, those of the group included
     * @throws UnsupportedOperationException if the table does not soft-delete
     */
    long purge(Duration olderThan);

    /**
     * Finds a soft-deleted entity by its id.
     *
     * @param id the id
     * @return the entity, or empty if the tenant has no soft-deleted one of that id
     * @throws UnsupportedOperationException if the table does not soft-delete
     */
    Optional<T> findDeletedById(K id);

    /**
     * Finds soft-deleted entities that satisfy a restriction.
     *
     * @param restriction which ones
     * @param order the order; where it leaves two entities equal, the id decides
     * @param limit how many, and from which on
     * @return the entities, all of them soft-deleted
     * @throws UnsupportedOperationException if the table does not soft-delete
     */
    List<T> findDeleted(Restriction<? super T> restriction, Order<T> order, Limit limit);
}
