package dev.rowhouse.jdbc;

import java.sql.SQLException;

/** A row or a value and a Java type do not fit. It becomes a {@link RowMappingException} where the SQL text is known. */
final class MappingError extends SQLException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an error.
     *
     * @param message what was tried, what was found, what to do; no values
     */
    MappingError(String message) {
        super(message, "22000");
    }
}
