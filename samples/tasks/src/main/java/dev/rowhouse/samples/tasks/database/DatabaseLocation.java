package dev.rowhouse.samples.tasks.database;

import dev.rowhouse.samples.tasks.config.Configuration;

/** Where the database is. Closing it stops an embedded one. */
public final class DatabaseLocation implements AutoCloseable {
    private final Configuration configuration;
    private final Server server;

    DatabaseLocation(Configuration configuration, Server server) {
        this.configuration = configuration;
        this.server = server;
    }

    /**
     * Connects, makes the schema if that is wanted, checks it, and fills the pool.
     *
     * @throws UnreachableDatabaseException if the database cannot be reached now and may be later
     * @throws UnusableDatabaseException if it is there and not what the service needs
     */
    public Database open() {
        return Database.open(configuration, server);
    }

    @Override
    public void close() {
        server.close();
    }
}
