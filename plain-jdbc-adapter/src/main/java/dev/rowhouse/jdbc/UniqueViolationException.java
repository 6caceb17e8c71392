package dev.rowhouse.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * A row with the same unique key exists (SQLState 23505). Take another key, or change the row that has it;
 * {@link #constraint()} names the key. Inside a transaction nothing else can be done before it is rolled back.
 *
 * @since 0.1
 */
public final class UniqueViolationException extends JdbcException {
    private static final long serialVersionUID = 1L;

    UniqueViolationException(
            String message,
            @Nullable String sql,
            @Nullable String sqlState,
            @Nullable String constraint,
            @Nullable Throwable cause) {
        super(message, sql, sqlState, constraint, cause);
    }
}
