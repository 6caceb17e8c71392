package dev.rowhouse.hibernate.internal;

import org.hibernate.SharedSessionBuilder;
import org.hibernate.SharedStatelessSessionBuilder;
import org.hibernate.engine.creation.internal.SessionCreationOptions;
import org.hibernate.engine.creation.internal.SessionCreationOptionsAdaptor;
import org.hibernate.engine.creation.internal.SharedStatelessSessionBuilderImpl;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.engine.spi.StatelessSessionImplementor;
import org.hibernate.internal.SessionFactoryImpl;
import org.hibernate.internal.StatelessSessionImpl;
import org.jspecify.annotations.Nullable;

/**
 * A stateless session that hides soft-deleted rows, where Hibernate does not switch on any filter by itself, and that tells what
 * it is about: it remembers no entities, of which one could see that.
 */
@SuppressWarnings("unchecked") // the superclass implements a generic method with a raw type
final class TenantStatelessSession extends StatelessSessionImpl {
    private static final long serialVersionUID = 1L;

    private final SessionFactoryImpl factory;
    private boolean deleting;

    TenantStatelessSession(SessionFactoryImpl factory, SessionCreationOptions options) {
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
    public SharedStatelessSessionBuilder statelessWithOptions() {
        return childOf(this, factory);
    }

    @Override
    public SharedSessionBuilder sessionWithOptions() {
        return TenantSessionFactory.childOf(this, factory);
    }

    static SharedStatelessSessionBuilder childOf(SharedSessionContractImplementor parent, SessionFactoryImpl factory) {
        return new SharedStatelessSessionBuilderImpl(parent) {
            @Override
            protected StatelessSessionImplementor createStatelessSession() {
                return new TenantStatelessSession(factory, new SessionCreationOptionsAdaptor(factory, this, parent));
            }
        };
    }
}
