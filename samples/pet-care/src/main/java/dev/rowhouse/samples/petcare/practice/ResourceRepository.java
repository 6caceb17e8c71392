package dev.rowhouse.samples.petcare.practice;

import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

public interface ResourceRepository extends JpaRepository<Resource, UUID> {
    List<Resource> findAllByOrderByName();
}
