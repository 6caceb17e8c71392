package dev.rowhouse.clinic;

import dev.rowhouse.spring.data.TenantJpaRepository;
import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.KeysetScrollPosition;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Window;

/** A repository that extends Rowhouse's, which is all that it says. */
interface Animals extends TenantJpaRepository<Animal, UUID> {
    List<Animal> findByName(String name);

    long countByName(String name);

    /** Spring Data's own way through pages. */
    Window<Animal> findByOrderByCreatedAtDescIdDesc(KeysetScrollPosition position, Limit limit);
}
