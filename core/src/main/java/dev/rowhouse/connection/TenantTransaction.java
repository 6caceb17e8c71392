package dev.rowhouse.connection;

import dev.rowhouse.MissingTenantException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.TenantMismatchException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one connection knows about its transaction: for whom it began, and whether the database has been told.
 *
 * <p>The context is fixed by the first statement. It is sent with that statement, and again with the next one wherever
 * the database may have forgotten it. Sending it once more costs no round trip, so every doubt is settled that way.
 */
final class TenantTransaction {
    private static final Logger log = LoggerFactory.getLogger(TenantTransaction.class);

    private final Connection raw;
    private final TenantDataSource.Settings settings;
    private final Pin pin;
    private final int backend;
    private final TenantDataSource.@Nullable Listener listener;

    /** Whether SQL text, rather than JDBC, began a transaction. */
    private boolean begunBySql;

    /** Whether SQL text may have begun a transaction of which the driver's connection knows nothing when it is closed. */
    private boolean maybeBegunBySql;

    private boolean begun;
    private boolean sent;
    private @Nullable TenantContext context;

    TenantTransaction(Connection raw, TenantDataSource.Settings settings, Pin pin, int backend) {
        this.raw = raw;
        this.settings = settings;
        this.pin = pin;
        this.backend = backend;
        this.listener = settings.listener();
    }

    /** The process that serves the connection, to which signed contexts are bound, or 0. */
    int backend() {
        return backend;
    }

    /** Whether statements share a transaction until somebody ends it. */
    boolean isOpenEnded() throws SQLException {
        return begunBySql || !raw.getAutoCommit();
    }

    /**
     * Begins a statement.
     *
     * @return the context that must reach the database before or with the statement, or null if there is none to send
     * @throws TenantMismatchException if the transaction began for somebody else, or the connection serves somebody else
     * @throws MissingTenantException if there is no context and the data source insists on one
     */
    @Nullable
    TenantContext enter(SqlText text) throws SQLException {
        return text.needsContext() ? enter() : null;
    }

    /** Begins a statement, whatever its text. */
    @Nullable
    TenantContext enter() throws SQLException {
        TenantContext current = TenantContext.current().orElse(null);
        boolean openEnded = isOpenEnded();
        boolean goesOn = openEnded && begun;
        try {
            pin.require(current);
            if (goesOn) {
                requireSame(current);
            }
            requireTenant(current);
        } catch (TenantMismatchException e) {
            refused(current, e);
            throw e;
        }
        if (listener != null && !goesOn) {
            listener.began(current);
        }
        begun = openEnded;
        context = current;
        return openEnded && sent ? null : current;
    }

    private void refused(@Nullable TenantContext current, Exception refusal) {
        if (listener != null) {
            listener.refused(current, refusal);
        }
    }

    /** For whom the last statement ran. */
    @Nullable
    TenantContext owner() {
        return context;
    }

    /** Insists that rows which a cursor of this transaction gives are taken by whom it runs for. */
    void requireOwner() throws SQLException {
        if (begun && isOpenEnded()) {
            requireOwner(context);
        }
    }

    /** Whether a statement that is prepared now would carry the context if it ran now. */
    boolean wouldCarry(SqlText text) throws SQLException {
        return text.canCarry()
                && !(sent && isOpenEnded())
                && TenantContext.current().isPresent();
    }

    private void requireTenant(@Nullable TenantContext current) {
        if (current == null && settings.tenantRequired() && !pin.tenantless()) {
            MissingTenantException missing = new MissingTenantException(
                    "Running a statement on a data source that requires a tenant: none is bound"
                            + " to thread \"" + Thread.currentThread().getName()
                            + "\". Put the work inside TenantContext.of(tenantId).run(...), or use a data source without"
                            + " requireTenant() for work on tables that belong to no tenant.");
            if (listener != null) {
                listener.tenantMissing(missing);
            }
            throw missing;
        }
    }

    private void requireSame(@Nullable TenantContext current) {
        if (!Objects.equals(context, current)) {
            throw new TenantMismatchException("Running a statement for " + name(current)
                    + ": the transaction on this connection began for " + name(context)
                    + ". Commit or roll back before the tenant or the actor changes, or use another connection.");
        }
    }

    /**
     * Insists that rows which still come from the server are read by whom they were asked for.
     *
     * @param owner for whom the cursor was opened
     */
    static void requireOwner(@Nullable TenantContext owner) {
        TenantContext current = TenantContext.current().orElse(null);
        if (!Objects.equals(owner, current)) {
            throw new TenantMismatchException("Reading an open cursor for " + name(current) + ": it was opened for "
                    + name(owner) + ". Read it to its end, or close it, before the tenant or the actor changes.");
        }
    }

    private static String name(@Nullable TenantContext context) {
        return context == null ? "no tenant" : context.toString();
    }

    /** Called when a statement that carried the context has succeeded. */
    void carried() throws SQLException {
        sent = isOpenEnded();
    }

    /** Called before a statement runs. */
    void starting(SqlText text) throws SQLException {
        if (text.begins() && raw.getAutoCommit()) {
            maybeBegunBySql = true;
        }
    }

    /** Called when a statement has succeeded. */
    void done(SqlText text) throws SQLException {
        switch (text.effect()) {
            case NONE -> {}
            case FORGETS -> sent = false;
            case BEGINS -> began(text);
            case ENDS -> ended();
            case CHAINS -> {
                begun = false;
                forget();
            }
        }
    }

    private void began(SqlText text) throws SQLException {
        sent = false;
        if (!begunBySql && raw.getAutoCommit()) {
            begunBySql = true;
            maybeBegunBySql = true;
            begun = text.needsContext();
        }
    }

    /**
     * Called when a statement has failed. A commit that failed has ended its transaction, unless it was misspelt. Where the
     * driver complains about the kind of result, the database has done its work.
     */
    void failed(SqlText text, SQLException error) throws SQLException {
        forget();
        String state = error.getSQLState();
        if (Execution.NO_DATA.equals(state) || Execution.TOO_MANY_RESULTS.equals(state)) {
            done(text);
            return;
        }
        boolean misspelt = state == null || state.startsWith("42");
        boolean ends = text.effect() == SqlText.Effect.ENDS || text.effect() == SqlText.Effect.CHAINS;
        if (ends && !text.isSeveral() && !misspelt) {
            ended();
        }
    }

    /** Called when the database may have undone the context: after an error, and after a rollback to a savepoint. */
    void forget() {
        sent = false;
    }

    /** Called when the transaction has ended, one way or the other. */
    void ended() {
        begunBySql = false;
        maybeBegunBySql = false;
        begun = false;
        sent = false;
        context = null;
    }

    /** Called when JDBC has ended the transaction, or has refused to because SQL text began it. */
    void endedByJdbc() {
        if (!begunBySql) {
            ended();
        }
    }

    /** Called when autocommit was switched off: a transaction that SQL text began goes on, and now belongs to JDBC. */
    void handedToJdbc() {
        if (begunBySql) {
            begunBySql = false;
            maybeBegunBySql = false;
        } else {
            ended();
        }
    }

    /** Called before the connection goes back to the pool, which rolls back no transaction that SQL text began. */
    void rollbackWhatSqlBegan() throws SQLException {
        if (maybeBegunBySql && !raw.isClosed() && raw.getAutoCommit()) {
            try (Statement statement = raw.createStatement()) {
                statement.execute("rollback");
            }
        }
    }

    /** Explains an error that means "no tenant"; other errors come back as they are. */
    SQLException explain(SQLException error) {
        TenantContext current = TenantContext.current().orElse(null);
        SQLException explained = MissingTenantErrors.explain(error, current, settings.contextSql());
        if (listener != null) {
            if (explained != error && current == null) {
                listener.tenantMissing(explained);
            } else if (MissingTenantErrors.isRefusal(explained)) {
                listener.refused(current, explained);
            }
        }
        return explained;
    }

    /**
     * Sends a context in a statement of its own: one round trip. Only inside a transaction, where it lasts.
     */
    void send(TenantContext toSend) throws SQLException {
        log.debug("The next statement cannot carry the tenant context; it was sent on its own");
        ContextSql contextSql = settings.contextSql();
        TenantMismatchException mismatch;
        try (PreparedStatement statement = raw.prepareStatement(contextSql.statement(contextSql.parameters(toSend)))) {
            String first = contextSql.bind(statement, toSend, backend);
            try (ResultSet answer = statement.executeQuery()) {
                mismatch = contextSql.compare(answer, first, toSend);
            }
        }
        if (mismatch != null) {
            throw distrust(mismatch, toSend);
        }
        sent = isOpenEnded();
        if (listener != null) {
            listener.sentAlone(toSend);
        }
    }

    /** Checks what came back with a statement that carried the context. */
    void verify(ResultSet answer, String first, TenantContext asked) throws SQLException {
        TenantMismatchException mismatch = settings.contextSql().compare(answer, first, asked);
        if (mismatch != null) {
            throw distrust(mismatch, asked);
        }
    }

    /** Closes the connection for good: what ran on it may have run for somebody else. */
    private TenantMismatchException distrust(TenantMismatchException mismatch, TenantContext asked) {
        refused(asked, mismatch);
        try {
            raw.abort(Runnable::run);
        } catch (SQLException e) {
            mismatch.addSuppressed(e);
        }
        return mismatch;
    }

    /**
     * Does work that cannot carry the context, behind a statement that sends it. In autocommit both run in a transaction
     * of their own, because a context that is local to its transaction would be gone before the work began.
     */
    <T extends @Nullable Object> T behind(TenantContext toSend, SqlWork<T> work) throws SQLException {
        if (isOpenEnded()) {
            send(toSend);
            return work.run();
        }
        raw.setAutoCommit(false);
        Throwable failure = null;
        try {
            send(toSend);
            T result = work.run();
            raw.commit();
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            failure = e;
            throw e;
        } finally {
            leave(failure);
        }
    }

    private void leave(@Nullable Throwable failure) throws SQLException {
        sent = false;
        try {
            if (!raw.isClosed()) {
                if (failure != null) {
                    raw.rollback();
                }
                raw.setAutoCommit(true);
            }
        } catch (SQLException e) {
            if (failure == null) {
                throw e;
            }
            failure.addSuppressed(e);
        }
    }

    /** Work on the driver. */
    @FunctionalInterface
    interface SqlWork<T extends @Nullable Object> {
        T run() throws SQLException;
    }
}
