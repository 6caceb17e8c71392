package dev.rowhouse.hibernate.internal;

import org.hibernate.StatelessSessionBuilder;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.boot.spi.MetadataImplementor;
import org.hibernate.boot.spi.SessionFactoryOptions;
import org.hibernate.engine.creation.internal.StatelessSessionBuilderImpl;
import org.hibernate.engine.spi.StatelessSessionImplementor;
import org.hibernate.internal.SessionFactoryImpl;
import org.hibernate.internal.StatelessSessionImpl;

/** Hides soft-deleted rows in stateless sessions too, where Hibernate does not switch on any filter by itself. */
final class TenantSessionFactory extends SessionFactoryImpl {
    private static final long serialVersionUID = 1L;

    TenantSessionFactory(
            MetadataImplementor metadata, SessionFactoryOptions options, BootstrapContext bootstrapContext) {
        super(metadata, options, bootstrapContext);
    }

    @Override
    public StatelessSessionBuilder withStatelessOptions() {
        return new StatelessSessionBuilderImpl(this) {
            @Override
            protected StatelessSessionImplementor createStatelessSession() {
                StatelessSessionImpl session = new StatelessSessionImpl(TenantSessionFactory.this, this);
                if (getDefinedFilterNames().contains(SoftDeleteBinders.LIVING)) {
                    session.enableFilter(SoftDeleteBinders.LIVING);
                }
                return session;
            }
        };
    }
}
