package dev.rowhouse.samples.blueprints.documents;

import java.util.function.Supplier;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;

/**
 * A transaction and the session it runs in. Repositories that ask for {@link #session()} work in it together; outside of one,
 * each of their calls has a session and a transaction of its own.
 */
public final class UnitOfWork {
    private final SessionFactory factory;
    private final ThreadLocal<Session> current = new ThreadLocal<>();

    public UnitOfWork(SessionFactory factory) {
        this.factory = factory;
    }

    SessionFactory factory() {
        return factory;
    }

    /** Returns the session of the work in progress on this thread, or null if there is none. */
    @Nullable
    Session session() {
        return current.get();
    }

    /** Runs work in a transaction, which an exception rolls back. Work inside other work is part of that. */
    <R> R call(Supplier<R> work) {
        if (current.get() != null) {
            return work.get();
        }
        return factory.fromTransaction(session -> {
            current.set(session);
            try {
                return work.get();
            } finally {
                current.remove();
            }
        });
    }
}
