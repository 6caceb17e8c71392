package dev.rowhouse.benchmarks.spring.application.byhand;

import dev.rowhouse.benchmarks.spring.application.VisitAnswer;
import jakarta.persistence.EntityManager;
import java.util.UUID;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Profile;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** One query a request, by Hibernate, in a transaction. */
@RestController
@Profile("jpa & by-hand")
@EntityScan
class JpaVisits {
    private final EntityManager entities;

    JpaVisits(EntityManager entities) {
        this.entities = entities;
    }

    @GetMapping("/jpa/{id}")
    @Transactional
    public VisitAnswer visit(@RequestHeader("X-Tenant-ID") UUID tenant, @PathVariable("id") UUID id) {
        return entities.createQuery("from VisitEntity where id = :id and tenantId = :tenant", VisitEntity.class)
                .setParameter("id", id)
                .setParameter("tenant", tenant)
                .getSingleResult()
                .toAnswer();
    }
}
