package dev.rowhouse.peers.speed;

import java.sql.SQLException;
import javax.sql.DataSource;

/** A way to do the work: a library, and how it keeps tenants apart. Found by its name, so public with a public constructor. */
public interface Way {
    /** Returns the schema of its tables, which several ways may share. */
    String schema();

    /**
     * Makes the tables, as their owner. By default these are the plain ones.
     *
     * @param database where the schema is there, and empty
     */
    default void createTables(Database database) throws SQLException {
        database.createColumns();
        database.createIndexes();
    }

    /**
     * Starts the library.
     *
     * @param pool connections of the application role, with its schema in front
     */
    Visits start(DataSource pool);
}
