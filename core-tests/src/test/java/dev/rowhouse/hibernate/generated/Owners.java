package dev.rowhouse.hibernate.generated;

import dev.rowhouse.hibernate.repository.TenantCrudRepository;
import jakarta.data.repository.Repository;
import java.util.UUID;

/** Owners, deleted with their pets. */
@Repository
interface Owners extends TenantCrudRepository<Owner, UUID> {}
