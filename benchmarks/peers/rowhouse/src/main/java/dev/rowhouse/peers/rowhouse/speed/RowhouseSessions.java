package dev.rowhouse.peers.rowhouse.speed;

import dev.rowhouse.TenantContext;
import dev.rowhouse.connection.TenantDataSource;
import dev.rowhouse.peers.hibernate.speed.HibernateVisits;
import dev.rowhouse.peers.rowhouse.speed.RowhouseVisits.ChangedVisit;
import dev.rowhouse.peers.rowhouse.speed.RowhouseVisits.NewVisit;
import dev.rowhouse.peers.rowhouse.speed.RowhouseVisits.Visit;
import dev.rowhouse.peers.speed.VisitRow;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.query.SelectionQuery;
import org.jspecify.annotations.Nullable;

/** Sessions of Hibernate on a tenant data source. Nothing names the tenant or leaves out what is deleted. */
final class RowhouseSessions extends HibernateVisits<Visit, ChangedVisit> {
    RowhouseSessions(SessionFactory factory) {
        super(factory, Visit.class, ChangedVisit.class, "");
    }

    static SessionFactory start(DataSource pool) {
        return HibernateVisits.start(
                HibernateVisits.settings(TenantDataSource.wrap(pool)), Visit.class, NewVisit.class, ChangedVisit.class);
    }

    @Override
    protected <R> R inTenant(UUID tenant, Function<SessionFactory, R> work) {
        return TenantContext.of(tenant).withActor(ACTOR).call(() -> work.apply(factory()));
    }

    @Override
    protected <F extends VisitRow> @Nullable F find(Session session, Class<F> entity, UUID tenant, UUID id) {
        return session.find(entity, id);
    }

    @Override
    protected <Q> SelectionQuery<Q> bind(SelectionQuery<Q> query, UUID tenant) {
        return query;
    }

    @Override
    protected VisitRow create(UUID tenant) {
        return new NewVisit();
    }

    @Override
    protected void softDelete(Session session, ChangedVisit visit) {
        session.remove(visit);
    }
}
