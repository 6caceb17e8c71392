package dev.rowhouse.hibernate.internal;

import org.hibernate.SharedSessionBuilder;
import org.hibernate.SharedStatelessSessionBuilder;
import org.hibernate.engine.creation.internal.SessionCreationOptions;
import org.hibernate.engine.creation.internal.SessionCreationOptionsAdaptor;
import org.hibernate.engine.creation.internal.SharedStatelessSessionBuilderImpl;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.engine.spi.StatelessSessionImplementor;
import org.hibernate.internal.StatelessSessionImpl;
import org.hibernate.query.SelectionQuery;
import org.hibernate.query.hql.spi.SqmQueryImplementor;
import org.hibernate.query.spi.QueryImplementor;
import org.hibernate.query.sqm.spi.NamedSqmQueryMemento;
import org.hibernate.query.sqm.tree.SqmStatement;
import org.jspecify.annotations.Nullable;

/**
 * A stateless session that hides soft-deleted rows, where Hibernate does not switch on any filter by itself, and that tells what
 * it is about: it remembers no entities, of which one could see that.
 */
@SuppressWarnings("unchecked") // the superclass implements a generic method with a raw type
final class TenantStatelessSession extends StatelessSessionImpl {
    private static final long serialVersionUID = 1L;

    private final TenantSessionFactory factory;
    private boolean deleting;

    TenantStatelessSession(TenantSessionFactory factory, SessionCreationOptions options) {
        super(factory, options);
        this.factory = factory;
        if (factory.getDefinedFilterNames().contains(SoftDeleteBinders.LIVING)) {
            enableFilter(SoftDeleteBinders.LIVING);
        }
    }

    /** Whether it deletes an entity at this moment, and not only elements of a collection. */
    boolean isDeleting() {
        return deleting;
    }

    @Override
    public void delete(@Nullable String entityName, Object entity) {
        deleting = true;
        try {
            super.delete(entityName, entity);
        } finally {
            deleting = false;
        }
    }

    @Override
    public <T> QueryImplementor<T> createQuery(String hql, @Nullable Class<T> type) {
        return factory.plans().query(this, hql, type, this::applyQuerySettingsAndHints);
    }

    @Override
    protected <T> SqmQueryImplementor<T> createSqmQueryImplementor(Class<T> type, NamedSqmQueryMemento<?> named) {
        return factory.plans().query(this, named, type, this::applyQuerySettingsAndHints);
    }

    @Override
    protected <T> QueryImplementor<T> createCriteriaQuery(SqmStatement<T> criteria, @Nullable Class<T> type) {
        return factory.plans().query(this, criteria, type, this::applyQuerySettingsAndHints);
    }

    @Override
    public SelectionQuery<?> createSelectionQuery(String hql) {
        return createSelectionQuery(hql, (Class<?>) null);
    }

    @Override
    public <T> SelectionQuery<T> createSelectionQuery(String hql, @Nullable Class<T> type) {
        return factory.plans().selection(this, hql, type, query -> {
            if (type != null) {
                checkResultType(type, query);
            }
            applyQuerySettingsAndHints(query);
        });
    }

    @Override
    public SharedStatelessSessionBuilder statelessWithOptions() {
        return childOf(this, factory);
    }

    @Override
    public SharedSessionBuilder sessionWithOptions() {
        return TenantSessionFactory.childOf(this, factory);
    }

    static SharedStatelessSessionBuilder childOf(
            SharedSessionContractImplementor parent, TenantSessionFactory factory) {
        return new SharedStatelessSessionBuilderImpl(parent) {
            @Override
            protected StatelessSessionImplementor createStatelessSession() {
                return new TenantStatelessSession(factory, new SessionCreationOptionsAdaptor(factory, this, parent));
            }
        };
    }
}
