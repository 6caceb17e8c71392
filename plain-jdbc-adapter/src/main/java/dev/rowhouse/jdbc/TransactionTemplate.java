package dev.rowhouse.jdbc;

import static java.util.Objects.requireNonNull;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.TenantCallable;
import dev.rowhouse.TenantRunnable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How a transaction is to be, and the way to run one.
 *
 * <pre>{@code
 * Receipt receipt = jdbc.transaction()
 *         .isolation(Isolation.SERIALIZABLE)
 *         .retries(3)
 *         .call(() -> book(slot));
 * }</pre>
 *
 * <p>A transaction belongs to a thread and to a {@link TenantJdbc}: statements of that template on that thread run in it.
 * A body inside another one joins it. If such an inner body fails, the outer transaction can no longer be committed.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @since 0.1
 */
public final class TransactionTemplate {
    private static final int MAX_RETRIES = 100;
    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final long LONGEST_PAUSE_MILLIS = 1_000;

    private final TenantJdbc jdbc;
    private final @Nullable Isolation isolation;
    private final boolean readOnly;
    private final int retries;

    TransactionTemplate(TenantJdbc jdbc) {
        this(jdbc, null, false, 0);
    }

    private TransactionTemplate(TenantJdbc jdbc, @Nullable Isolation isolation, boolean readOnly, int retries) {
        this.jdbc = jdbc;
        this.isolation = isolation;
        this.readOnly = readOnly;
        this.retries = retries;
    }

    /**
     * How far transactions are kept apart (PostgreSQL, chapter "Transaction Isolation").
     *
     * @since 0.1
     */
    public enum Isolation {
        /** Each statement sees what was committed before it began. */
        READ_COMMITTED("read committed"),
        /** All statements see what was committed before the first one began. */
        REPEATABLE_READ("repeatable read"),
        /** As if transactions ran one after another; those that cannot fail and should be retried. */
        SERIALIZABLE("serializable");

        private final String sql;

        Isolation(String sql) {
            this.sql = sql;
        }

        String sql() {
            return sql;
        }
    }

    /**
     * Sets the isolation. Default: the database's, which mostly is read committed. It costs one round trip.
     *
     * @param level the isolation
     * @return a new template; this one stays as it is
     */
    public TransactionTemplate isolation(Isolation level) {
        return new TransactionTemplate(jdbc, requireNonNull(level, "level"), readOnly, retries);
    }

    /**
     * Makes the transaction refuse to write.
     *
     * @return a new template; this one stays as it is
     */
    public TransactionTemplate readOnly() {
        return new TransactionTemplate(jdbc, isolation, true, retries);
    }

    /**
     * Sets how often the body runs again after a serialization failure (40001) or a deadlock (40P01), with a short random
     * pause before. Default: 0. The body has to be one that may run again: what it did outside the database is not undone.
     * Inside another transaction nothing is retried, because only the whole of it could be.
     *
     * @param times 0 to 100
     * @return a new template; this one stays as it is
     */
    public TransactionTemplate retries(int times) {
        if (times < 0 || times > MAX_RETRIES) {
            throw new IllegalArgumentException("Setting the retries of a transaction: " + times
                    + " is not between 0 and " + MAX_RETRIES + ". Give a number that is.");
        }
        return new TransactionTemplate(jdbc, isolation, readOnly, times);
    }

    /**
     * Runs a body in a transaction and commits it, or rolls it back if the body throws.
     *
     * @param body the work
     * @param <X> what the body throws
     * @throws X whatever the body throws
     * @throws TransactionConflictException if the last try failed too
     */
    public <X extends Throwable> void run(TenantRunnable<X> body) throws X {
        requireNonNull(body, "body");
        this.<Boolean, X>call(() -> {
            body.run();
            return true;
        });
    }

    /**
     * Calls a body in a transaction and commits it, or rolls it back if the body throws.
     *
     * @param body the work
     * @param <T> what the body returns
     * @param <X> what the body throws
     * @return the body's result
     * @throws X whatever the body throws
     * @throws TransactionConflictException if the last try failed too
     */
    public <T extends @Nullable Object, X extends Throwable> T call(TenantCallable<T, X> body) throws X {
        requireNonNull(body, "body");
        JdbcTransaction outer = jdbc.current();
        if (outer != null) {
            return join(outer, body);
        }
        for (int attempt = 0; ; attempt++) {
            try {
                return once(body);
            } catch (Throwable e) {
                if (attempt >= retries || !SqlErrors.isConflict(e) || !pause(attempt)) {
                    throw e;
                }
            }
        }
    }

    private <T extends @Nullable Object, X extends Throwable> T once(TenantCallable<T, X> body) throws X {
        JdbcTransaction transaction = JdbcTransaction.begin(jdbc.dataSource(), isolation, readOnly);
        jdbc.current(transaction);
        T result;
        try {
            result = body.call();
        } catch (Throwable e) {
            jdbc.current(null);
            transaction.rollback(e);
            throw e;
        }
        jdbc.current(null);
        transaction.commit();
        return result;
    }

    private <T extends @Nullable Object, X extends Throwable> T join(JdbcTransaction outer, TenantCallable<T, X> body)
            throws X {
        if ((isolation != null && isolation != outer.isolation()) || (readOnly && !outer.isReadOnly())) {
            throw new RowhouseException("Joining a transaction: it "
                    + (outer.isReadOnly() ? "is read only" : "may write") + " and has "
                    + (outer.isolation() == null
                            ? "the database's default isolation"
                            : "isolation " + outer.isolation().sql())
                    + "; asked for was " + (readOnly ? "read only" : "either")
                    + (isolation == null ? "" : " with isolation " + isolation.sql())
                    + ". Ask for it where the outer transaction begins.");
        }
        outer.connection();
        try {
            return body.call();
        } catch (Throwable e) {
            outer.doom(e);
            throw e;
        }
    }

    /** Waits a random time, up to twice as long after each attempt, so that the same two do not meet again. */
    private static boolean pause(int attempt) {
        long most = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(attempt, 10));
        try {
            TimeUnit.MICROSECONDS.sleep(ThreadLocalRandom.current().nextLong(500, most * 1_000));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
