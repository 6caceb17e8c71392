package dev.rowhouse.peers.hibernate.speed;

import dev.rowhouse.peers.hibernate.speed.TenantIdVisits.ChangedVisit;
import dev.rowhouse.peers.hibernate.speed.TenantIdVisits.NewVisit;
import dev.rowhouse.peers.hibernate.speed.TenantIdVisits.Visit;
import dev.rowhouse.peers.speed.VisitRow;
import dev.rowhouse.peers.speed.Visits;
import java.time.Clock;
import java.time.Instant;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.hibernate.query.SelectionQuery;
import org.jspecify.annotations.Nullable;

/** Sessions that know their tenant; what is deleted is left out by hand. */
final class TenantIdSessions extends HibernateVisits<Visit, ChangedVisit> {
    private static final ThreadLocal<@Nullable UUID> CURRENT = new ThreadLocal<>();

    private TenantIdSessions(SessionFactory factory) {
        super(factory, Visit.class, ChangedVisit.class, "v.deletedAt is null");
    }

    static Visits start(Properties settings) {
        return new TenantIdSessions(open(settings));
    }

    static void makeTables(Properties settings) {
        open(settings).close();
    }

    private static SessionFactory open(Properties settings) {
        settings.put("hibernate.tenant_identifier_resolver", new ThreadTenant());
        return HibernateVisits.start(settings, Visit.class, NewVisit.class, ChangedVisit.class);
    }

    private static final class ThreadTenant implements CurrentTenantIdentifierResolver<UUID> {
        @Override
        @SuppressWarnings("NullAway") // Hibernate takes a missing tenant as null, and has a word to say about it
        public UUID resolveCurrentTenantIdentifier() {
            return CURRENT.get();
        }

        @Override
        public boolean validateExistingCurrentSessions() {
            return true;
        }
    }

    @Override
    protected <R> R inTenant(UUID tenant, Function<SessionFactory, R> work) {
        CURRENT.set(tenant);
        try {
            return work.apply(factory());
        } finally {
            CURRENT.remove();
        }
    }

    @Override
    protected <F extends VisitRow> @Nullable F find(Session session, Class<F> entity, UUID tenant, UUID id) {
        F found = session.find(entity, id);
        return found instanceof AuditedVisit visit && visit.deletedAt == null ? found : null;
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
        visit.softDelete(Instant.now(Clock.systemUTC()));
    }
}
