package dev.rowhouse.samples.petcare.business;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.repository.Repository;

/** The directory of businesses. */
public interface BusinessRepository extends Repository<Business, UUID> {
    Optional<Business> findById(UUID id);

    Optional<Business> findBySlug(String slug);

    List<Business> findAllByOrderByName();
}
