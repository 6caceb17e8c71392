package dev.rowhouse.testkit.repository;

import dev.rowhouse.repository.TenantRepository;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What an implementation makes of the contract's tables, on one data source.
 *
 * @param <E> its entity for a pet
 * @since 0.1
 */
public interface PetStore<E> extends AutoCloseable {
    /**
     * Returns the repository of pets. It does not cascade, and ids come from the application.
     *
     * @return the same repository each time
     */
    TenantRepository<E, UUID> pets();

    /**
     * Returns the repository of owners, which soft-deletes, restores and purges an owner together with the pets and the
     * pets' visits.
     *
     * @return the same repository each time
     */
    TenantRepository<?, UUID> owners();

    /**
     * Makes an entity.
     *
     * @param pet its values
     * @return an entity that was not read from the database
     */
    E entity(Pet pet);

    /**
     * Takes the values out of an entity.
     *
     * @param entity the entity
     * @return its values
     */
    Pet values(E entity);

    /**
     * Does work in one transaction, which the repositories join; it is rolled back if the work throws.
     *
     * @param work the work
     * @param <V> what the work returns
     * @return what the work returned
     */
    <V> V inTransaction(Supplier<V> work);

    /**
     * Says how many entities saving many sends in one round trip at most. Override it where a driver sends batches in parts.
     *
     * @return by default as many as there are
     */
    default int entitiesATrip() {
        return Integer.MAX_VALUE;
    }

    /** Lets go of what is held; not of the data source. */
    @Override
    void close();
}
