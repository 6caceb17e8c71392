package dev.rowhouse.hibernate.internal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.hibernate.StatelessSessionBuilder;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.boot.spi.MetadataImplementor;
import org.hibernate.boot.spi.SessionFactoryOptions;
import org.hibernate.engine.creation.internal.StatelessSessionBuilderImpl;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.StatelessSessionImplementor;
import org.hibernate.internal.SessionFactoryImpl;

/** Hides soft-deleted rows in stateless sessions too, where Hibernate does not switch on any filter by itself. */
public final class TenantSessionFactory extends SessionFactoryImpl {
    private static final long serialVersionUID = 1L;

    private final transient Map<Class<?>, Object> kept = new ConcurrentHashMap<>();

    TenantSessionFactory(
            MetadataImplementor metadata, SessionFactoryOptions options, BootstrapContext bootstrapContext) {
        super(metadata, options, bootstrapContext);
    }

    @Override
    public StatelessSessionBuilder withStatelessOptions() {
        return new StatelessSessionBuilderImpl(this) {
            @Override
            protected StatelessSessionImplementor createStatelessSession() {
                TenantStatelessSession session = new TenantStatelessSession(TenantSessionFactory.this, this);
                if (getDefinedFilterNames().contains(SoftDeleteBinders.LIVING)) {
                    session.enableFilter(SoftDeleteBinders.LIVING);
                }
                return session;
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
}
