package dev.rowhouse.jdbc.mapping;

import java.sql.SQLException;

/**
 * A row or a value and a Java type do not fit. It becomes a {@link dev.rowhouse.jdbc.RowMappingException} where the SQL text
 * is known.
 *
 * <p>Public for the packages of this adapter only: not API.
 *
 * @since 0.1
 */
public final class MappingError extends SQLException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an error.
     *
     * @param message what was tried, what was found, what to do; no values
     */
    public MappingError(String message) {
        super(message, "22000");
    }
}
