package dev.rowhouse.samples.petcare.clients;

import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

public interface OwnerRepository extends JpaRepository<Owner, UUID> {
    @Query("from Owner o where (o.name, o.id) > (:name, :id) order by o.name, o.id")
    List<Owner> after(String name, UUID id, Limit limit);
}
