package dev.rowhouse.samples.blueprints.documents;

import dev.rowhouse.hibernate.repository.HibernateTenantRepository;
import dev.rowhouse.repository.Restriction;
import jakarta.data.Order;
import jakarta.data.Sort;
import java.util.List;
import java.util.UUID;

/** What the current tenant's blueprints were before. */
final class Revisions extends HibernateTenantRepository<Revision, UUID> {
    Revisions(UnitOfWork work) {
        super(builder(work.factory(), Revision.class, UUID.class).currentSession(work::session));
    }

    /** The latest first. */
    List<Revision> findByBlueprint(Blueprint blueprint) {
        return findAll(Restriction.equalTo("blueprint.id", blueprint.getId()), Order.by(Sort.desc("version")));
    }
}
