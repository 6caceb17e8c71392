package dev.rowhouse.hibernate.repository;

import jakarta.data.repository.CrudRepository;
import java.util.List;
import org.hibernate.StatelessSession;

/**
 * Jakarta Data's {@link CrudRepository} for repositories that Hibernate's processor generates, without what is unsafe in the
 * generated code.
 *
 * <pre>{@code
 * @Repository
 * interface Pets extends TenantCrudRepository<Pet, UUID> {
 *     @Find
 *     List<Pet> byName(String name);
 * }
 * }</pre>
 *
 * <p>Generated as they are, {@code deleteById} deletes in bulk, past soft delete and cascades, and {@code save} wants an id and
 * writes a row whatever has become of it meanwhile. Here the first removes the entity, and the second is
 * {@link dev.rowhouse.repository.TenantRepository#save}. Methods annotated with {@code @Delete}, and queries that delete, are
 * bulk deletes still: of soft-deletable entities they are refused, or rewritten if that was chosen.
 *
 * @param <T> the entity
 * @param <K> its id
 * @since 0.1
 */
public interface TenantCrudRepository<T, K> extends CrudRepository<T, K>, TenantDataRepository<T, K> {
    @Override
    StatelessSession session();

    /**
     * Deletes an entity as its mapping says: a soft-deletable one is soft-deleted, and removals are cascaded. Without an entity
     * of that id nothing happens.
     *
     * @param id its id
     */
    @Override
    default void deleteById(K id) {
        GeneratedRepository.call(this, repository -> repository.remove(id));
    }

    /**
     * Inserts an entity without a version, or updates the row that has the entity's version.
     *
     * @param entity what to write
     * @return the entity as it is stored; use it in place of the one that was given
     * @throws dev.rowhouse.TenantMismatchException if the entity names another tenant
     * @throws jakarta.data.exceptions.OptimisticLockingFailureException if the row has another version, is soft-deleted or is
     *     gone
     * @throws jakarta.data.exceptions.EntityExistsException if a unique key is taken
     */
    @Override
    default <S extends T> S save(S entity) {
        return GeneratedRepository.saved(this, List.of(entity)).get(0);
    }

    /**
     * Saves entities, each as {@link #save} does, all of them or none.
     *
     * @param entities what to write
     * @return the entities as they are stored, in the order in which they were given
     * @throws dev.rowhouse.TenantMismatchException if an entity names another tenant
     * @throws jakarta.data.exceptions.OptimisticLockingFailureException if a row has another version, is soft-deleted or is
     *     gone
     * @throws jakarta.data.exceptions.EntityExistsException if a unique key is taken
     */
    @Override
    default <S extends T> List<S> saveAll(List<S> entities) {
        return GeneratedRepository.saved(this, entities);
    }
}
