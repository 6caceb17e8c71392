package dev.rowhouse.hibernate.generated;

import dev.rowhouse.hibernate.repository.TenantCrudRepository;
import jakarta.data.repository.Find;
import jakarta.data.repository.Query;
import jakarta.data.repository.Repository;
import java.util.List;
import java.util.UUID;

/** Pets as an application would have them. The guide shows this. */
@Repository
interface Pets extends TenantCrudRepository<Pet, UUID> {
    @Find
    List<Pet> byName(String name);

    @Query("where name like :pattern order by name")
    List<Pet> named(String pattern);
}
