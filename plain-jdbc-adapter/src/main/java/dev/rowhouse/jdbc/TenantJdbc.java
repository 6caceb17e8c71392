package dev.rowhouse.jdbc;

import static java.util.Objects.requireNonNull;

import dev.rowhouse.TenantCallable;
import dev.rowhouse.TenantRunnable;
import dev.rowhouse.connection.TenantDataSource;
import dev.rowhouse.jdbc.mapping.JacksonJsonMapper;
import dev.rowhouse.jdbc.mapping.JsonMapper;
import dev.rowhouse.jdbc.mapping.MappingError;
import dev.rowhouse.jdbc.mapping.Mappings;
import dev.rowhouse.repository.DuplicateKeyException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Statements on a {@link TenantDataSource}: named parameters in, records out.
 *
 * <pre>{@code
 * TenantJdbc jdbc = TenantJdbc.on(dataSource);
 *
 * List<Pet> pets = jdbc.sql("select id, name from pet where species = any(:species)")
 *         .bind("species", List.of("dog", "cat"))
 *         .map(Pet.class)
 *         .list();
 * }</pre>
 *
 * <p>Statements run for the tenant that is bound to the thread. Outside a transaction each is one by itself;
 * {@link #inTransaction(TenantCallable)} puts those of this template and this thread into one.
 *
 * <p>What fails throws {@link JdbcException} or one of its subclasses, a key that is taken {@link DuplicateKeyException}, as
 * from a repository. Messages hold the statement's text and no values.
 *
 * <p>Immutable and safe for use by many threads: an application has one.
 *
 * @since 0.1
 */
public final class TenantJdbc {
    private final TenantDataSource dataSource;
    private final @Nullable JsonMapper json;
    private final Mappings mappings;
    private final NamedSql.Cache texts = new NamedSql.Cache();

    @SuppressWarnings("ThreadLocalUsage") // transactions on one data source must not mix with those on another
    private final ThreadLocal<JdbcTransaction> transaction = new ThreadLocal<>();

    private TenantJdbc(TenantDataSource dataSource, @Nullable JsonMapper json) {
        this.dataSource = dataSource;
        this.json = json;
        this.mappings = new Mappings(json);
    }

    /**
     * Creates a template with the defaults: no JSON mapper.
     *
     * @param dataSource carries the tenant
     * @return a template
     */
    public static TenantJdbc on(TenantDataSource dataSource) {
        return builder(dataSource).build();
    }

    /**
     * Begins to create a template.
     *
     * @param dataSource carries the tenant
     * @return a builder
     */
    public static Builder builder(TenantDataSource dataSource) {
        return new Builder(requireNonNull(dataSource, "dataSource"));
    }

    /**
     * Begins a statement.
     *
     * @param text SQL with parameters as {@code :name}; casts, slices, literals and comments are left alone, and
     *     {@code ?} is an operator
     * @return the statement, for the calling thread, to run once
     * @throws IllegalArgumentException if it has more than 65,535 parameters
     */
    public Sql sql(String text) {
        return new Sql(this, texts.of(requireNonNull(text, "text")));
    }

    /**
     * Runs a statement once for each row, in one batch: in the transaction of the thread, or in one of its own, so that
     * all of it takes effect or nothing.
     *
     * @param text SQL with parameters as {@code :name}
     * @param rows records or beans, whose components are bound by name, or maps of names to values; all of one kind
     * @return how many rows of the table each of them changed, or {@link java.sql.Statement#SUCCESS_NO_INFO} where the
     *     driver made one insert of many ({@code reWriteBatchedInserts})
     * @throws DuplicateKeyException if a row has a key that is taken, by a row of the table or of the batch
     */
    public int[] batch(String text, Collection<?> rows) {
        return new Batch(this, texts.of(requireNonNull(text, "text"))).run(requireNonNull(rows, "rows"));
    }

    /**
     * Begins to describe a transaction: isolation, read only, retries.
     *
     * @return a transaction with PostgreSQL's defaults
     */
    public TransactionTemplate transaction() {
        return new TransactionTemplate(this);
    }

    /**
     * Runs a body in a transaction and commits it, or rolls it back if the body throws. Inside another transaction of
     * this template and thread it joins that one.
     *
     * @param body the work
     * @param <X> what the body throws
     * @throws X whatever the body throws
     */
    public <X extends Throwable> void inTransaction(TenantRunnable<X> body) throws X {
        transaction().run(body);
    }

    /**
     * Calls a body in a transaction and commits it, or rolls it back if the body throws. Inside another transaction of
     * this template and thread it joins that one.
     *
     * @param body the work
     * @param <T> what the body returns
     * @param <X> what the body throws
     * @return the body's result
     * @throws X whatever the body throws
     */
    public <T extends @Nullable Object, X extends Throwable> T inTransaction(TenantCallable<T, X> body) throws X {
        return transaction().call(body);
    }

    /**
     * Does work with JDBC itself, for what this template has no method for, such as COPY. The connection is that of the
     * thread's transaction, or one for this work alone, whose statements are a transaction each. What is opened on it is
     * closed by the work; the connection is not, and neither is the transaction ended.
     *
     * @param tried what is tried, as the beginning of an error's message: {@code "Copying the pets"}
     * @param text the statement for an error's message, or null if there are several
     * @param work the work
     * @param <R> what the work returns
     * @return the work's result
     */
    public <R extends @Nullable Object> R withConnection(String tried, @Nullable String text, ConnectionWork<R> work) {
        requireNonNull(work, "work");
        JdbcTransaction joined = transaction.get();
        try {
            if (joined != null) {
                return work.on(joined.connection());
            }
            try (Connection connection = dataSource.getConnection()) {
                return connection.getAutoCommit() ? work.on(connection) : committed(connection, work);
            }
        } catch (SQLException e) {
            RuntimeException translated = SqlErrors.translate(tried, text, e);
            if (joined != null && !(e instanceof MappingError)) {
                joined.failed(translated);
            }
            throw translated;
        }
    }

    /**
     * Answers whether a transaction of this template is open on the calling thread, which statements would join.
     *
     * @return whether there is one
     */
    public boolean isInTransaction() {
        return transaction.get() != null;
    }

    /**
     * Returns what reads and writes JSON.
     *
     * @return the mapper, or empty if there is none
     */
    public Optional<JsonMapper> json() {
        return Optional.ofNullable(json);
    }

    /**
     * Hands units of work to an executor.
     *
     * @param executor runs them; the application owns it and shuts it down. On Java 21 and later it may be one of virtual
     *     threads
     * @param atOnce how many units may run at once, at least 1; the size of the connection pool is a good number
     * @return the asynchronous side of this template
     */
    public AsyncTenantJdbc async(Executor executor, int atOnce) {
        requireNonNull(executor, "executor");
        if (atOnce < 1) {
            throw new IllegalArgumentException("Handing work to an executor: " + atOnce
                    + " units at once are too few. Give 1 or more, such as the size of the connection pool.");
        }
        return new AsyncTenantJdbc(this, executor, atOnce);
    }

    // ---- what the other types of the package need

    NamedSql.Cache texts() {
        return texts;
    }

    Mappings mappings() {
        return mappings;
    }

    TenantDataSource dataSource() {
        return dataSource;
    }

    /** The transaction of the calling thread, or null. */
    @Nullable
    JdbcTransaction current() {
        return transaction.get();
    }

    /** Runs work that takes no part in the transaction of the calling thread, if there is one. */
    void outsideTransaction(Runnable work) {
        JdbcTransaction open = transaction.get();
        current(null);
        try {
            work.run();
        } finally {
            current(open);
        }
    }

    void current(@Nullable JdbcTransaction begun) {
        if (begun == null) {
            transaction.remove();
        } else {
            transaction.set(begun);
        }
    }

    /** A pool may hand out connections that are not in autocommit; what ran on one would be lost when it goes back. */
    private static <R extends @Nullable Object> R committed(Connection connection, ConnectionWork<R> work)
            throws SQLException {
        R result;
        try {
            result = work.on(connection);
        } catch (SQLException | RuntimeException | Error e) {
            try {
                connection.rollback();
            } catch (SQLException rollingBack) {
                e.addSuppressed(rollingBack);
            }
            throw e;
        }
        connection.commit();
        return result;
    }

    /**
     * Work on a connection.
     *
     * @param <R> what it returns
     * @since 0.1
     */
    @FunctionalInterface
    public interface ConnectionWork<R extends @Nullable Object> {
        /**
         * Does the work.
         *
         * @param connection carries the tenant; stays open
         * @return the result
         * @throws SQLException what JDBC throws; it becomes a {@link JdbcException}
         */
        R on(Connection connection) throws SQLException;
    }

    /**
     * Options of a {@link TenantJdbc}. Setting one twice throws {@link IllegalStateException}.
     *
     * @since 0.1
     */
    public static final class Builder {
        private final TenantDataSource dataSource;
        private @Nullable JsonMapper json;

        private Builder(TenantDataSource dataSource) {
            this.dataSource = dataSource;
        }

        /**
         * Sets what reads and writes JSON. Default: nothing does, and a component that needs it is refused.
         *
         * @param mapper the mapper, such as {@link JacksonJsonMapper}
         * @return this builder
         */
        public Builder json(JsonMapper mapper) {
            refuseTwice("json", json);
            json = requireNonNull(mapper, "mapper");
            return this;
        }

        /**
         * Creates the template.
         *
         * @return a template
         */
        public TenantJdbc build() {
            return new TenantJdbc(dataSource, json);
        }

        private static void refuseTwice(String option, @Nullable Object set) {
            if (set != null) {
                throw new IllegalStateException("Building a TenantJdbc: " + option + " was set already. Set it once.");
            }
        }
    }
}
