package dev.rowhouse.hibernate.internal;

import dev.rowhouse.hibernate.internal.plan.KeptPlans;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.hibernate.SharedStatelessSessionBuilder;
import org.hibernate.StatelessSessionBuilder;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.boot.spi.MetadataImplementor;
import org.hibernate.boot.spi.SessionFactoryOptions;
import org.hibernate.engine.creation.internal.SessionBuilderImpl;
import org.hibernate.engine.creation.internal.SessionCreationOptions;
import org.hibernate.engine.creation.internal.SharedSessionBuilderImpl;
import org.hibernate.engine.creation.internal.StatelessSessionBuilderImpl;
import org.hibernate.engine.creation.spi.SessionBuilderImplementor;
import org.hibernate.engine.creation.spi.SharedSessionBuilderImplementor;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.engine.spi.StatelessSessionImplementor;
import org.hibernate.internal.SessionFactoryImpl;
import org.hibernate.internal.SessionImpl;
import org.hibernate.query.SelectionQuery;
import org.hibernate.query.hql.spi.SqmQueryImplementor;
import org.hibernate.query.spi.QueryImplementor;
import org.hibernate.query.sqm.spi.NamedSqmQueryMemento;
import org.hibernate.query.sqm.tree.SqmStatement;
import org.jspecify.annotations.Nullable;

/** Opens sessions that hide soft-deleted rows, the stateless among them and all that they open themselves. */
public final class TenantSessionFactory extends SessionFactoryImpl {
    private static final long serialVersionUID = 1L;

    private final transient Map<Class<?>, Object> kept = new ConcurrentHashMap<>();
    private final transient KeptPlans plans;

    TenantSessionFactory(
            MetadataImplementor metadata, SessionFactoryOptions options, BootstrapContext bootstrapContext) {
        super(metadata, options, bootstrapContext);
        this.plans = new KeptPlans(this);
    }

    KeptPlans plans() {
        return plans;
    }

    @Override
    public SessionBuilderImplementor withOptions() {
        return new SessionBuilderImpl(this) {
            @Override
            protected SessionImplementor createSession() {
                return new TenantSession(TenantSessionFactory.this, this);
            }
        };
    }

    @Override
    public StatelessSessionBuilder withStatelessOptions() {
        return new StatelessSessionBuilderImpl(this) {
            @Override
            protected StatelessSessionImplementor createStatelessSession() {
                return new TenantStatelessSession(TenantSessionFactory.this, this);
            }
        };
    }

    /**
     * Makes something once for a session factory, which keeps it as long as it is there. On a factory that serves no tenants it
     * is made each time.
     *
     * @param factory the factory
     * @param key what it is made for
     * @param type what it is
     * @param maker makes it
     * @param <V> what it is
     * @return what was made
     */
    public static <V> V kept(
            SessionFactoryImplementor factory, Class<?> key, Class<V> type, Supplier<? extends V> maker) {
        return factory instanceof TenantSessionFactory ours
                ? type.cast(ours.kept.computeIfAbsent(key, absent -> maker.get()))
                : maker.get();
    }

    /** Begins to open a child of a session. */
    static SharedSessionBuilderImplementor childOf(
            SharedSessionContractImplementor parent, TenantSessionFactory factory) {
        return new SharedSessionBuilderImpl(parent) {
            @Override
            protected SessionImplementor createSession() {
                return new TenantSession(factory, this);
            }
        };
    }

    /** A session whose children are of our own kind too. */
    @SuppressWarnings("unchecked") // the superclass implements a generic method with a raw type
    private static final class TenantSession extends SessionImpl {
        private static final long serialVersionUID = 1L;

        private final TenantSessionFactory factory;

        TenantSession(TenantSessionFactory factory, SessionCreationOptions options) {
            super(factory, options);
            this.factory = factory;
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
            return TenantStatelessSession.childOf(this, factory);
        }

        @Override
        public SharedSessionBuilderImplementor sessionWithOptions() {
            return childOf(this, factory);
        }
    }
}
