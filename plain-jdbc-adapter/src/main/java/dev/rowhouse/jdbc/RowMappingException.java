package dev.rowhouse.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * Rows and what they were to become do not fit: a column without a component, a component without a column, a null for a
 * primitive, another number of rows or columns than asked for. Change the select list or the class.
 *
 * @since 0.1
 */
public final class RowMappingException extends JdbcException {
    private static final long serialVersionUID = 1L;

    RowMappingException(String message, @Nullable String sql, @Nullable Throwable cause) {
        super(message, sql, null, null, cause);
    }
}
