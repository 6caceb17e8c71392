package dev.rowhouse.jdbc;

import dev.rowhouse.TenantContext;
import dev.rowhouse.TenantMismatchException;
import dev.rowhouse.connection.TenantDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A transaction that is open on a connection of its own, for the tenant that was bound when it began. */
final class JdbcTransaction {
    private final Connection connection;
    private final boolean autoCommitBefore;
    private final boolean readOnlyBefore;
    private final @Nullable TenantContext context = TenantContext.current().orElse(null);
    private final TransactionTemplate.@Nullable Isolation isolation;
    private final boolean readOnly;
    private final List<RowStream<?>> streams = new ArrayList<>();
    private @Nullable Throwable doomedBy;
    private @Nullable Throwable failedBy;

    private JdbcTransaction(Connection connection, TransactionTemplate.@Nullable Isolation isolation, boolean readOnly)
            throws SQLException {
        this.connection = connection;
        this.isolation = isolation;
        this.readOnly = readOnly;
        this.autoCommitBefore = connection.getAutoCommit();
        this.readOnlyBefore = connection.isReadOnly();
    }

    /** Begins a transaction on a new connection. */
    static JdbcTransaction begin(
            TenantDataSource dataSource, TransactionTemplate.@Nullable Isolation isolation, boolean readOnly) {
        try {
            Connection connection = dataSource.getConnection();
            try {
                JdbcTransaction begun = new JdbcTransaction(connection, isolation, readOnly);
                begun.begin();
                return begun;
            } catch (SQLException | RuntimeException | Error e) {
                try {
                    connection.close();
                } catch (SQLException closing) {
                    e.addSuppressed(closing);
                }
                throw e;
            }
        } catch (SQLException e) {
            throw SqlErrors.translate("Beginning a transaction", null, e);
        }
    }

    private void begin() throws SQLException {
        if (readOnly && !readOnlyBefore) {
            connection.setReadOnly(true); // goes out with BEGIN
        }
        connection.setAutoCommit(false);
        if (isolation != null) {
            // for this transaction alone; the driver's own setter would change the session, and the pool change it back
            try (Statement statement = connection.createStatement()) {
                statement.execute("set transaction isolation level " + isolation.sql());
            }
        }
    }

    TransactionTemplate.@Nullable Isolation isolation() {
        return isolation;
    }

    boolean isReadOnly() {
        return readOnly;
    }

    /**
     * The connection, for a statement of the same tenant.
     *
     * @throws TenantMismatchException if another tenant is bound now
     */
    Connection connection() {
        TenantContext now = TenantContext.current().orElse(null);
        if (!Objects.equals(now, context)) {
            throw new TenantMismatchException("Running a statement for " + name(now)
                    + ": the transaction of this thread began for " + name(context)
                    + ". Bind the tenant around the transaction, not inside it.");
        }
        return connection;
    }

    private static String name(@Nullable TenantContext context) {
        return context == null ? "no tenant" : context.toString();
    }

    void opened(RowStream<?> stream) {
        streams.add(stream);
    }

    void closed(RowStream<?> stream) {
        streams.remove(stream);
    }

    /** Notes that a part which joined has failed, so that what it left behind must not be committed. */
    void doom(Throwable failure) {
        if (doomedBy == null) {
            doomedBy = failure;
        }
    }

    /**
     * Notes that a statement has failed. PostgreSQL then undoes the whole transaction, unless somebody rolls back to a
     * savepoint, and answers a commit with a rollback that the driver does not report.
     */
    void failed(Throwable failure) {
        if (failedBy == null) {
            failedBy = failure;
        }
    }

    /** Commits and gives the connection back. */
    void commit() {
        Throwable failure = null;
        try {
            closeStreams();
            if (doomedBy != null) {
                throw lost("a part that joined it", doomedBy);
            }
            if (failedBy != null && isAborted()) {
                throw lost("a statement in it", failedBy);
            }
            connection.commit();
        } catch (SQLException e) {
            RuntimeException translated = SqlErrors.translate("Committing a transaction", null, e);
            failure = translated;
            throw translated;
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
        } finally {
            if (failure != null) {
                rollback(failure);
            } else {
                giveBack(null);
            }
        }
    }

    private static JdbcException lost(String what, Throwable failure) {
        return new JdbcException(
                "Committing a transaction: " + what + " failed with "
                        + failure.getClass().getSimpleName()
                        + ", and the failure was caught on the way. Everything was rolled back. Let the failure out of"
                        + " the transaction.",
                null,
                null,
                null,
                failure);
    }

    private boolean isAborted() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select");
            return false;
        } catch (SQLException e) {
            if (SqlErrors.IN_FAILED_TRANSACTION.equals(e.getSQLState())) {
                return true;
            }
            throw e;
        }
    }

    /**
     * Rolls back and gives the connection back.
     *
     * @param failure why; what goes wrong meanwhile is added to it
     */
    void rollback(Throwable failure) {
        try {
            closeStreams();
        } catch (RuntimeException e) {
            add(failure, e);
        }
        try {
            if (!connection.isClosed()) {
                connection.rollback();
            }
        } catch (SQLException e) {
            add(failure, SqlErrors.translate("Rolling back a transaction", null, e));
        }
        giveBack(failure);
    }

    private static void add(Throwable failure, RuntimeException further) {
        if (further != failure) {
            failure.addSuppressed(further);
        }
    }

    private void closeStreams() {
        for (RowStream<?> stream : List.copyOf(streams)) {
            stream.close();
        }
    }

    private void giveBack(@Nullable Throwable failure) {
        try (Connection closing = connection) {
            if (!closing.isClosed()) {
                closing.setAutoCommit(autoCommitBefore);
                if (readOnly && !readOnlyBefore) {
                    closing.setReadOnly(false);
                }
            }
        } catch (SQLException e) {
            RuntimeException translated = SqlErrors.translate("Giving a connection back", null, e);
            if (failure == null) {
                throw translated;
            }
            add(failure, translated);
        }
    }
}
