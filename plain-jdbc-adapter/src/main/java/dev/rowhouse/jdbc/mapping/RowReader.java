package dev.rowhouse.jdbc.mapping;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;

/**
 * Prepares to read rows of certain columns.
 *
 * <p>Public for the packages of this adapter only: not API.
 *
 * @param <T> what a row becomes
 * @since 0.1
 */
@FunctionalInterface
public interface RowReader<T> {
    /**
     * Looks at the columns once, before the first row.
     *
     * @param columns the columns
     * @return what reads the rows
     * @throws SQLException if columns and class do not fit
     */
    RowMapper<T> of(ResultSetMetaData columns) throws SQLException;
}
