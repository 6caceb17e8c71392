package dev.rowhouse.testkit;

import org.postgresql.ds.PGSimpleDataSource;

/** A running PostgreSQL, and a superuser on it. */
sealed interface PostgresServer permits ContainerServer, EmbeddedServer, GivenServer {
    /** Returns a new, unpooled data source for the superuser and the server's maintenance database. */
    PGSimpleDataSource superuser();

    /** Says in a few words which server this is, for messages. */
    String description();
}
