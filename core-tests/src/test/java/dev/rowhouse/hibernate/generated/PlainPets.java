package dev.rowhouse.hibernate.generated;

import dev.rowhouse.hibernate.repository.TenantDataRepository;
import jakarta.data.Order;
import jakarta.data.page.CursoredPage;
import jakarta.data.page.PageRequest;
import jakarta.data.repository.CrudRepository;
import jakarta.data.repository.Delete;
import jakarta.data.repository.Find;
import jakarta.data.repository.Repository;
import java.util.UUID;
import org.hibernate.StatelessSession;

/** Pets with everything as the processor generates it. */
@Repository
interface PlainPets extends CrudRepository<Pet, UUID>, TenantDataRepository<Pet, UUID> {
    @Override
    StatelessSession session();

    @Delete
    void deleteByName(String name);

    @Find
    CursoredPage<Pet> generatedPage(PageRequest request, Order<Pet> order);
}
