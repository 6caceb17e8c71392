package dev.rowhouse.samples.petcare.clients;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

public interface PetRepository extends JpaRepository<Pet, UUID> {
    @Query("from Pet p join fetch p.owner where p.id = :id")
    Optional<Pet> withOwner(UUID id);

    @Query("from Pet p join fetch p.owner where (p.name, p.id) > (:name, :id) order by p.name, p.id")
    List<Pet> after(String name, UUID id, Limit limit);

    @Query("from Pet p join fetch p.owner o where o.id = :owner order by p.name, p.id")
    List<Pet> ofOwner(UUID owner);
}
