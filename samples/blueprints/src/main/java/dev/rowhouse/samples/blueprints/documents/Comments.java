package dev.rowhouse.samples.blueprints.documents;

import dev.rowhouse.hibernate.repository.HibernateTenantRepository;
import dev.rowhouse.repository.Restriction;
import jakarta.data.Order;
import jakarta.data.Sort;
import java.util.List;
import java.util.UUID;

/** The current tenant's comments. */
final class Comments extends HibernateTenantRepository<Comment, UUID> {
    Comments(UnitOfWork work) {
        super(builder(work.factory(), Comment.class, UUID.class).currentSession(work::session));
    }

    List<Comment> findByBlueprint(Blueprint blueprint) {
        return findAll(Restriction.equalTo("blueprint.id", blueprint.getId()), Order.by(Sort.asc("createdAt")));
    }
}
