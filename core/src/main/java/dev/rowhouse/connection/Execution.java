package dev.rowhouse.connection;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * One way to execute a statement: directly, by the driver's own method, or behind the context, where the driver has run
 * both and stands on the first result of the user's SQL.
 *
 * @param <T> what the caller gets
 */
abstract class Execution<T> {
    static final Execution<Boolean> ANY = new Execution<>() {
        @Override
        Boolean direct(Statement statement, @Nullable String sql) throws SQLException {
            return sql == null ? ((PreparedStatement) statement).execute() : statement.execute(sql);
        }

        @Override
        Boolean carried(Statement statement, boolean hasRows) {
            return hasRows;
        }

        @Override
        boolean expectsOneResult() {
            return false;
        }
    };

    static final Execution<ResultSet> QUERY = new Execution<>() {
        @Override
        ResultSet direct(Statement statement, @Nullable String sql) throws SQLException {
            return sql == null ? ((PreparedStatement) statement).executeQuery() : statement.executeQuery(sql);
        }

        @Override
        ResultSet carried(Statement statement, boolean hasRows) throws SQLException {
            if (!hasRows) {
                throw new SQLException("No results were returned by the query.", NO_DATA);
            }
            return statement.getResultSet();
        }
    };

    static final Execution<Integer> UPDATE = new Execution<>() {
        @Override
        Integer direct(Statement statement, @Nullable String sql) throws SQLException {
            return sql == null ? ((PreparedStatement) statement).executeUpdate() : statement.executeUpdate(sql);
        }

        @Override
        Integer carried(Statement statement, boolean hasRows) throws SQLException {
            refuseRows(hasRows);
            return statement.getUpdateCount();
        }
    };

    static final Execution<Long> LARGE_UPDATE = new Execution<>() {
        @Override
        Long direct(Statement statement, @Nullable String sql) throws SQLException {
            return sql == null
                    ? ((PreparedStatement) statement).executeLargeUpdate()
                    : statement.executeLargeUpdate(sql);
        }

        @Override
        Long carried(Statement statement, boolean hasRows) throws SQLException {
            refuseRows(hasRows);
            return statement.getLargeUpdateCount();
        }
    };

    /** The SQLStates and texts are the driver's own, so that nothing changes for who reads them. */
    static final String NO_DATA = "02000";

    static final String TOO_MANY_RESULTS = "0100E";

    private Execution() {}

    /** Executes by the driver's own method; the SQL is null for a prepared statement. */
    abstract T direct(Statement statement, @Nullable String sql) throws SQLException;

    /** Takes the result from a statement that has carried the context. */
    abstract T carried(Statement statement, boolean hasRows) throws SQLException;

    /** Whether the driver must see the user's SQL alone to tell that it has more results than it should. */
    boolean expectsOneResult() {
        return true;
    }

    private static void refuseRows(boolean hasRows) throws SQLException {
        if (hasRows) {
            throw new SQLException("A result was returned when none was expected.", TOO_MANY_RESULTS);
        }
    }
}
