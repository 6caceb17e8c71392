package dev.rowhouse.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * The transaction and another one could not both go on (SQLState 40001, serialization failure, or 40P01, deadlock). Run
 * it again from its beginning; {@link TransactionTemplate#retries} does so.
 *
 * @since 0.1
 */
public final class TransactionConflictException extends JdbcException {
    private static final long serialVersionUID = 1L;

    TransactionConflictException(
            String message, @Nullable String sql, @Nullable String sqlState, @Nullable Throwable cause) {
        super(message, sql, sqlState, null, cause);
    }
}
