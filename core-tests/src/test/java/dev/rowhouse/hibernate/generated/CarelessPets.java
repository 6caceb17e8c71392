package dev.rowhouse.hibernate.generated;

import dev.rowhouse.hibernate.repository.TenantCrudRepository;
import jakarta.data.repository.Query;
import jakarta.data.repository.Repository;
import java.util.UUID;

/** Pets with the queries that could do harm. */
@Repository
interface CarelessPets extends TenantCrudRepository<Pet, UUID> {
    @Query("delete from Pet where name = :name")
    int deleteNamed(String name);

    @Query("update Pet set tenantId = :tenant where name = :name")
    int give(String name, UUID tenant);
}
