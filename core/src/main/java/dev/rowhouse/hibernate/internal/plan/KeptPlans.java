package dev.rowhouse.hibernate.internal.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.hibernate.engine.spi.FilterDefinition;
import org.hibernate.engine.spi.LoadQueryInfluencers;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.internal.DefaultLoadEventListener;
import org.hibernate.event.service.spi.EventListenerGroup;
import org.hibernate.event.spi.LoadEventListener;
import org.hibernate.persister.entity.AbstractEntityPersister;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.query.IllegalSelectQueryException;
import org.hibernate.query.Query;
import org.hibernate.query.SelectionQuery;
import org.hibernate.query.hql.internal.NamedHqlQueryMementoImpl;
import org.hibernate.query.hql.spi.SqmQueryImplementor;
import org.hibernate.query.spi.HqlInterpretation;
import org.hibernate.query.spi.QueryImplementor;
import org.hibernate.query.sqm.internal.SqmSelectionQueryImpl;
import org.hibernate.query.sqm.spi.NamedSqmQueryMemento;
import org.hibernate.query.sqm.tree.SqmStatement;
import org.hibernate.query.sqm.tree.select.SqmSelectStatement;
import org.jspecify.annotations.Nullable;

/**
 * Lets Hibernate keep the plans of queries and loads by id while filters are on, of a session factory's sessions. By itself it makes a
 * plan anew at each execution then, because the values of filters stand in it, and that takes longer than the rest of a short query.
 * Here the filters have no values in the plan: that of the tenant comes {@linkplain TenantOfSession from the session}, and the one of
 * the soft delete has none. While a filter of the application with values is on, nothing is kept.
 */
public final class KeptPlans {
    private final SessionFactoryImplementor factory;
    private final Map<Set<String>, Optional<FilterNames>> known = new ConcurrentHashMap<>();
    private final Map<EntityPersister, Optional<KeptLoader>> loaders = new ConcurrentHashMap<>();

    /**
     * Creates it, for a new session factory.
     *
     * @param factory the session factory
     */
    public KeptPlans(SessionFactoryImplementor factory) {
        this.factory = factory;
        EventListenerGroup<LoadEventListener> loads = factory.getEventListenerGroups().eventListenerGroup_LOAD;
        List<Class<?>> found = new ArrayList<>();
        loads.fireEventOnEachListener(found, (listener, classes) -> classes.add(listener.getClass()));
        if (found.equals(List.of(DefaultLoadEventListener.class))) { // and not what an application put there
            loads.clearListeners();
            loads.appendListener(new KeptLoads(this));
        }
    }

    /**
     * Returns what the plans of a session depend on.
     *
     * @return the names of the filters that are on, or what the session tells of itself, where that says that nothing can be kept
     */
    LoadQueryInfluencers of(SharedSessionContractImplementor session) {
        LoadQueryInfluencers influencers = session.getLoadQueryInfluencers();
        FilterNames names = names(influencers);
        return names == null ? influencers : names;
    }

    @Nullable
    FilterNames names(LoadQueryInfluencers influencers) {
        if (!influencers.hasEnabledFilters()
                || influencers.hasEnabledFetchProfiles()
                || influencers.getTemporalIdentifier() != null) {
            return null;
        }
        Set<String> names = influencers.getEnabledFilterNames();
        Optional<FilterNames> kept = known.get(names);
        if (kept == null) {
            kept = haveNoValues(names) ? Optional.of(new FilterNames(factory, names)) : Optional.empty();
            known.put(Set.copyOf(names), kept);
        }
        return kept.orElse(null);
    }

    private boolean haveNoValues(Set<String> filters) {
        for (String name : filters) {
            FilterDefinition filter = factory.getFilterDefinition(name);
            for (String parameter : filter.getParameterNames()) {
                if (!(filter.getParameterJdbcMapping(parameter) instanceof TenantOfSession)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Returns what loads an entity by its id and keeps its plans, or null where Hibernate's way is another one. */
    @Nullable
    KeptLoader loader(EntityPersister persister, LoadQueryInfluencers influencers) {
        if (names(influencers) == null
                || persister.isAffectedByEntityGraph(influencers)
                || influencers.effectivelyBatchLoadable(persister)) {
            return null;
        }
        return loaders.computeIfAbsent(persister, this::loader).orElse(null);
    }

    /**
     * Makes a query of its text, as a session does.
     *
     * @param session the session that runs it
     * @param hql its text
     * @param type what it returns, or null for what the text says
     * @param settings gives it the session's settings
     * @param <T> what it returns
     * @return the query
     */
    public <T> QueryImplementor<T> query(
            SharedSessionContractImplementor session,
            String hql,
            @Nullable Class<T> type,
            Consumer<? super Query<?>> settings) {
        session.prepareForQueryExecution(false);
        try {
            KeptQuery<T> query = new KeptQuery<>(hql, interpretation(hql, type), type, session, this);
            settings.accept(query);
            return query;
        } catch (RuntimeException e) {
            session.markForRollbackOnly();
            throw session.getExceptionConverter().convert(e);
        }
    }

    /**
     * Makes a query of the mapping, as a session does.
     *
     * @param session the session that runs it
     * @param named the query
     * @param type what it returns, or null for what its text says
     * @param settings gives it the session's settings
     * @param <T> what it returns
     * @return the query
     */
    @SuppressWarnings("deprecation") // as Hibernate hands on the locks of a named query
    public <T> SqmQueryImplementor<T> query(
            SharedSessionContractImplementor session,
            NamedSqmQueryMemento<?> named,
            @Nullable Class<T> type,
            Consumer<? super Query<?>> settings) {
        SqmQueryImplementor<T> query = named instanceof NamedHqlQueryMementoImpl<?>
                ? new KeptQuery<>(named, type, session, this)
                : named.toQuery(session, type);
        if (query.getComment() == null || query.getComment().isEmpty()) {
            query.setComment("dynamic query");
        }
        settings.accept(query);
        if (named.getLockOptions() != null) {
            query.setLockOptions(named.getLockOptions());
        }
        return query;
    }

    /**
     * Makes a query of criteria, as a session does. Its plan is kept if the session keeps those of criteria.
     *
     * @param session the session that runs it
     * @param criteria what it asks for
     * @param type what it returns, or null for what the criteria say
     * @param settings gives it the session's settings
     * @param <T> what it returns
     * @return the query
     */
    public <T> QueryImplementor<T> query(
            SharedSessionContractImplementor session,
            SqmStatement<T> criteria,
            @Nullable Class<T> type,
            Consumer<? super Query<?>> settings) {
        KeptQuery<T> query = new KeptQuery<>(criteria, type, session, this);
        settings.accept(query);
        return query;
    }

    /**
     * Makes a selection of its text, as a session does.
     *
     * @param session the session that runs it
     * @param hql its text
     * @param type what it returns, or null for what the text says
     * @param settings gives it the session's settings
     * @param <T> what it returns
     * @return the selection
     */
    public <T> SelectionQuery<T> selection(
            SharedSessionContractImplementor session,
            String hql,
            @Nullable Class<T> type,
            Consumer<? super SqmSelectionQueryImpl<T>> settings) {
        session.prepareForQueryExecution(false);
        try {
            HqlInterpretation<T> interpretation = interpretation(hql, type);
            if (!(interpretation.getSqmStatement() instanceof SqmSelectStatement)) {
                throw new IllegalSelectQueryException("Expecting a selection query, but found '" + hql + "'", hql);
            }
            KeptSelectionQuery<T> query = new KeptSelectionQuery<>(hql, interpretation, type, session, this);
            settings.accept(query);
            return query;
        } catch (RuntimeException e) {
            session.markForRollbackOnly();
            throw e;
        }
    }

    private <T> HqlInterpretation<T> interpretation(String hql, @Nullable Class<T> type) {
        return factory.getQueryEngine().interpretHql(hql, type);
    }

    private Optional<KeptLoader> loader(EntityPersister persister) {
        return persister instanceof AbstractEntityPersister known && KeptLoader.replaces(known.getSingleIdLoader())
                ? Optional.of(new KeptLoader(this, persister, factory))
                : Optional.empty();
    }
}
