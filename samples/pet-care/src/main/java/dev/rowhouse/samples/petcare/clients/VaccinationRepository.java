package dev.rowhouse.samples.petcare.clients;

import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

public interface VaccinationRepository extends JpaRepository<Vaccination, UUID> {
    List<Vaccination> findByPetIdOrderByGivenOnDesc(UUID petId);
}
