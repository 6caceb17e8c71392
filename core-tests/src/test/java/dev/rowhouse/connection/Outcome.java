package dev.rowhouse.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowhouse.TenantContext;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What some work came to: a value, or an error with all that a caller can see of it. */
record Outcome(
        @Nullable Object value,
        @Nullable String sqlState,
        @Nullable String message,
        int position) {
    /** Work on a connection, whichever. */
    @FunctionalInterface
    interface Work {
        @Nullable
        Object on(Connection connection) throws Exception;
    }

    static Outcome of(Connection connection, Work work) throws Exception {
        try {
            return new Outcome(work.on(connection), null, null, 0);
        } catch (SQLException e) {
            ServerErrorMessage server = e instanceof PSQLException error ? error.getServerErrorMessage() : null;
            return new Outcome(null, e.getSQLState(), e.getMessage(), server == null ? 0 : server.getPosition());
        }
    }

    /** Asserts that work comes to the same on a wrapped connection as on one of the driver's, and returns it. */
    static Outcome assertSame(RowhouseDatabase database, boolean autoCommit, Work work) throws Exception {
        return assertSame(database, database.dataSource(), Notes.ACME, autoCommit, work);
    }

    static Outcome assertSame(
            RowhouseDatabase database, DataSource wrapped, TenantContext context, boolean autoCommit, Work work)
            throws Exception {
        Notes.reset(database);
        Outcome expected = run(Notes.rawForAcme(database), autoCommit, work);
        Notes.reset(database);
        Outcome found = context.call(() -> {
            try (Connection connection = wrapped.getConnection()) {
                return run(connection, autoCommit, work);
            }
        });
        assertThat(found).as(autoCommit ? "in autocommit" : "in a transaction").isEqualTo(expected);
        return found;
    }

    private static Outcome run(Connection connection, boolean autoCommit, Work work) throws Exception {
        connection.setAutoCommit(autoCommit);
        Outcome outcome = of(connection, work);
        if (!connection.isClosed() && !connection.getAutoCommit()) {
            connection.rollback();
        }
        return outcome;
    }

    /** Asserts the same in autocommit and first in a transaction, and returns what it came to in the transaction. */
    static Outcome assertSame(RowhouseDatabase database, Work work) throws Exception {
        assertSame(database, true, work);
        return assertSame(database, false, work);
    }
}
