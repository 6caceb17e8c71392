package dev.rowhouse.peers.hibernate.speed;

import dev.rowhouse.peers.speed.VisitRow;
import dev.rowhouse.peers.speed.Visits;
import dev.rowhouse.peers.speed.Way;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.query.SelectionQuery;
import org.jspecify.annotations.Nullable;

/** Hibernate without any tenancy: each query names the tenant and leaves out what is deleted. */
public final class ByHandWay implements Way {
    /** Made by its name. */
    public ByHandWay() {}

    @Override
    public String schema() {
        return "plain";
    }

    @Override
    public Visits start(DataSource pool) {
        return new ByHand(HibernateVisits.start(
                HibernateVisits.settings(pool),
                ByHandVisits.Visit.class,
                ByHandVisits.NewVisit.class,
                ByHandVisits.ChangedVisit.class));
    }

    private static final class ByHand extends HibernateVisits<ByHandVisits.Visit, ByHandVisits.ChangedVisit> {
        private static final String CONDITION = "v.tenantId = :tenantId and v.deletedAt is null";

        ByHand(SessionFactory factory) {
            super(factory, ByHandVisits.Visit.class, ByHandVisits.ChangedVisit.class, CONDITION);
        }

        @Override
        protected <R> R inTenant(UUID tenant, Function<SessionFactory, R> work) {
            return work.apply(factory());
        }

        @Override
        protected <F extends VisitRow> @Nullable F find(Session session, Class<F> entity, UUID tenant, UUID id) {
            return session.createSelectionQuery(
                            "from " + entity.getSimpleName() + " v where v.id = :id and " + CONDITION, entity)
                    .setParameter("id", id)
                    .setParameter("tenantId", tenant)
                    .getSingleResultOrNull();
        }

        @Override
        protected <Q> SelectionQuery<Q> bind(SelectionQuery<Q> query, UUID tenant) {
            return query.setParameter("tenantId", tenant);
        }

        @Override
        protected VisitRow create(UUID tenant) {
            ByHandVisits.NewVisit visit = new ByHandVisits.NewVisit();
            visit.tenantId = tenant;
            return visit;
        }

        @Override
        protected void softDelete(Session session, ByHandVisits.ChangedVisit visit) {
            visit.softDelete(Instant.now(Clock.systemUTC()));
        }
    }
}
