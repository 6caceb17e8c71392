package dev.rowhouse.peers;

import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * A library in the form in which its documentation says to use it for tenants that share tables.
 */
public interface Peer extends AutoCloseable {
    /** Returns the library with its version. */
    String name();

    /** Returns how it is configured, in one sentence. */
    String configuration();

    /**
     * Makes the tables, as their owner. By default these are the plain ones, granted to the application role.
     *
     * @param tables the plain tables
     */
    default void createTables(Tables tables) throws Exception {
        tables.createPlain();
        tables.grantAll();
    }

    /**
     * Starts the library on a pool.
     *
     * @param pool connections of the application role, or of a superuser
     */
    void start(DataSource pool) throws Exception;

    /** Runs an attack. What it sees goes to the attempt; an exception means that it was refused. */
    void attempt(Attack attack, Attempt attempt) throws Exception;

    /**
     * Runs one statement as SQL, in a transaction of the attacker, through the way that the library has for it.
     *
     * @param sql the statement
     * @param rows whether it returns rows; their columns are seen
     * @param attempt who runs it
     */
    void runSql(String sql, boolean rows, Attempt attempt) throws Exception;

    @Override
    void close() throws SQLException;
}
