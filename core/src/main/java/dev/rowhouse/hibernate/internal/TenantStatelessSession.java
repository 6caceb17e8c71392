package dev.rowhouse.hibernate.internal;

import org.hibernate.engine.creation.internal.SessionCreationOptions;
import org.hibernate.internal.SessionFactoryImpl;
import org.hibernate.internal.StatelessSessionImpl;
import org.jspecify.annotations.Nullable;

/** A stateless session that tells what it is about: it remembers no entities, of which one could see that. */
@SuppressWarnings("unchecked") // the superclass implements a generic method with a raw type
final class TenantStatelessSession extends StatelessSessionImpl {
    private static final long serialVersionUID = 1L;

    private boolean deleting;

    TenantStatelessSession(SessionFactoryImpl factory, SessionCreationOptions options) {
        super(factory, options);
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
}
