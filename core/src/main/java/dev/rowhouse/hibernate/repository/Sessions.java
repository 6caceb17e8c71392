package dev.rowhouse.hibernate.repository;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.TenantMismatchException;
import dev.rowhouse.repository.DuplicateKeyException;
import dev.rowhouse.repository.StaleVersionException;
import jakarta.persistence.EntityExistsException;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.Session;
import org.hibernate.StaleStateException;
import org.hibernate.Transaction;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** Finds the session that a call works in: the application's current one, or one of its own. */
final class Sessions {
    private static final String UNIQUE_VIOLATION = "23505";

    private final SessionFactoryImplementor factory;
    private final Supplier<? extends @Nullable Session> current;

    Sessions(SessionFactoryImplementor factory, Supplier<? extends @Nullable Session> current) {
        this.factory = factory;
        this.current = current;
    }

    /** A session that a call works in, and whether it was opened for it. */
    record Opened(Session session, boolean own) {}

    /** Runs a single query: in the current session, or in one of its own without a transaction. */
    <R> R read(TenantContext context, Function<? super Session, ? extends R> work) {
        Session given = given(context);
        if (given != null) {
            return work.apply(given);
        }
        try (Session own = open(context)) {
            own.setDefaultReadOnly(true);
            return work.apply(own);
        }
    }

    /** Runs work in one transaction: the one of the current session if there is one, else one of its own. */
    <R> R inTransaction(TenantContext context, Function<Opened, ? extends R> work) {
        Session given = given(context);
        if (given == null) {
            try (Session own = open(context)) {
                return transact(own, new Opened(own, true), work);
            }
        }
        if (!hasTransaction(given)) {
            return transact(given, new Opened(given, false), work);
        }
        try {
            return work.apply(new Opened(given, false));
        } catch (StaleVersionException e) {
            throw e; // found by looking, before anything was written
        } catch (PersistenceException | RowhouseException e) {
            setRollbackOnly(given, e);
            throw e;
        }
    }

    private static <R> R transact(Session session, Opened opened, Function<Opened, ? extends R> work) {
        Transaction transaction = session.beginTransaction();
        R result;
        try {
            result = work.apply(opened);
        } catch (RuntimeException | Error e) {
            try {
                transaction.rollback();
            } catch (RuntimeException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
        transaction.commit();
        return result;
    }

    private static void setRollbackOnly(Session session, RuntimeException failure) {
        try {
            session.getTransaction().setRollbackOnly();
        } catch (RuntimeException suppressed) {
            failure.addSuppressed(suppressed);
        }
    }

    static boolean hasTransaction(Session session) {
        return session.unwrap(SessionImplementor.class).isTransactionInProgress();
    }

    Session open(TenantContext context) {
        Session own = factory.openSession();
        try {
            requireTenant(own, context);
            return own;
        } catch (RuntimeException e) {
            own.close();
            throw e;
        }
    }

    @Nullable
    Session given(TenantContext context) {
        Session given = current.get();
        if (given != null) {
            requireTenant(given, context);
        }
        return given;
    }

    /** A session finds what it has loaded without asking the database, whose tenant it is or not. */
    private static void requireTenant(Session session, TenantContext context) {
        Object tenant = session.getTenantIdentifierValue();
        if (!context.tenantId().equals(tenant)) {
            throw new TenantMismatchException("Using a session in a repository for tenant " + context.tenantId()
                    + ": the session belongs to "
                    + (tenant == null ? "no tenant. Build its factory on a TenantDataSource" : "tenant " + tenant)
                    + ". Open one in that tenant's context.");
        }
    }

    /** Runs work that writes, and says in the repositories' exceptions why the database refused it. */
    static <R> R explained(String tried, TenantContext context, Supplier<R> work) {
        try {
            return work.get();
        } catch (RowhouseException e) {
            throw e;
        } catch (PersistenceException e) {
            throw explanation(tried + " for tenant " + context.tenantId(), e);
        }
    }

    private static RuntimeException explanation(String tried, PersistenceException e) {
        ConstraintViolationException violation = violation(e);
        if (violation != null) {
            String constraint = violation.getConstraintName();
            return new DuplicateKeyException(
                    tried + ": unique key " + (constraint == null ? "" : constraint + " ")
                            + "is taken by another row. Nothing was written. Choose other values, or change, soft-delete or"
                            + " purge the row that has it.",
                    constraint,
                    e);
        }
        if (e instanceof EntityExistsException) {
            return new DuplicateKeyException(
                    tried + ": the session holds another entity of that id. Nothing was written. Save that one, or give"
                            + " the new one another id.",
                    null,
                    e);
        }
        if (e instanceof OptimisticLockException
                || e instanceof StaleStateException
                || e.getCause() instanceof StaleStateException) {
            return new StaleVersionException(
                    tried
                            + ": a row has another version by now, or is gone. Nothing was written. Read it again and repeat"
                            + " the change.",
                    e);
        }
        return e;
    }

    private static @Nullable ConstraintViolationException violation(PersistenceException e) {
        Throwable cause = e instanceof ConstraintViolationException ? e : e.getCause();
        return cause instanceof ConstraintViolationException violation
                        && UNIQUE_VIOLATION.equals(violation.getSQLState())
                ? violation
                : null;
    }
}
