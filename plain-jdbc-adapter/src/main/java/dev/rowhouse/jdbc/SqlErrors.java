package dev.rowhouse.jdbc;

import dev.rowhouse.MissingTenantException;
import dev.rowhouse.RowhouseException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.jdbc.mapping.MappingError;
import dev.rowhouse.repository.DuplicateKeyException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Turns checked exceptions into unchecked ones that hold no values. PostgreSQL quotes rows in the details of its
 * errors, the driver writes the values of a batch into the message, and "invalid input" quotes what came in; neither the
 * messages nor the causes keep any of it.
 */
final class SqlErrors {
    static final String SERIALIZATION_FAILURE = "40001";
    static final String DEADLOCK = "40P01";
    static final String IN_FAILED_TRANSACTION = "25P02";

    private static final String DUPLICATE_KEY = "23505";
    private static final String NO_TENANT = "RH001";
    private static final int MAX_CAUSES = 32;

    private SqlErrors() {}

    /**
     * Translates an error.
     *
     * @param tried what was tried, as the beginning of a sentence
     * @param sql the statement as the application wrote it, or null if none was running
     */
    static RowhouseException translate(String tried, @Nullable String sql, SQLException error) {
        String statement = sql == null ? "" : " Statement: " + sql;
        if (error instanceof MappingError) {
            RowMappingException failure = new RowMappingException(error.getMessage() + statement, sql, null);
            return failure;
        }
        SQLException first = root(error);
        String state = first.getSQLState();
        String found = found(first);
        SQLException cause = scrubbed(error);
        if (meansNoTenant(error, state)) {
            MissingTenantException missing = new MissingTenantException(found + statement);
            missing.initCause(cause);
            return missing;
        }
        String message = tried + ": " + found + (state == null ? "" : " (SQLState " + state + ")") + ". "
                + toDo(first, state) + statement;
        if (isUnavailable(first, state)) {
            return new DatabaseUnavailableException(message, sql, state, cause);
        }
        if (DUPLICATE_KEY.equals(state)) {
            return new DuplicateKeyException(message, constraint(first), cause);
        }
        if (SERIALIZATION_FAILURE.equals(state) || DEADLOCK.equals(state)) {
            return new TransactionConflictException(message, sql, state, cause);
        }
        return new JdbcException(message, sql, state, constraint(first), cause);
    }

    /** Whether the transaction should run again. */
    static boolean isConflict(@Nullable Throwable failure) {
        Throwable at = failure;
        for (int i = 0; at != null && i < MAX_CAUSES; i++) {
            if (at instanceof TransactionConflictException
                    || (at instanceof SQLException sql
                            && (SERIALIZATION_FAILURE.equals(sql.getSQLState())
                                    || DEADLOCK.equals(sql.getSQLState())))) {
                return true;
            }
            at = at.getCause();
        }
        return false;
    }

    /** The error of one statement behind that of a batch. */
    private static SQLException root(SQLException error) {
        if (error instanceof BatchUpdateException) {
            SQLException next = error.getNextException();
            if (next != null) {
                return next;
            }
            if (error.getCause() instanceof SQLException cause) {
                return cause;
            }
        }
        return error;
    }

    private static boolean meansNoTenant(SQLException error, @Nullable String state) {
        if (state == null || TenantContext.current().isPresent()) {
            return false;
        }
        return switch (state) {
            case NO_TENANT -> true;
            // the data source explains these where they mean "no tenant", with the database's error as the cause
            case "42704", "22P02" -> !(error instanceof PSQLException) && error.getCause() instanceof SQLException;
            default -> false;
        };
    }

    private static boolean isUnavailable(SQLException error, @Nullable String state) {
        return error instanceof SQLTransientConnectionException
                || error instanceof SQLNonTransientConnectionException
                || (state != null
                        && (state.startsWith("08")
                                || state.equals("57P01")
                                || state.equals("57P02")
                                || state.equals("57P03")
                                || state.equals("53300")));
    }

    /** What the database or the driver said, without values. */
    private static String found(SQLException error) {
        ServerErrorMessage server = error instanceof PSQLException driver ? driver.getServerErrorMessage() : null;
        String message = server == null ? error.getMessage() : server.getMessage();
        if (message == null || message.isBlank()) {
            return error.getClass().getSimpleName();
        }
        String state = error.getSQLState();
        return strip(state != null && state.startsWith("22") ? withoutQuotes(message, server != null) : message);
    }

    /** Errors about data quote the data: what stands between the first and the last quotation mark. */
    private static String withoutQuotes(String message, boolean fromServer) {
        int from = message.indexOf('"');
        int to = message.lastIndexOf('"');
        if (from >= 0 && to > from) {
            return message.substring(0, from) + "\"...\"" + message.substring(to + 1);
        }
        int colon = message.indexOf(" : ");
        return fromServer || colon < 0 ? message : message.substring(0, colon);
    }

    private static String strip(String message) {
        String line = message.strip();
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }

    /** The same error, without what it quotes. */
    private static SQLException scrubbed(SQLException error) {
        SQLException first = root(error);
        SQLException copy = new SQLException(found(first), first.getSQLState(), first.getErrorCode());
        copy.setStackTrace(first.getStackTrace());
        for (Throwable suppressed : error.getSuppressed()) {
            copy.addSuppressed(suppressed instanceof SQLException sql ? scrubbed(sql) : suppressed);
        }
        Throwable cause = first.getCause();
        if (cause instanceof SQLException sql && sql != first) {
            copy.initCause(scrubbed(sql));
        } else if (cause instanceof java.io.IOException) {
            copy.initCause(cause);
        }
        return copy;
    }

    private static @Nullable String constraint(SQLException error) {
        ServerErrorMessage server = error instanceof PSQLException driver ? driver.getServerErrorMessage() : null;
        return server == null ? null : server.getConstraint();
    }

    private static String toDo(SQLException error, @Nullable String state) {
        if (isUnavailable(error, state)) {
            return "Check that the database runs, that its address and the login are right and that the pool has"
                    + " connections left, and try again.";
        }
        if (state == null) {
            return "Check the statement and the connection.";
        }
        return switch (state) {
            case DUPLICATE_KEY -> "Take another key, or change the row that has it.";
            case SERIALIZATION_FAILURE, DEADLOCK ->
                "Run the transaction again from its beginning; transaction().retries(n) does so.";
            case "23503" -> "Save the row that is referred to first, or delete the ones that refer to it.";
            case "23502", "23514" -> "Give the column a value that its constraint allows.";
            case "42501" ->
                "Check that the row belongs to the current tenant, and that the role was granted what the statement"
                        + " does.";
            case "42P01", "42703" -> "Check the names in the statement and the search path.";
            case "42804", "42883" -> "Check the types; a parameter is cast with \"::\", as in :value::jsonb.";
            case "42P18" -> "Cast the parameter with \"::\", as in :value::text, so that its type is known.";
            case IN_FAILED_TRANSACTION -> "An earlier statement of the transaction failed; roll it back.";
            case "25006" -> "Leave out readOnly() for a transaction that writes.";
            case "57014" -> "Give the statement more time, or make it faster.";
            case "55P03" -> "Another transaction holds the lock; try again.";
            default -> "Check the statement and its parameters.";
        };
    }
}
