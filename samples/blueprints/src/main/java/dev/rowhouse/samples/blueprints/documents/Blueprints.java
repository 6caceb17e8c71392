package dev.rowhouse.samples.blueprints.documents;

import dev.rowhouse.hibernate.repository.HibernateTenantRepository;
import dev.rowhouse.repository.PageCursors;
import dev.rowhouse.repository.Restriction;
import jakarta.data.Limit;
import jakarta.data.Order;
import jakarta.data.Sort;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The current tenant's blueprints. */
final class Blueprints extends HibernateTenantRepository<Blueprint, UUID> {
    /** The latest first: the order that the convention's index serves. */
    static final Order<Blueprint> LATEST_FIRST = Order.by(Sort.desc("createdAt"));

    private static final Order<Blueprint> LAST_DELETED_FIRST = Order.by(Sort.desc("deletedAt"));

    Blueprints(UnitOfWork work, PageCursors cursors) {
        super(builder(work.factory(), Blueprint.class, UUID.class)
                .currentSession(work::session)
                .cursors(cursors));
    }

    Optional<Blueprint> findByName(String name) {
        return findAll(Restriction.equalTo("name", name), LATEST_FIRST, Limit.of(1)).stream()
                .findFirst();
    }

    List<Blueprint> findDeletedByName(String name) {
        return findDeleted(Restriction.equalTo("name", name), LAST_DELETED_FIRST, Limit.of(100));
    }

    List<Blueprint> findDeleted(int most) {
        return findDeleted(Restriction.unrestricted(), LAST_DELETED_FIRST, Limit.of(most));
    }

    /** Finds through the indexes of {@code rowhouse.make_searchable}; tenant and soft delete are filtered as ever. */
    List<Hit> search(Search search) {
        return read(session -> {
            var query = session.createSelectionQuery(search.hql(), Hit.class).setMaxResults(search.most());
            search.parameters().forEach(query::setParameter);
            return query.getResultList();
        });
    }
}
