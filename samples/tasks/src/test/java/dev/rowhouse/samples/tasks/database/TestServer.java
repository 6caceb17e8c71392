package dev.rowhouse.samples.tasks.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A PostgreSQL whose roles log in with passwords. There is one for all tests, and it ends with them. */
public final class TestServer {
    /** The owner of the databases, who may create roles and nothing more. */
    public static final String OWNER = "clinic";

    /** An ordinary role. */
    public static final String PLAIN = "plain";

    private static final EmbeddedPostgres SERVER = start();

    private TestServer() {}

    private static EmbeddedPostgres start() {
        try {
            Path folder = Files.createTempDirectory("tasks");
            Path access = Files.writeString(folder.resolve("pg_hba.conf"), """
                    host all postgres 127.0.0.1/32 trust
                    host all all 127.0.0.1/32 scram-sha-256
                    """);
            // The server may run as another user.
            folder.toFile().setExecutable(true, false);
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setServerConfig("hba_file", access.toString())
                    .start();
            folder.toFile().deleteOnExit();
            access.toFile().deleteOnExit();
            try (Connection connection = connect(server.getPort(), "postgres");
                    Statement statement = connection.createStatement()) {
                statement.execute("create role " + OWNER + " login createrole password 'p@ss/w%rd'");
                statement.execute("create role " + PLAIN + " login password 'plain'");
            }
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException("Making the roles of the test server", e);
        }
    }

    /** Creates a database, and returns the URL with which its owner logs in. */
    public static String create(String database) throws SQLException {
        execute("postgres", "create database " + database + " owner " + OWNER);
        return url(OWNER, "p%40ss%2Fw%25rd", database);
    }

    /** Creates a database like another one, which nobody is connected to. */
    static void copy(String original, String database) throws SQLException {
        execute("postgres", "create database " + database + " template " + original + " owner " + OWNER);
    }

    static String url(String user, String password, String database) {
        return "postgresql://" + user + ":" + password + "@localhost:" + SERVER.getPort() + "/" + database;
    }

    /** Runs statements as a superuser. */
    public static void execute(String database, String sql) throws SQLException {
        try (Connection connection = superuser(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Returns the first column of the first row, as a superuser sees it. */
    public static String query(String database, String sql) throws SQLException {
        try (Connection connection = superuser(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** Connects as a superuser. */
    public static Connection superuser(String database) throws SQLException {
        return connect(SERVER.getPort(), database);
    }

    private static Connection connect(int port, String database) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, "postgres", "");
    }
}
