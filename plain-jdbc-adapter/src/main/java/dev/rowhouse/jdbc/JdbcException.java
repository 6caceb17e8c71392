package dev.rowhouse.jdbc;

import dev.rowhouse.RowhouseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A statement failed. Subclasses say what the caller can do about it; this class itself stands for everything else.
 *
 * <p>The message and the cause hold what the database said, the SQLState and the statement's text, but no values: neither
 * those of parameters nor those that the database quotes from rows.
 *
 * @since 0.1
 */
public class JdbcException extends RowhouseException {
    private static final long serialVersionUID = 1L;

    /** The statement's text, if one was running. */
    private final @Nullable String sql;

    /** PostgreSQL's code of the error, if there is one. */
    private final @Nullable String sqlState;

    /** The constraint that was violated, if one was. */
    private final @Nullable String constraint;

    JdbcException(
            String message,
            @Nullable String sql,
            @Nullable String sqlState,
            @Nullable String constraint,
            @Nullable Throwable cause) {
        super(message, cause);
        this.sql = sql;
        this.sqlState = sqlState;
        this.constraint = constraint;
    }

    /**
     * Returns the text of the statement, as it was given to {@link TenantJdbc#sql}.
     *
     * @return the text, or empty if no statement was running, as when a transaction commits
     */
    public Optional<String> sql() {
        return Optional.ofNullable(sql);
    }

    /**
     * Returns the SQLState, by which PostgreSQL says what went wrong (appendix "PostgreSQL Error Codes").
     *
     * @return five letters and digits, or empty if no error of the database or the driver is behind this
     */
    public Optional<String> sqlState() {
        return Optional.ofNullable(sqlState);
    }

    /**
     * Returns the name of the constraint that was violated.
     *
     * @return the name, or empty if no constraint has to do with it
     */
    public Optional<String> constraint() {
        return Optional.ofNullable(constraint);
    }
}
