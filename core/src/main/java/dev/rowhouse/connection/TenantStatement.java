package dev.rowhouse.connection;

import static java.util.Objects.requireNonNull;

import dev.rowhouse.TenantContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement that sees to it that the database knows the tenant before the user's SQL runs.
 *
 * <p>Up to two statements of the driver stand behind it. The <em>plain</em> one holds what the user wrote. The
 * <em>carrier</em> is a prepared statement that holds the context in front of it; it runs where the database has not
 * been told yet, and its first result is taken away before the user looks.
 */
class TenantStatement implements Statement {
    private static final String OBJECT_NOT_IN_STATE = "55000";
    private static final String INVALID_TRANSACTION_TERMINATION = "2D000";
    private static final String FAILED_TRANSACTION = "25P02";

    final TenantConnection connection;
    final TenantTransaction transaction;

    private @Nullable Statement plain;
    private @Nullable PreparedStatement carrier;
    private @Nullable Statement lastRun;

    private boolean customised;
    private boolean escapeProcessing = true;
    private boolean closed;
    private boolean closeOnCompletion;
    private @Nullable TenantResultSet rows;

    /** The texts that were added to the batch; one for all rows of a prepared statement. */
    private final List<SqlText> batch = new ArrayList<>(1);

    TenantStatement(TenantConnection connection, @Nullable Statement plain) {
        this.connection = connection;
        this.transaction = connection.transaction();
        this.plain = plain;
    }

    // ---- the two statements behind this one

    /** The statement of the driver that holds the user's SQL as it is. */
    Statement plain() throws SQLException {
        return requireNonNull(plain, "plain");
    }

    /** A statement that holds the context in front of the user's SQL, ready to run but for the context's values. */
    PreparedStatement carrier(SqlText text, TenantContext context) throws SQLException {
        dropCarrier();
        Statement origin = plain();
        String sql = text.plain(connection.contextSql(), context);
        try {
            PreparedStatement created = connection
                    .raw()
                    .prepareStatement(
                            sql,
                            origin.getResultSetType(),
                            origin.getResultSetConcurrency(),
                            origin.getResultSetHoldability());
            carrier(created);
            return created;
        } catch (SQLException e) {
            throw refused(text, e);
        }
    }

    /** Lets the driver refuse the user's text alone, so that its message speaks of nothing else. */
    final SQLException refused(SqlText text, SQLException error) {
        try {
            connection.raw().prepareStatement(text.sql()).close();
            return error;
        } catch (SQLException alone) {
            return alone;
        }
    }

    final boolean hasPlain() {
        return plain != null;
    }

    final void plain(Statement created) throws SQLException {
        takeSettings(carrier, created);
        plain = created;
    }

    final void carrier(PreparedStatement created) throws SQLException {
        takeSettings(plain, created);
        carrier = created;
    }

    final @Nullable PreparedStatement knownCarrier() {
        return carrier;
    }

    final void dropCarrier() throws SQLException {
        if (carrier != null) {
            PreparedStatement dropped = carrier;
            carrier = null;
            if (lastRun == dropped) {
                lastRun = null;
            }
            dropped.close();
        }
    }

    private void takeSettings(@Nullable Statement from, Statement to) throws SQLException {
        if (customised && from != null) {
            to.setFetchSize(from.getFetchSize());
            to.setFetchDirection(from.getFetchDirection());
            to.setMaxFieldSize(from.getMaxFieldSize());
            to.setMaxRows(from.getMaxRows());
            to.setQueryTimeout(from.getQueryTimeout());
            to.setPoolable(from.isPoolable());
        }
    }

    /** The statement whose settings are read. */
    private Statement any() throws SQLException {
        return plain != null ? plain : carrier != null ? carrier : plain();
    }

    /** The statement that holds the results. */
    private Statement last() throws SQLException {
        return lastRun != null ? lastRun : any();
    }

    private void both(StatementSetting setting) throws SQLException {
        customised = true;
        if (plain == null && carrier == null) {
            setting.on(plain());
            return;
        }
        if (plain != null) {
            setting.on(plain);
        }
        if (carrier != null) {
            setting.on(carrier);
        }
    }

    // ---- execution

    /** Runs the user's SQL, which is null where this is a prepared statement. */
    final <T> T run(SqlText text, Execution<T> execution, @Nullable String sql) throws SQLException {
        requireOpen();
        rows = null;
        try {
            TenantContext toSend = transaction.enter(text);
            transaction.starting(text);
            T result;
            if (toSend == null) {
                result = direct(execution, sql);
            } else if (text.isCall() && !transaction.isOpenEnded()) {
                result = call(text, execution, sql, toSend);
            } else {
                result = tell(text, execution, sql, toSend);
            }
            transaction.done(text);
            return result;
        } catch (SQLException e) {
            transaction.failed(text, e);
            throw transaction.explain(e);
        }
    }

    /** Notes which statement runs now. Results of the other one end here, as those of a statement that runs again do. */
    private void runs(Statement statement) throws SQLException {
        Statement before = lastRun;
        lastRun = statement;
        if (before != null && before != statement) {
            while (before.getMoreResults(CLOSE_ALL_RESULTS) || before.getUpdateCount() != -1) {
                // one more result to close
            }
        }
    }

    private <T> T direct(Execution<T> execution, @Nullable String sql) throws SQLException {
        Statement statement = plain();
        runs(statement);
        return execution.direct(statement, sql);
    }

    /**
     * Runs the user's SQL with the context. Where the server no longer takes what it has prepared, the driver runs a
     * statement again if the transaction allows it; it does not behind the context, so that is done here.
     */
    private <T> T tell(SqlText text, Execution<T> execution, @Nullable String sql, TenantContext toSend)
            throws SQLException {
        try {
            return tellOnce(text, execution, sql, toSend);
        } catch (SQLException e) {
            if (!StalePlan.isCause(e)) {
                throw e;
            }
            try {
                return tellOnce(text, execution, sql, toSend);
            } catch (SQLException again) {
                boolean hopeless = FAILED_TRANSACTION.equals(again.getSQLState())
                        || connection.raw().isClosed(); // by a pool that trusts it no more
                throw hopeless ? e : again;
            }
        }
    }

    private <T> T tellOnce(SqlText text, Execution<T> execution, @Nullable String sql, TenantContext toSend)
            throws SQLException {
        if (text.canCarry() && !(text.isSeveral() && execution.expectsOneResult()) && mayCarry()) {
            return carried(execution, carrier(text, toSend), toSend);
        }
        return buffered(toSend, () -> direct(execution, sql));
    }

    /**
     * Runs a call in autocommit. A procedure that commits cannot run behind the context, which makes the two one
     * transaction; PostgreSQL then refuses the commit and undoes all of it, and the call runs again as it is.
     */
    private <T> T call(SqlText text, Execution<T> execution, @Nullable String sql, TenantContext toSend)
            throws SQLException {
        try {
            return tell(text, execution, sql, toSend);
        } catch (SQLException e) {
            if (!INVALID_TRANSACTION_TERMINATION.equals(e.getSQLState())) {
                throw e;
            }
            return direct(execution, sql);
        }
    }

    /** Whether this statement, as it was created and set up, works the same behind the context. */
    boolean mayCarry() throws SQLException {
        return escapeProcessing
                && (!customised || any().getMaxFieldSize() == 0)
                && any().getResultSetConcurrency() == ResultSet.CONCUR_READ_ONLY;
    }

    private <T> T carried(Execution<T> execution, PreparedStatement statement, TenantContext toSend)
            throws SQLException {
        String tenant = connection.contextSql().bind(statement, toSend, transaction.backend());
        runs(statement);
        statement.execute();
        transaction.verify(statement.getResultSet(), tenant, toSend);
        transaction.carried();
        return execution.carried(statement, statement.getMoreResults());
    }

    /** Does work behind a separate statement; in autocommit its rows are fetched at once, before the commit. */
    private <T> T buffered(TenantContext toSend, TenantTransaction.SqlWork<T> work) throws SQLException {
        if (transaction.isOpenEnded()) {
            return transaction.behind(toSend, work);
        }
        Statement statement = plain();
        int fetchSize = statement.getFetchSize();
        if (fetchSize == 0) {
            return transaction.behind(toSend, work);
        }
        statement.setFetchSize(0);
        try {
            return transaction.behind(toSend, work);
        } finally {
            statement.setFetchSize(fetchSize);
        }
    }

    /** Runs work that the driver does only for the user's SQL alone: generated keys. */
    private <T> T alone(SqlText text, TenantTransaction.SqlWork<T> work) throws SQLException {
        return alone(List.of(text), work, text.isCall() && !transaction.isOpenEnded());
    }

    /**
     * Runs work that the driver does only for the user's SQL alone: batches.
     *
     * @param mayCommit whether it is a call in autocommit, which runs again as it is if it commits; a batch cannot, because
     *     the driver forgets it when it fails
     */
    private <T> T alone(List<SqlText> texts, TenantTransaction.SqlWork<T> work, boolean mayCommit) throws SQLException {
        requireOpen();
        rows = null;
        try {
            TenantContext toSend = texts.stream().anyMatch(SqlText::needsContext) ? transaction.enter() : null;
            for (SqlText text : texts) {
                transaction.starting(text);
            }
            runs(plain());
            T result = toSend == null ? work.run() : aloneFor(toSend, work, mayCommit);
            for (SqlText text : texts) {
                transaction.done(text);
            }
            return result;
        } catch (SQLException e) {
            for (SqlText text : texts) {
                transaction.failed(text, e);
            }
            throw transaction.explain(e);
        }
    }

    private <T> T aloneFor(TenantContext toSend, TenantTransaction.SqlWork<T> work, boolean mayCommit)
            throws SQLException {
        try {
            return buffered(toSend, work);
        } catch (SQLException e) {
            if (mayCommit && INVALID_TRANSACTION_TERMINATION.equals(e.getSQLState())) {
                return work.run();
            }
            throw e;
        }
    }

    final void requireOpen() throws SQLException {
        if (closed) {
            throw new SQLException("This statement has been closed.", OBJECT_NOT_IN_STATE);
        }
    }

    /** Reads a text that is given where a statement runs. */
    SqlText text(String sql) throws SQLException {
        return connection.text(sql);
    }

    @Override
    public final ResultSet executeQuery(String sql) throws SQLException {
        return outward(run(text(sql), Execution.QUERY, sql));
    }

    @Override
    public final int executeUpdate(String sql) throws SQLException {
        return run(text(sql), Execution.UPDATE, sql);
    }

    @Override
    public final long executeLargeUpdate(String sql) throws SQLException {
        return run(text(sql), Execution.LARGE_UPDATE, sql);
    }

    @Override
    public final boolean execute(String sql) throws SQLException {
        return run(text(sql), Execution.ANY, sql);
    }

    @Override
    public final int executeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
        if (autoGeneratedKeys == NO_GENERATED_KEYS) {
            return executeUpdate(sql);
        }
        return alone(text(sql), () -> plain().executeUpdate(sql, autoGeneratedKeys));
    }

    @Override
    public final int executeUpdate(String sql, int[] columnIndexes) throws SQLException {
        return alone(text(sql), () -> plain().executeUpdate(sql, columnIndexes));
    }

    @Override
    public final int executeUpdate(String sql, String[] columnNames) throws SQLException {
        return alone(text(sql), () -> plain().executeUpdate(sql, columnNames));
    }

    @Override
    public final long executeLargeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
        if (autoGeneratedKeys == NO_GENERATED_KEYS) {
            return executeLargeUpdate(sql);
        }
        return alone(text(sql), () -> plain().executeLargeUpdate(sql, autoGeneratedKeys));
    }

    @Override
    public final long executeLargeUpdate(String sql, int[] columnIndexes) throws SQLException {
        return alone(text(sql), () -> plain().executeLargeUpdate(sql, columnIndexes));
    }

    @Override
    public final long executeLargeUpdate(String sql, String[] columnNames) throws SQLException {
        return alone(text(sql), () -> plain().executeLargeUpdate(sql, columnNames));
    }

    @Override
    public final boolean execute(String sql, int autoGeneratedKeys) throws SQLException {
        if (autoGeneratedKeys == NO_GENERATED_KEYS) {
            return execute(sql);
        }
        return alone(text(sql), () -> plain().execute(sql, autoGeneratedKeys));
    }

    @Override
    public final boolean execute(String sql, int[] columnIndexes) throws SQLException {
        return alone(text(sql), () -> plain().execute(sql, columnIndexes));
    }

    @Override
    public final boolean execute(String sql, String[] columnNames) throws SQLException {
        return alone(text(sql), () -> plain().execute(sql, columnNames));
    }

    // ---- batches

    @Override
    public final void addBatch(String sql) throws SQLException {
        requireOpen();
        SqlText text = text(sql);
        plain().addBatch(sql);
        batch.add(text);
    }

    final boolean isBatchEmpty() {
        return batch.isEmpty();
    }

    /** Notes that a row was added to the batch of a prepared statement. */
    final void rowAdded(SqlText text) {
        if (batch.isEmpty()) {
            batch.add(text);
        }
    }

    @Override
    public void clearBatch() throws SQLException {
        batch.clear();
        plain().clearBatch();
    }

    final List<SqlText> takeBatch() {
        List<SqlText> taken = List.copyOf(batch);
        batch.clear();
        return taken;
    }

    @Override
    public int[] executeBatch() throws SQLException {
        List<SqlText> texts = takeBatch();
        return texts.isEmpty() ? plain().executeBatch() : alone(texts, () -> plain().executeBatch(), false);
    }

    @Override
    public long[] executeLargeBatch() throws SQLException {
        List<SqlText> texts = takeBatch();
        return texts.isEmpty() ? plain().executeLargeBatch() : alone(texts, () -> plain().executeLargeBatch(), false);
    }

    // ---- results

    /** Wraps rows so that they lead back to this statement. */
    final ResultSet outward(ResultSet raw) throws SQLException {
        TenantResultSet wrapped = TenantResultSet.of(connection, this, raw);
        rows = wrapped;
        return wrapped;
    }

    @Override
    public final @Nullable ResultSet getResultSet() throws SQLException {
        ResultSet raw = last().getResultSet();
        if (raw == null) {
            return null;
        }
        return rows != null && rows.wraps(raw) ? rows : outward(raw);
    }

    @Override
    public final int getUpdateCount() throws SQLException {
        return last().getUpdateCount();
    }

    @Override
    public final long getLargeUpdateCount() throws SQLException {
        return last().getLargeUpdateCount();
    }

    @Override
    public final boolean getMoreResults() throws SQLException {
        return last().getMoreResults();
    }

    @Override
    public final boolean getMoreResults(int current) throws SQLException {
        return last().getMoreResults(current);
    }

    @Override
    public final ResultSet getGeneratedKeys() throws SQLException {
        return new TenantResultSet(connection, this, last().getGeneratedKeys(), false, null);
    }

    @Override
    public final @Nullable SQLWarning getWarnings() throws SQLException {
        return last().getWarnings();
    }

    @Override
    public final void clearWarnings() throws SQLException {
        last().clearWarnings();
    }

    // ---- life

    @Override
    public final Connection getConnection() throws SQLException {
        any().getConnection();
        return connection;
    }

    @Override
    public final void close() throws SQLException {
        if (closed) {
            return;
        }
        closed = true;
        rows = null;
        // Both stay known: whoever asks a closed statement something gets the driver's own answer.
        try {
            if (carrier != null) {
                carrier.close();
            }
        } finally {
            if (plain != null) {
                plain.close();
            }
        }
    }

    @Override
    public final boolean isClosed() throws SQLException {
        return closed || any().isClosed();
    }

    @Override
    public final void closeOnCompletion() throws SQLException {
        requireOpen();
        closeOnCompletion = true;
    }

    @Override
    public final boolean isCloseOnCompletion() throws SQLException {
        return closeOnCompletion;
    }

    /** Told by a result set that it was closed. */
    final void completed() throws SQLException {
        if (closeOnCompletion && !closed) {
            ResultSet current = last().getResultSet();
            if (current == null || current.isClosed()) {
                close();
            }
        }
    }

    @Override
    public final void cancel() throws SQLException {
        if (plain != null) {
            plain.cancel();
        }
        PreparedStatement running = carrier;
        if (running != null) {
            running.cancel();
        }
    }

    // ---- settings, the same on both statements

    @FunctionalInterface
    private interface StatementSetting {
        void on(Statement statement) throws SQLException;
    }

    @Override
    public final int getMaxFieldSize() throws SQLException {
        return any().getMaxFieldSize();
    }

    @Override
    public final void setMaxFieldSize(int max) throws SQLException {
        both(statement -> statement.setMaxFieldSize(max));
    }

    @Override
    public final int getMaxRows() throws SQLException {
        return any().getMaxRows();
    }

    @Override
    public final void setMaxRows(int max) throws SQLException {
        both(statement -> statement.setMaxRows(max));
    }

    @Override
    public final long getLargeMaxRows() throws SQLException {
        return any().getLargeMaxRows();
    }

    @Override
    public final void setLargeMaxRows(long max) throws SQLException {
        both(statement -> statement.setLargeMaxRows(max));
    }

    @Override
    public final void setEscapeProcessing(boolean enable) throws SQLException {
        both(statement -> statement.setEscapeProcessing(enable));
        escapeProcessing = enable;
    }

    @Override
    public final int getQueryTimeout() throws SQLException {
        return any().getQueryTimeout();
    }

    @Override
    public final void setQueryTimeout(int seconds) throws SQLException {
        both(statement -> statement.setQueryTimeout(seconds));
    }

    @Override
    public final void setCursorName(String name) throws SQLException {
        both(statement -> statement.setCursorName(name));
    }

    @Override
    public final void setFetchDirection(int direction) throws SQLException {
        both(statement -> statement.setFetchDirection(direction));
    }

    @Override
    public final int getFetchDirection() throws SQLException {
        return any().getFetchDirection();
    }

    @Override
    public final void setFetchSize(int rowCount) throws SQLException {
        both(statement -> statement.setFetchSize(rowCount));
    }

    @Override
    public final int getFetchSize() throws SQLException {
        return any().getFetchSize();
    }

    @Override
    public final void setPoolable(boolean poolable) throws SQLException {
        both(statement -> statement.setPoolable(poolable));
    }

    @Override
    public final boolean isPoolable() throws SQLException {
        return any().isPoolable();
    }

    @Override
    public final int getResultSetConcurrency() throws SQLException {
        return any().getResultSetConcurrency();
    }

    @Override
    public final int getResultSetType() throws SQLException {
        return any().getResultSetType();
    }

    @Override
    public final int getResultSetHoldability() throws SQLException {
        return any().getResultSetHoldability();
    }

    @Override
    public final String enquoteLiteral(String value) throws SQLException {
        return any().enquoteLiteral(value);
    }

    @Override
    public final String enquoteIdentifier(String identifier, boolean alwaysQuote) throws SQLException {
        return any().enquoteIdentifier(identifier, alwaysQuote);
    }

    @Override
    public final boolean isSimpleIdentifier(String identifier) throws SQLException {
        return any().isSimpleIdentifier(identifier);
    }

    @Override
    public final String enquoteNCharLiteral(String value) throws SQLException {
        return any().enquoteNCharLiteral(value);
    }

    // ---- ways to the driver

    /** Called before the driver's own statement is handed out. */
    void pin() throws SQLException {}

    @Override
    public final <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        pin();
        connection.expose();
        return plain().unwrap(type);
    }

    @Override
    public final boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || any().isWrapperFor(type);
    }

    @Override
    public String toString() {
        return "TenantStatement[" + plain + "]";
    }
}
