package dev.rowhouse.hibernate.repository;

import dev.rowhouse.TenantContext;
import dev.rowhouse.hibernate.internal.SoftDeleteBinders;
import java.util.Set;
import java.util.function.Supplier;
import org.hibernate.FlushMode;
import org.hibernate.Session;
import org.hibernate.binder.internal.TenantIdBinder;
import org.hibernate.engine.spi.EntityKey;
import org.hibernate.engine.spi.LoadQueryInfluencers;
import org.hibernate.engine.spi.PersistenceContext;
import org.hibernate.engine.spi.SessionImplementor;
import org.jspecify.annotations.Nullable;

/**
 * Lets Hibernate keep the plans of a repository's queries. While any filter is on it makes a plan anew at each execution, which
 * takes longer than the rest of it. So the conditions on tenant and soft delete stand in the query, and their filters are off
 * while it runs.
 *
 * <p>Only where these are all the filters that are on, and where nothing but the entity's own row is loaded, because that would be
 * loaded without them.
 */
final class KeptPlans {
    private static final Set<String> FILTERS = Set.of(TenantIdBinder.FILTER_NAME, SoftDeleteBinders.LIVING);

    private final EntityModel model;
    private final @Nullable String deletedAt;

    KeptPlans(EntityModel model, @Nullable String deletedAt) {
        this.model = model;
        this.deletedAt = deletedAt;
    }

    /** Tells whether a session's queries for this entity can do without filters. */
    boolean arePossible(Session session) {
        if (!model.isLoadedAlone()) {
            return false;
        }
        Set<String> on = influencers(session).getEnabledFilterNames();
        return on.contains(TenantIdBinder.FILTER_NAME)
                && (deletedAt == null || on.contains(SoftDeleteBinders.LIVING))
                && FILTERS.containsAll(on);
    }

    /** Tells whether a session knows without a query what it has for an id, or what it is to do with it. */
    boolean isKnown(Session session, Object id) {
        if (model.persister().canReadFromCache() || !model.id().get(0).type().isInstance(id)) {
            return true;
        }
        SessionImplementor internals = session.unwrap(SessionImplementor.class);
        PersistenceContext context = internals.getPersistenceContextInternal();
        EntityKey key = internals.generateEntityKey(id, model.persister());
        return context.containsEntity(key)
                || context.getProxy(key) != null
                || context.containsDeletedUnloadedEntityKey(key);
    }

    /** Adds what the filters would. */
    Condition filtered(TenantContext context, Condition condition) {
        return condition.andOf(context.tenantId(), deletedAt);
    }

    /** Flushes what a query must see. A flush may load what it cascades to, so that happens while the filters are on. */
    void flushBefore(Session session) {
        SessionImplementor internals = session.unwrap(SessionImplementor.class);
        internals.autoFlushIfRequired(model.querySpaces());
    }

    /** Runs a query without filters and without a flush. */
    <R> R unfiltered(TenantContext context, Session session, Supplier<R> query) {
        LoadQueryInfluencers influencers = influencers(session);
        boolean living = influencers.getEnabledFilter(SoftDeleteBinders.LIVING) != null;
        FlushMode flushMode = session.getHibernateFlushMode();
        session.setHibernateFlushMode(FlushMode.MANUAL);
        influencers.disableFilter(TenantIdBinder.FILTER_NAME);
        influencers.disableFilter(SoftDeleteBinders.LIVING);
        try {
            return query.get();
        } finally {
            influencers
                    .enableFilter(TenantIdBinder.FILTER_NAME)
                    .setParameter(TenantIdBinder.PARAMETER_NAME, context.tenantId());
            if (living) {
                influencers.enableFilter(SoftDeleteBinders.LIVING);
            }
            session.setHibernateFlushMode(flushMode);
        }
    }

    private static LoadQueryInfluencers influencers(Session session) {
        return session.unwrap(SessionImplementor.class).getLoadQueryInfluencers();
    }
}
