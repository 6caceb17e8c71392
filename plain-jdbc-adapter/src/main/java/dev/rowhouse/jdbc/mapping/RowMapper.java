package dev.rowhouse.jdbc.mapping;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Makes an object of a row.
 *
 * @param <T> what a row becomes
 * @since 0.1
 */
@FunctionalInterface
public interface RowMapper<T> {
    /**
     * Reads the row on which the result set stands. It does not move the result set.
     *
     * @param row stands on a row
     * @return the object; null only where the query is read with {@link dev.rowhouse.jdbc.Query#optional()}, which is then empty
     * @throws SQLException if the row cannot be read
     */
    @Nullable
    T map(ResultSet row) throws SQLException;
}
