package dev.rowhouse.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * The database could not be reached, or the connection to it was lost, or there is no connection left. Try again later;
 * whether a statement that was running took effect is not known.
 *
 * @since 0.1
 */
public final class DatabaseUnavailableException extends JdbcException {
    private static final long serialVersionUID = 1L;

    DatabaseUnavailableException(
            String message, @Nullable String sql, @Nullable String sqlState, @Nullable Throwable cause) {
        super(message, sql, sqlState, null, cause);
    }
}
