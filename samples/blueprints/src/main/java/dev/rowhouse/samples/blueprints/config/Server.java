package dev.rowhouse.samples.blueprints.config;

import dev.rowhouse.repository.PageCursors;
import javax.sql.DataSource;

/** Where the database is, and as whom to log in there. Closing it stops an embedded one. */
interface Server extends AutoCloseable {
    /** The owner of the tables, for migrations. */
    DataSource owner();

    /** The ordinary role that the application works as. */
    DataSource application();

    String applicationRole();

    /** Cursors that are good as long as the database is. */
    PageCursors cursors();

    @Override
    void close();
}
