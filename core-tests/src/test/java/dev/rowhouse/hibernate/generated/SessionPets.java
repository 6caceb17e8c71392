package dev.rowhouse.hibernate.generated;

import dev.rowhouse.hibernate.repository.TenantDataRepository;
import jakarta.data.repository.DataRepository;
import jakarta.data.repository.Delete;
import jakarta.data.repository.Find;
import jakarta.data.repository.Repository;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;

/** Pets in a stateful session, for which Jakarta Data has queries and no more. */
@Repository
interface SessionPets extends DataRepository<Pet, UUID>, TenantDataRepository<Pet, UUID> {
    @Override
    Session session();

    @Find
    Optional<Pet> byId(UUID id);

    @Find
    List<Pet> byName(String name);

    @Delete
    void deleteById(UUID id);
}
